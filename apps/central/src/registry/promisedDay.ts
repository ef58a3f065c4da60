import type { DueDay, PolicyOnDay } from '@renshe/policy';

/** The day by which a card is ready that is verified today, by the region's rule. */
export function promisedDay(policy: PolicyOnDay): DueDay {
  const { atMost, countedIn } = policy.value('processing.time');
  return policy.endOf(policy.day, { days: atMost, countedIn });
}
