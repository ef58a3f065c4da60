import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/**
 * Makes the WASM backend overwrite a tensor's memory before it frees it. Without this the resized face would stay
 * readable in the WASM heap until something else happens to be allocated over it. Costs a memset per tensor, which is
 * nothing beside the convolution that filled it.
 */
export function wipeFreedTensors(backend: BackendWasm): void {
  const disposeData = backend.disposeData.bind(backend);
  backend.disposeData = (dataId, force = false) => {
    const info = backend.dataIdMap.has(dataId) ? backend.dataIdMap.get(dataId) : undefined;
    const last = info !== undefined && (force || info.refCount <= 1);
    if (last && info.dtype !== 'string') {
      backend.typedArrayFromHeap({ shape: info.shape, dtype: info.dtype, dataId }).fill(0);
    }
    return disposeData(dataId, force);
  };
}
