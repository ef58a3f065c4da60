import { afterEach, expect, it } from 'vitest';
import { Connection, type Opened } from './connection.ts';
import { type DeviceError, type LinkErrorCode, stateAfter } from './device.ts';
import { FakeClock } from './fakeClock.ts';
import { failure, type Result, success } from './result.ts';

type Failure = DeviceError<LinkErrorCode>;
type Attempt = Result<Opened<string, Failure>, Failure>;

const connections: Connection<string, Failure>[] = [];
afterEach(async () => {
  await Promise.all(connections.splice(0).map((connection) => connection.close()));
});

/** A connection whose attempts come to what `attempts` says, one after another; the last one is repeated. */
function connect(...attempts: (() => Attempt)[]) {
  const clock = new FakeClock();
  let made = 0;
  const connection = new Connection<string, Failure>({
    clock,
    stateOf: ({ code }) => stateAfter(code),
    open: async () => {
      const attempt = attempts[Math.min(made, attempts.length - 1)];
      made += 1;
      return attempt?.() ?? failure({ code: 'port-missing', detail: 'no attempt is left' });
    },
  });
  connections.push(connection);
  const states: string[] = [];
  connection.onStatus(({ state }) => states.push(state));
  return { clock, connection, states, attempts: () => made };
}

/** A device that stays until `pull` is called. */
function device(session: string) {
  const lost = Promise.withResolvers<Failure>();
  let closed = 0;
  const close = async (): Promise<void> => {
    closed += 1;
  };
  return {
    attempt: (): Attempt => success({ session, lost: lost.promise, close }),
    pull: () => lost.resolve({ code: 'unplugged', detail: 'pulled' }),
    closed: () => closed,
  };
}

const missing = (): Attempt => failure({ code: 'port-missing', detail: 'pulled' });

it('says who is there, and who is gone, and finds the next one within half a second', async () => {
  const first = device('first');
  const second = device('second');
  const { clock, connection, states } = connect(first.attempt, missing, second.attempt);
  await clock.advance(0);
  expect(connection.session).toBe('first');
  first.pull();
  await clock.advance(0);
  expect(connection.session).toBeUndefined();
  expect(first.closed()).toBe(1);
  await clock.advance(500);
  await clock.advance(500);
  expect(connection.session).toBe('second');
  expect(states).toEqual(['online', 'noDevice', 'online']);
});

it('does not let a caller wait for the pause: it tries now', async () => {
  const { clock, connection, attempts } = connect(missing);
  await clock.advance(0);
  expect(attempts()).toBe(1);
  const asked = connection.connected();
  await clock.advance(0);
  expect(await asked).toMatchObject({ ok: false, error: { code: 'port-missing' } });
  expect(attempts()).toBe(2);
});

it('gives up only the session that was meant', async () => {
  const first = device('first');
  const { clock, connection } = connect(first.attempt);
  await clock.advance(0);
  connection.drop('an older one', { code: 'no-answer', detail: 'silent' });
  await clock.advance(0);
  expect(connection.session).toBe('first');
  connection.drop('first', { code: 'no-answer', detail: 'silent' });
  await clock.advance(0);
  expect(connection.session).toBeUndefined();
  expect(connection.status).toEqual({ state: 'offline', detail: 'silent' });
});

it('lets go when closed, and answers nobody with a device any more', async () => {
  const first = device('first');
  const { clock, connection, states } = connect(first.attempt);
  await clock.advance(0);
  await connection.close();
  expect(first.closed()).toBe(1);
  expect(await connection.connected()).toMatchObject({ ok: false, error: { code: 'aborted' } });
  expect(states).toEqual(['online']);
});
