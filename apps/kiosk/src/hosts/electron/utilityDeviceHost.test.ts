import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { settle } from '../../terminal/testing/fakeClock.ts';
import { type UtilityChild, wrapUtilityProcess } from './utilityDeviceHost.ts';

class FakeUtility extends EventEmitter {
  pid: number | undefined = undefined;
  readonly posted: unknown[] = [];
  postMessage(message: unknown): void {
    this.posted.push(message);
  }
  spawn(pid: number): void {
    this.pid = pid;
    this.emit('spawn');
  }
}

function start() {
  const utility = new FakeUtility();
  const kills: number[] = [];
  const child = wrapUtilityProcess(utility as UtilityChild, (pid) => void kills.push(pid));
  const messages: unknown[] = [];
  const ends: string[] = [];
  child.onMessage((message) => messages.push(message));
  child.onExit((how) => ends.push(how));
  return { utility, child, kills, messages, ends };
}

it('passes messages both ways until the process has ended', async () => {
  const { utility, child, messages, ends } = start();
  utility.spawn(77);
  expect(child.pid).toBe(77);
  child.send({ type: 'ping', beat: 1 });
  utility.emit('message', { type: 'pong', beat: 1 });
  expect(utility.posted).toEqual([{ type: 'ping', beat: 1 }]);
  expect(messages).toEqual([{ type: 'pong', beat: 1 }]);
  utility.emit('exit', 9);
  await settle();
  child.send({ type: 'close' });
  expect(utility.posted).toHaveLength(1);
  expect(ends).toEqual(['ended with exit code 9']);
});

it('kills by the operating system, also what had not quite started, and never a pid of before', async () => {
  const early = start();
  early.child.kill();
  expect(early.kills).toEqual([]);
  early.utility.spawn(78);
  expect(early.kills).toEqual([78]);

  const late = start();
  late.utility.spawn(79);
  late.utility.emit('exit', 0);
  late.child.kill();
  expect(late.kills).toEqual([]);
});

it('tells of a fatal error by its place', async () => {
  const { utility, ends } = start();
  utility.emit('error', 'FatalError', 'v8::Oom', 'a long report');
  await settle();
  expect(ends).toEqual(['failed in v8::Oom']);
});
