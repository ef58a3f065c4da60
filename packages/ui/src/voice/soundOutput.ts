import type { Loudness, Playing } from './Voice.ts';

/** A beep is one of these; a digit sounds the same whichever it is, so that nobody can listen to a code. */
export type Beep = 'digit' | 'taken-back' | 'refused';

/** Beeps as (hertz, seconds after the start). */
const beeps: Readonly<Record<Beep, readonly (readonly [hertz: number, at: number])[]>> = {
  digit: [[880, 0]],
  'taken-back': [[440, 0]],
  refused: [
    [300, 0],
    [300, 0.16],
  ],
};
const BEEP_SECONDS = 0.09;
/** A beep is as loud to the ear as speech at about half its gain. */
const BEEP_SHARE = 0.5;
/** Beeps begin and end softly, or they click. */
const SOFT_SECONDS = 0.008;

export interface SoundOutput {
  readonly play: (sound: Blob, loudness: Loudness) => Playing;
  beep(beep: Beep, gain: number): void;
}

/**
 * The machine's loudspeaker, or the headset if one is plugged in: the operating system switches between them at the jack.
 * Pace is changed by the browser, which keeps the pitch; loudness by a gain before the output. Refused autoplay and a
 * sound that cannot be decoded count as finished.
 */
export function createSoundOutput(): SoundOutput {
  let context: AudioContext | undefined;
  // Made when first needed: a page without a voice opens no audio device.
  const output = () => {
    context ??= new AudioContext();
    if (context.state === 'suspended') context.resume().catch(() => {});
    return context;
  };
  return {
    play(sound, loudness) {
      const url = URL.createObjectURL(sound);
      const audio = new Audio(url);
      audio.preservesPitch = true;
      const volume = output().createGain();
      const source = output().createMediaElementSource(audio);
      source.connect(volume).connect(output().destination);
      const adjust = ({ rate, gain }: Loudness) => {
        audio.playbackRate = rate;
        volume.gain.value = gain;
      };
      adjust(loudness);
      const finished = new Promise<void>((resolve) => {
        const end = () => {
          source.disconnect();
          volume.disconnect();
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
        adjust,
        stop: () => {
          // At once, also for what the device has already been given.
          volume.gain.value = 0;
          audio.pause();
        },
      };
    },
    beep(beep, gain) {
      const speaker = output();
      for (const [hertz, after] of beeps[beep]) {
        const start = speaker.currentTime + after;
        const tone = speaker.createOscillator();
        const volume = speaker.createGain();
        tone.frequency.value = hertz;
        volume.gain.setValueAtTime(0, start);
        volume.gain.linearRampToValueAtTime(gain * BEEP_SHARE, start + SOFT_SECONDS);
        volume.gain.setValueAtTime(gain * BEEP_SHARE, start + BEEP_SECONDS - SOFT_SECONDS);
        volume.gain.linearRampToValueAtTime(0, start + BEEP_SECONDS);
        tone.connect(volume).connect(speaker.destination);
        tone.start(start);
        tone.stop(start + BEEP_SECONDS);
      }
    },
  };
}
