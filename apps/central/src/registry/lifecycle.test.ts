import { type ApplicationStatus, applicationStatuses, cardStatuses } from '@renshe/central-api';
import { describe, expect, it } from 'vitest';
import { applicationEvents, cardEvents, isHeld, isUnderWay, moveApplication, moveCard } from './lifecycle.ts';

describe('the life of an application', () => {
  it('leads from the form to the hand', () => {
    const events = ['verify', 'produce', 'finish-production', 'issue'] as const;
    const path = events.reduce<ApplicationStatus>(
      (status, event) => moveApplication(status, event) ?? status,
      'submitted',
    );
    expect(path).toBe('issued');
  });

  it('has no way out of an end, and none back to before', () => {
    for (const status of ['rejected', 'issued', 'cancelled'] as const) {
      for (const event of applicationEvents)
        expect(moveApplication(status, event), `${status} ${event}`).toBeUndefined();
      expect(isUnderWay(status)).toBe(false);
    }
  });

  it('can be left from every state that is no end', () => {
    for (const status of applicationStatuses.filter(isUnderWay)) {
      expect(
        applicationEvents.some((event) => moveApplication(status, event)),
        status,
      ).toBe(true);
    }
  });

  it('reaches every state', () => {
    const reached = new Set(
      applicationEvents.flatMap((event) => applicationStatuses.map((status) => moveApplication(status, event))),
    );
    for (const status of applicationStatuses) expect(status === 'submitted' || reached.has(status), status).toBe(true);
  });
});

describe('the life of a card', () => {
  it('never comes back from a formal loss except as another card', () => {
    const ways = cardEvents.map((event) => moveCard('lost', event)).filter(Boolean);
    expect(ways.sort()).toEqual(['cancelled', 'replaced']);
  });

  it('has no way out of an end', () => {
    for (const status of ['replaced', 'cancelled'] as const) {
      for (const event of cardEvents) expect(moveCard(status, event), `${status} ${event}`).toBeUndefined();
      expect(isHeld(status)).toBe(false);
    }
  });

  it('reaches every state', () => {
    const reached = new Set(cardEvents.flatMap((event) => cardStatuses.map((status) => moveCard(status, event))));
    for (const status of cardStatuses) expect(reached.has(status), status).toBe(true);
  });
});
