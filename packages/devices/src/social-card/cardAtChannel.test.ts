import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApduChannel } from '../core/apduChannel.ts';
import { failure, success } from '../core/result.ts';
import { type CardAtChannel, cardAtChannel } from './cardAtChannel.ts';
import { createSocialCardReader } from './driver.ts';
import { socialCard } from './simulatedCards.ts';
import { SimulatedChip } from './simulatedChip.ts';
import { digits, holder } from './testing.ts';
import type { SocialCardReader } from './types.ts';

describe('a card at the contacts of another device', () => {
  let chip: SimulatedChip;
  let fails: string | undefined;
  let sent: number;
  let card: CardAtChannel;
  let reader: SocialCardReader;
  beforeEach(() => {
    chip = new SimulatedChip(socialCard(holder, { generation: 2, authentication: 'free', withBankAccount: true }));
    fails = undefined;
    sent = 0;
    const channel: ApduChannel = {
      transmit: async (command) => {
        sent += 1;
        return fails === undefined ? success(chip.answer(command)) : failure({ code: fails, detail: 'as told' });
      },
    };
    card = cardAtChannel(channel, { atr: chip.content.atr, protocol: 'T=0' });
    reader = createSocialCardReader({ openReader: card.openReader });
  });
  afterEach(() => reader.close());

  it('is read, verified and changed', async () => {
    expect(await reader.waitForCard()).toEqual({ ok: true, value: 'card' });
    expect(await reader.readCard({ bankAccount: true })).toMatchObject({ ok: true, value: { holder } });
    expect(await reader.verifyPin(digits('111111'))).toMatchObject({ value: { outcome: 'wrong', attemptsLeft: 2 } });
    expect(await reader.changePin(digits('123456'), digits('201201'))).toMatchObject({ value: { outcome: 'changed' } });
  });

  it('is gone when it is moved away', async () => {
    await reader.waitForCard();
    card.removed();
    expect(await reader.waitForRemoval()).toEqual({ ok: true, value: 'removed' });
    const before = sent;
    expect(await reader.readCard()).toMatchObject({ ok: false, error: { code: 'no-card' } });
    expect(sent).toBe(before);
  });

  it.each([
    ['unplugged', 'unplugged'],
    ['no-answer', 'answer-timeout'],
    ['card-not-at-chip', 'card-pulled'],
    ['chip-no-answer', 'card-mute'],
    ['outcome-unknown', 'bad-frame'],
  ])('%s there is %s here', async (code, expected) => {
    await reader.waitForCard();
    fails = code;
    expect(await reader.readCard()).toMatchObject({ ok: false, error: { code: expected, next: expect.any(String) } });
  });
});
