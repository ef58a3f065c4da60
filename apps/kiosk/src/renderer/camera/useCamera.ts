import { type RefObject, useEffect } from 'react';
import { brightest, type CameraTrouble, FrameHealth } from './frameHealth.ts';

const WIDTH = 640;
const HEIGHT = 480;
const JPEG_QUALITY = 0.85;
/** At most ten frames a second: more than the engine compares, and the machine stays cool. */
const FRAME_PAUSE_MS = 100;
/** When the terminal wants no frame just now, it is asked again this often while the screen still stands. */
const UNWANTED_PAUSE_MS = 1_000;
/** Side of the small copy that tells black from dark. */
const PROBE = 32;

export interface CameraOptions {
  readonly videoRef: RefObject<HTMLVideoElement | null>;
  /** Sends one frame; answers whether more are wanted. */
  readonly send: (jpeg: Blob) => Promise<{ wanted: boolean }>;
  /** The camera gives no usable picture. `detail` names the cause for the technician. */
  readonly fail: (detail: string) => void;
}

/**
 * Shows the camera in the video element and sends its frames while the calling screen stands. When the screen goes, the
 * tracks are stopped and the canvas is blanked: nothing of the picture stays in the page.
 */
export function useCamera({ videoRef, send, fail }: CameraOptions): void {
  useEffect(() => {
    const run = new AbortController();
    void film(videoRef, send, run.signal).catch((error: unknown) => {
      if (!run.signal.aborted) fail(nameOf(error));
    });
    return () => run.abort();
  }, [videoRef, send, fail]);
}

class CameraError extends Error {
  override readonly name: string;
  constructor(kind: CameraTrouble | 'track-ended') {
    super(`camera ${kind}`);
    this.name = kind;
  }
}

async function film(
  videoRef: CameraOptions['videoRef'],
  send: CameraOptions['send'],
  signal: AbortSignal,
): Promise<void> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { width: WIDTH, height: HEIGHT }, audio: false });
  const canvas = document.createElement('canvas');
  const probe = document.createElement('canvas');
  const video = videoRef.current;
  try {
    if (signal.aborted || !video) return;
    video.srcObject = stream;
    await video.play();
    const [track] = stream.getVideoTracks();
    const health = new FrameHealth(() => performance.now());
    while (!signal.aborted) {
      if (track?.readyState !== 'live') throw new CameraError('track-ended');
      const began = performance.now();
      const level = video.videoWidth > 0 ? look(video, probe) : undefined;
      const trouble = health.check(video.getVideoPlaybackQuality().totalVideoFrames, level);
      if (trouble) throw new CameraError(trouble);
      const wanted = level === undefined || (await sendFrame(video, canvas, send, signal));
      await pause(wanted ? Math.max(0, FRAME_PAUSE_MS - (performance.now() - began)) : UNWANTED_PAUSE_MS, signal);
    }
  } finally {
    for (const track of stream.getTracks()) track.stop();
    if (video) video.srcObject = null;
    for (const one of [canvas, probe]) {
      one.width = 0;
      one.height = 0;
    }
  }
}

/** False when no further frame is wanted. A call that fails is the connection's trouble, not the camera's. */
async function sendFrame(
  video: HTMLVideoElement,
  canvas: HTMLCanvasElement,
  send: CameraOptions['send'],
  signal: AbortSignal,
): Promise<boolean> {
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d', { alpha: false })?.drawImage(video, 0, 0);
  const jpeg = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', JPEG_QUALITY));
  if (!jpeg || signal.aborted) return false;
  return send(jpeg).then(
    ({ wanted }) => wanted,
    () => false,
  );
}

function look(video: HTMLVideoElement, probe: HTMLCanvasElement): number {
  probe.width = PROBE;
  probe.height = PROBE;
  const context = probe.getContext('2d', { alpha: false, willReadFrequently: true });
  if (!context) return 255;
  context.drawImage(video, 0, 0, PROBE, PROBE);
  return brightest(context.getImageData(0, 0, PROBE, PROBE).data);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}

/** The browser's own names (NotFoundError, NotReadableError, NotAllowedError …) or ours; at most what the contract takes. */
function nameOf(error: unknown): string {
  return (error instanceof Error ? error.name : 'unknown').slice(0, 200);
}
