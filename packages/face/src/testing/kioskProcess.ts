import { createFaceEngine, createSimulatedPhotoDecoder } from '../index.ts';

/** A process with the engine in it, led by its parent: enrols, looks, forgets, and says when it has. */
export type KioskOrder =
  | { readonly kind: 'start'; readonly manifest: string | undefined }
  | { readonly kind: 'enrol'; readonly photo: Uint8Array }
  | { readonly kind: 'frame'; readonly jpeg: Uint8Array }
  | { readonly kind: 'clear' };

let engine: ReturnType<typeof createFaceEngine> | undefined;

process.on('message', async (order: KioskOrder) => {
  if (order.kind === 'start') {
    engine = createFaceEngine({
      decoders: [createSimulatedPhotoDecoder()],
      policy: { falseMatchRate: 1e-4 },
      ...(order.manifest === undefined ? {} : { manifest: order.manifest }),
    });
    await engine.start();
    process.send?.('started');
  } else if (order.kind === 'enrol') process.send?.(await engine?.enrol(order.photo));
  else if (order.kind === 'frame') process.send?.((await engine?.frame(order.jpeg))?.advice);
  else {
    await engine?.clear();
    process.send?.('cleared');
  }
});
process.once('disconnect', () => process.exit(0));
