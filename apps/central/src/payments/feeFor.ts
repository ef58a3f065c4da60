import type { ReplacementReason } from '@renshe/central-api';
import type { PolicyOnDay } from '@renshe/policy';

/** What a replacement for this reason costs here today, in fen; 0 where it is free or waived. */
export function feeFor(reason: ReplacementReason, policy: PolicyOnDay): number {
  const rule = policy.value('fee.replacement');
  return rule.waivedBecause === undefined && rule.payableFor.includes(reason) ? rule.amountFen : 0;
}
