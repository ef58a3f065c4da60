import type { Playing } from './Voice.ts';

/** Plays a WAV through the machine's loudspeaker. Refused autoplay counts as finished. */
export function playSound(sound: Blob): Playing {
  const url = URL.createObjectURL(sound);
  const audio = new Audio(url);
  const finished = new Promise<void>((resolve) => {
    const end = () => {
      URL.revokeObjectURL(url);
      resolve();
    };
    audio.addEventListener('ended', end, { once: true });
    audio.addEventListener('error', end, { once: true });
    audio.addEventListener('pause', end, { once: true });
    audio.play().catch(end);
  });
  return {
    finished,
    stop: () => {
      audio.pause();
      audio.removeAttribute('src');
    },
  };
}
