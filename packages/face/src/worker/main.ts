import { parentPort } from 'node:worker_threads';
import { countTensors } from '../analysis/wasmBackend.ts';
import { FaceEngineError } from '../faceEngineError.ts';
import { FaceSession } from './faceSession.ts';
import type { FaceAnswers, FaceReply, FaceRequest } from './messages.ts';

/**
 * Entry of the face worker. A reply that is not `ok` means that something failed which no picture should be able to
 * cause; the engine then replaces the worker rather than trust a half-broken one.
 */
const port = parentPort;
if (!port) throw new Error('this file is the entry of a worker thread');

let session: FaceSession | undefined;

port.on('message', async (request: FaceRequest) => {
  try {
    const value = await answer(request);
    const spent = 'encoded' in request ? request.encoded : request.kind === 'enrol' ? request.photo.data : undefined;
    // Given away and not copied: a card photo must not stay behind here.
    const photo = typeof value === 'object' && 'photo' in value ? value.photo : undefined;
    const given = [spent?.buffer, photo?.buffer].filter((buffer) => buffer instanceof ArrayBuffer);
    const reply: FaceReply = { ok: true, value, tensors: countTensors(), ...(spent ? { spent } : {}) };
    port.postMessage(reply, given);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const reply: FaceReply =
      error instanceof FaceEngineError ? { ok: false, code: error.code, reason: error.detail } : { ok: false, reason };
    port.postMessage(reply);
  }
});

async function answer(request: FaceRequest): Promise<FaceAnswers[FaceRequest['kind']]> {
  if (request.kind === 'open') {
    session = await FaceSession.open(request.config);
    return undefined;
  }
  if (!session) throw new Error(`${request.kind} before open`);
  switch (request.kind) {
    case 'enrol':
      return session.enrol(request.photo);
    case 'frame':
      return session.frame(request.encoded);
    case 'decide':
      return session.decide();
    case 'guidePhoto':
      return session.photoDesk.guide(request.encoded, request.profile);
    case 'judgePhoto':
      return session.photoDesk.judge(request.encoded, request.profile);
    case 'clear':
      await session.clear();
      return undefined;
  }
}
