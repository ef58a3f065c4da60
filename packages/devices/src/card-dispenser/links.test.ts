import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { Crt310Link } from './crt310Link.ts';
import { Crt591Link } from './crt591Link.ts';
import { FakeWire } from './fakeWire.ts';
import type { CommandLink, LinkCommand, Outcome } from './link.ts';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));
const [ACK, NAK, EOT, ENQ] = ['06', '15', '04', '05'];

let wire: FakeWire;
let link: CommandLink;
let outcome: Outcome | undefined;

async function send(text: string, options: Partial<LinkCommand> = {}): Promise<void> {
  outcome = undefined;
  const command = { name: 'it', text: hex(text), replyMs: 1_000, repeatable: false, ...options };
  void link.send(command).then((ended) => {
    outcome = ended;
  });
  await wire.clock.advance(0);
}
const pass = (ms: number): Promise<void> => wire.clock.advance(ms);
const replied = (text: string) => ({ kind: 'reply', text: hex(text) });

describe('the link of the F2 frame', () => {
  const MOVE = 'F200000343323103B2';
  const MOVED = 'F20000065032313232300394';
  const SPOILT = MOVED.replace('3232', '3233');
  beforeEach(() => {
    wire = new FakeWire();
    link = new Crt591Link(wire.port, wire.clock);
  });

  it('sends, is acknowledged, waits, and acknowledges the response', async () => {
    await send('433231');
    await wire.say(ACK);
    await pass(900);
    expect(outcome).toBeUndefined();
    await wire.say(MOVED);
    expect(outcome).toEqual(replied('503231323230'));
    expect(wire.sent).toEqual([MOVE, ACK]);
  });

  it('takes ACK and response in one piece, and byte by byte', async () => {
    await send('433231');
    await wire.say(ACK + MOVED);
    expect(outcome).toEqual(replied('503231323230'));
    await send('433231');
    for (const byte of hex(ACK + MOVED)) await wire.say(byte.toString(16).padStart(2, '0'));
    expect(outcome).toEqual(replied('503231323230'));
  });

  it('sends again what was refused, a movement too: it was not executed', async () => {
    await send('433231');
    await wire.say(NAK);
    await wire.say(NAK);
    await wire.say(ACK + MOVED);
    expect(outcome).toMatchObject({ kind: 'reply' });
    expect(wire.sent).toEqual([MOVE, MOVE, MOVE, ACK]);
  });

  it('gives up a line on which no command arrives whole', async () => {
    await send('433231');
    for (let times = 0; times < 3; times += 1) await wire.say(NAK);
    expect(outcome).toMatchObject({ kind: 'unheard', fault: 'garbled' });
  });

  it('sends a question again after 300 ms of silence, three times in all', async () => {
    await send('433130', { repeatable: true });
    await pass(299);
    expect(wire.sent).toHaveLength(1);
    await pass(1);
    expect(wire.sent).toHaveLength(2);
    await pass(600);
    expect(outcome).toMatchObject({ kind: 'unheard', fault: 'silent' });
    expect(wire.sent).toHaveLength(3);
  });

  it('never sends a movement again that met silence', async () => {
    await send('433231');
    await pass(300);
    expect(outcome).toMatchObject({ kind: 'unheard', fault: 'silent' });
    expect(wire.sent).toEqual([MOVE]);
  });

  it('takes the response for the ACK that was lost, however late where it is told to wait', async () => {
    await send('433231');
    await wire.say(MOVED);
    expect(outcome).toMatchObject({ kind: 'reply' });
    await send('433231', { ackMs: 5_000 });
    await pass(4_900);
    await wire.say(MOVED);
    expect(outcome).toMatchObject({ kind: 'reply' });
    expect(wire.sent).toEqual([MOVE, ACK, MOVE, ACK]);
  });

  it('has a spoilt response said again, and executes nothing twice', async () => {
    await send('433231');
    await wire.say(ACK + SPOILT);
    expect(wire.sent).toEqual([MOVE]);
    await pass(80);
    expect(wire.sent).toEqual([MOVE, NAK]);
    await wire.say(MOVED);
    expect(outcome).toMatchObject({ kind: 'reply' });
    expect(wire.sent).toEqual([MOVE, NAK, ACK]);
  });

  it('has a response said again that broke off', async () => {
    await send('433231');
    await wire.say(ACK + MOVED.slice(0, 12));
    await pass(800);
    expect(wire.sent).toEqual([MOVE, NAK]);
    await wire.say(MOVED);
    expect(outcome).toMatchObject({ kind: 'reply' });
  });

  it('takes the good response right behind a bad one', async () => {
    await send('433231');
    await wire.say(ACK + SPOILT + MOVED);
    expect(outcome).toMatchObject({ kind: 'reply' });
    expect(wire.sent).toEqual([MOVE, ACK]);
  });

  it('gives up a response that stays spoilt, and sends the movement no second time', async () => {
    await send('433231');
    await wire.say(ACK + SPOILT);
    for (let times = 0; times < 2; times += 1) {
      await pass(80);
      await wire.say(SPOILT);
    }
    await pass(100);
    expect(outcome).toMatchObject({ kind: 'lost', fault: 'garbled' });
    expect(wire.sent).toEqual([MOVE, NAK, NAK]);
  });

  it('stops what takes too long, and says EOT again when that is lost', async () => {
    await send('433231');
    await wire.say(ACK);
    await pass(1_000);
    expect(wire.sent).toEqual([MOVE, EOT]);
    await pass(300);
    expect(wire.sent).toEqual([MOVE, EOT, EOT]);
    await wire.say(EOT);
    expect(outcome).toMatchObject({ kind: 'lost', fault: 'silent' });
  });

  it('acknowledges the response that comes instead of EOT', async () => {
    await send('433231');
    await wire.say(ACK);
    await pass(1_000);
    await wire.say(MOVED);
    expect(outcome).toMatchObject({ kind: 'reply' });
    expect(wire.sent).toEqual([MOVE, EOT, ACK]);
  });

  it('acknowledges the late response to an earlier command, and waits on', async () => {
    await send('433130', { repeatable: true });
    await wire.say(`${MOVED}${ACK}F20000065031303232300396`);
    expect(outcome).toMatchObject({ kind: 'reply', text: hex('503130323230') });
    expect(wire.sent).toEqual(['F200000343313003B0', ACK, ACK]);
  });

  it('does not listen to another address', async () => {
    link = new Crt591Link(wire.port, wire.clock, 3);
    await send('433231', { replyMs: 500 });
    expect(wire.sent).toEqual(['F203000343323103B1']);
    await wire.say(ACK + MOVED);
    expect(outcome).toBeUndefined();
  });

  it('says so when the port goes in the middle', async () => {
    await send('433231');
    await wire.say(ACK);
    await wire.port.close();
    await pass(0);
    expect(outcome).toEqual({ kind: 'closed' });
  });

  it('wipes what may have been a PIN', async () => {
    const text = hex('43513300200001083132333435363738');
    await send('', { text });
    await wire.say(`${ACK}F200000750513332323090000300`);
    await pass(10_000);
    expect(outcome).toBeDefined();
    expect([...text, ...(wire.buffers[0] ?? [])].every((byte) => byte === 0)).toBe(true);
  });
});

describe('the link of the CRT-310', () => {
  const MOVE = '020002322F031E';
  const MOVED = '020003322F590346';
  const SPOILT = '020003322F580346';
  beforeEach(() => {
    wire = new FakeWire();
    link = new Crt310Link(wire.port, wire.clock);
  });

  it('says ENQ when it is acknowledged, and nothing to the response', async () => {
    await send('322F');
    await wire.say(ACK);
    expect(wire.sent).toEqual([MOVE, ENQ]);
    await pass(900);
    await wire.say(MOVED);
    expect(outcome).toEqual(replied('322F59'));
    expect(wire.sent).toEqual([MOVE, ENQ]);
  });

  it('takes a command back whose ACK was lost, and sends it again: nothing is executed before ENQ', async () => {
    await send('322F');
    await pass(300);
    expect(wire.sent).toEqual([MOVE, EOT]);
    await wire.say(EOT);
    expect(wire.sent).toEqual([MOVE, EOT, MOVE]);
    await wire.say(ACK);
    await wire.say(MOVED);
    expect(outcome).toMatchObject({ kind: 'reply' });
    expect(wire.sent.filter((frame) => frame === ENQ)).toHaveLength(1);
  });

  it('sends again what was refused, and gives a line up that spoils everything', async () => {
    await send('322F');
    for (let times = 0; times < 3; times += 1) await wire.say(NAK);
    expect(outcome).toMatchObject({ kind: 'unheard', fault: 'garbled' });
    expect(wire.sent).toEqual([MOVE, MOVE, MOVE]);
  });

  it('gives a silent device up', async () => {
    await send('322F');
    await pass(1_800);
    expect(outcome).toMatchObject({ kind: 'unheard', fault: 'silent' });
  });

  it('says ENQ for a movement no second time, whatever the response was', async () => {
    await send('322F');
    await wire.say(ACK);
    await wire.say(SPOILT);
    await pass(80);
    expect(outcome).toMatchObject({ kind: 'lost', fault: 'garbled' });
    expect(wire.sent).toEqual([MOVE, ENQ]);
  });

  it('asks a question again whose response was spoilt', async () => {
    await send('3130', { repeatable: true });
    await wire.say(ACK);
    await wire.say('0200053130');
    await pass(800);
    await wire.say(ACK);
    await wire.say('02000531304E4A4A034B');
    expect(outcome).toEqual(replied('31304E4A4A'));
  });

  it('takes a refusal for the response to its command', async () => {
    await send('322F');
    await wire.say(ACK);
    await wire.say('0200034E32060378');
    expect(outcome).toEqual(replied('4E3206'));
  });

  it('takes a command back that was not answered, so that a late ENQ finds nothing', async () => {
    await send('322F');
    await wire.say(ACK);
    await pass(1_000);
    expect(wire.sent).toEqual([MOVE, ENQ, EOT]);
    await wire.say(EOT);
    expect(outcome).toMatchObject({ kind: 'lost', fault: 'silent' });
  });
});

describe.each<[string, (wire: FakeWire) => CommandLink, string, string]>([
  ['F2 frame', ({ port, clock }) => new Crt591Link(port, clock), '433130', 'F20000065031303032300394'],
  ['CRT-310', ({ port, clock }) => new Crt310Link(port, clock), '3130', '02000531304E4A4A034B'],
])('either link: %s', (_name, make, command, reply) => {
  /** Noise, single bytes, false starts, halves of the reply, and the reply itself. */
  const saying = fc.oneof(
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('hex')),
    fc.constantFrom(ACK, NAK, EOT, ENQ, reply, reply.slice(0, 10), `F2000300`, `02010000`, `${ACK}${reply}`),
  );

  it('ends whatever is said when, and understands the next reply', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(saying, fc.nat(700)), { maxLength: 12 }), async (sayings) => {
        wire = new FakeWire();
        link = make(wire);
        await send(command, { repeatable: true });
        for (const [bytes, later] of sayings) {
          await pass(later);
          await wire.say(bytes);
        }
        await pass(60_000);
        expect(outcome).toBeDefined();
        await send(command, { repeatable: true });
        await wire.say(ACK);
        await wire.say(reply);
        expect(outcome).toMatchObject({ kind: 'reply' });
      }),
      { numRuns: 150 },
    );
  });
});
