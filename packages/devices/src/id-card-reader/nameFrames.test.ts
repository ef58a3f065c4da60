import { describe, expect, it } from 'vitest';
import { FIND, READ_BASE, SAM_ID, STATUS, SW3 } from './commands.ts';
import { encodeAnswer } from './frame.ts';
import { nameIdCardFrames } from './nameFrames.ts';
import { baseAnswer, residentText, samId } from './testing.ts';

describe('what a technician sees of the line', () => {
  it('names command and answer, and shows what is the module’s own', () => {
    const namer = nameIdCardFrames();
    expect(namer.push('=>', SAM_ID.frame)).toEqual([{ name: 'SAM id', hex: '12 FF' }]);
    const [answer] = namer.push('<=', Uint8Array.from(Buffer.from(samId.answerHex, 'hex')));
    expect(answer?.name).toBe('SAM id: ok');
    expect(answer?.hex.split(' ')).toHaveLength(3 + 16);
  });

  it.each([
    ['status', STATUS],
    ['SAM id', SAM_ID],
    ['find', FIND],
    ['read', READ_BASE],
  ])('shows nothing of a card, also when its reading comes late, behind "%s"', (_name, command) => {
    const namer = nameIdCardFrames();
    namer.push('=>', command.frame);
    const [answer] = namer.push('<=', baseAnswer(residentText));
    expect(answer?.hex).toBe('00 00 90 [1284 bytes masked]');
  });

  it('says that a frame is none, and not what was in it', () => {
    const namer = nameIdCardFrames();
    const spoilt = encodeAnswer(SW3.ok, residentText);
    spoilt[spoilt.length - 1] = (spoilt[spoilt.length - 1] ?? 0) ^ 1;
    expect(namer.push('<=', spoilt)).toEqual([{ name: expect.stringMatching(/^no frame/), hex: '' }]);
  });
});
