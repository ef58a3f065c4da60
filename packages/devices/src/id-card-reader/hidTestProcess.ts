import { devicesAsync } from 'node-hid';
import { createHidIdCardReader } from './hidPort.ts';
import type { Asked, Told } from './hidTesting.ts';

/** `hidTestProcess.ts <envelope> <vendor> <product>`: the other end of `HidDriverProcess`. Ends when its parent lets go. */
const [, , envelopeName, vendorId, productId] = process.argv;
const envelope = envelopeName === 'plain' ? 'plain' : 'miaxis';
const reader = createHidIdCardReader({
  address: { vendorId: Number(vendorId), productId: Number(productId), usagePage: 0xff00 },
  envelope,
});
const tell = (told: Told): void => {
  if (process.connected) process.send?.(told);
};

reader.onStatus(({ state, detail }) =>
  tell({ kind: 'status', state, at: Date.now(), ...(detail === undefined ? {} : { detail }) }),
);
process.on('message', async (asked: Asked) => {
  if (asked.do === 'read') {
    const reading = await reader.readCard({ timeoutMs: asked.timeoutMs });
    if (reading.ok) {
      const { credential, photo } = reading.value;
      tell({ kind: 'reading', ok: true, name: credential.name, photo: photo.length });
    } else {
      tell({ kind: 'reading', ok: false, code: reading.error.code });
    }
    return;
  }
  for (let count = 0; count < asked.times; count += 1) await devicesAsync();
  globalThis.gc?.();
  const handles = process.getActiveResourcesInfo().length;
  tell({ kind: 'listed', count: asked.times, rss: process.memoryUsage().rss, handles });
});
process.on('disconnect', () => {
  void reader.close().then(() => process.exit(0));
});
