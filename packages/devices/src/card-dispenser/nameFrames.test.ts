import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encode310, replyText310 } from './crt310Codec.ts';
import { commandText, doneText, encode591, refusedText } from './crt591Codec.ts';
import { nameDispenserFrames } from './nameFrames.ts';

const ACK = Uint8Array.of(6);

describe('names of what passes on the line of a card dispenser', () => {
  it('are those of the commands', () => {
    const frames = nameDispenserFrames('crt591');
    expect(frames.push('=>', encode591(commandText('moveToIc')))).toEqual([{ name: 'move to ic', hex: '43 32 31' }]);
    const reply = Buffer.concat([ACK, encode591(refusedText(0x32, 0x31, 'A0'))]);
    expect(frames.push('<=', reply)).toEqual([
      { name: 'ACK', hex: '' },
      { name: 'move to ic: refused A0', hex: '4E 32 31 41 30' },
    ]);
    const other = nameDispenserFrames('crt310');
    expect(other.push('<=', encode310(Uint8Array.of(0x4e, 0x32, 0x06)))).toEqual([
      { name: 'refused 06', hex: '4E 32 06' },
    ]);
  });

  it('show nothing of what goes to a chip or comes from it', () => {
    const pin = Buffer.from('00200001083132333435363738', 'hex');
    const frames = nameDispenserFrames('crt591');
    expect(frames.push('=>', encode591(commandText('apduT0', pin)))).toEqual([
      { name: 'apdu t0', hex: '43 51 33 [13 bytes masked]' },
    ]);
    expect(frames.push('<=', encode591(doneText(0x51, 0x33, '222', pin)))).toEqual([
      { name: 'apdu t0: done 222', hex: '50 51 33 32 32 32 [13 bytes masked]' },
    ]);
    const other = nameDispenserFrames('crt310');
    expect(other.push('<=', encode310(replyText310(0x37, 0x31, pin)))).toEqual([
      { name: 'apdu t0: reply', hex: '37 31 [13 bytes masked]' },
    ]);
  });

  it('are found for anything that passes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 })), fc.boolean(), (chunks, up) => {
        for (const dialect of ['crt591', 'crt310'] as const) {
          const frames = nameDispenserFrames(dialect);
          for (const chunk of chunks) {
            for (const { name } of frames.push(up ? '=>' : '<=', chunk)) expect(name).not.toBe('');
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
