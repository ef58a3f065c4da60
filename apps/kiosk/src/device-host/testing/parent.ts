import { forkDeviceHost } from '../deviceHostChild.ts';
import { startDeviceHost } from '../deviceHostClient.ts';

/** A terminal of nothing but its device host; for the test that kills it and looks who is left. */
let pid = 0;
const host = startDeviceHost({
  config: { devices: { 'id-card-reader': { interface: 'serial', port: '/dev/ttyTEST' } }, printUser: 'kiosk-TEST' },
  launch: () => {
    const child = forkDeviceHost(new URL('./fakeDeviceHost.ts', import.meta.url));
    pid = child.pid ?? 0;
    return child;
  },
});
const stop = host.idCardReader.onStatus(({ state }) => {
  if (state !== 'online') return;
  stop();
  process.stdout.write(`${JSON.stringify({ pid })}\n`);
});
