import { createHidQrScanner } from './driver.ts';

/**
 * For tests: the production driver in a process of its own, because umockdev's library has to be loaded before the process
 * begins. `hidTestProcess.ts <layout> <vendor> <product>`; told `scan`, it answers with the result. Ends with its parent.
 */
const [, , layout, vendorId, productId] = process.argv;
const scanner = createHidQrScanner({
  address: { vendorId: Number(vendorId), productId: Number(productId), usagePage: 0x8c, usage: 0x02 },
  layout: layout === 'data-first' ? 'data-first' : 'aim-first',
});
const tell = (told: object): void => {
  if (process.connected) process.send?.(told);
};
scanner.onStatus((status) => tell({ kind: 'status', ...status }));
process.on('message', async () => tell({ kind: 'scan', ...(await scanner.scan({ timeoutMs: 5_000 })) }));
process.on('disconnect', () => {
  void scanner.close().then(() => process.exit(0));
});
