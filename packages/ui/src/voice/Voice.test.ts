import { describe, expect, it } from 'vitest';
import { type Loudness, Voice } from './Voice.ts';

/** A loudspeaker that plays until it is told to end, and a renderer that answers when it is told to. */
function stage() {
  const asked: string[] = [];
  const heard: string[] = [];
  const stopped: string[] = [];
  const loudness: Loudness[] = [];
  const chosen = { rate: 1, gain: 0.25 };
  const rendering = new Map<string, { answer: (sound: Blob) => void; signal: AbortSignal }>();
  let ending: (() => void) | undefined;
  const voice = new Voice({
    render: (sentence, signal) => {
      asked.push(sentence);
      return new Promise((answer) => rendering.set(sentence, { answer, signal }));
    },
    play: (sound, how) => {
      const name = sound.type;
      heard.push(name);
      loudness.push(how);
      return {
        finished: new Promise((resolve) => {
          ending = resolve;
        }),
        adjust: (next) => loudness.push(next),
        stop: () => stopped.push(name),
      };
    },
    loudness: (louderBy) => ({ ...chosen, gain: chosen.gain + louderBy / 100 }),
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    voice,
    asked,
    heard,
    stopped,
    loudness,
    chosen,
    rendered: async (sentence: string, content = 'wav') => {
      rendering.get(sentence)?.answer(new Blob([content], { type: sentence }));
      await settle();
    },
    wanted: (sentence: string) => rendering.get(sentence)?.signal.aborted === false,
    ended: async () => {
      ending?.();
      await settle();
    },
  };
}

describe('Voice', () => {
  it('plays sentence after sentence, rendering one ahead', async () => {
    const { voice, asked, heard, rendered, ended } = stage();
    voice.say('one. two. three.');
    expect(asked).toEqual(['one.']);
    await rendered('one.');
    expect(asked).toEqual(['one.', 'two.']);
    await rendered('two.');
    expect(heard).toEqual(['one.']);
    await ended();
    expect(heard).toEqual(['one.', 'two.']);
    expect(asked).toEqual(['one.', 'two.', 'three.']);
  });

  it('lets a new prompt interrupt the last, whose sounds are no longer wanted', async () => {
    const { voice, heard, stopped, rendered, wanted } = stage();
    voice.say('one. two.');
    await rendered('one.');
    voice.say('three.');
    expect(stopped).toEqual(['one.']);
    expect(wanted('two.')).toBe(false);
    await rendered('two.');
    await rendered('three.');
    expect(heard).toEqual(['one.', 'three.']);
  });

  it('goes on with the next sentence when one could not be rendered', async () => {
    const { voice, heard, rendered } = stage();
    voice.say('one. two.');
    await rendered('one.', '');
    await rendered('two.');
    expect(heard).toEqual(['two.']);
  });

  it('says a warning at once and over the prompt, and the next warning after it', async () => {
    const { voice, heard, stopped, rendered, ended } = stage();
    voice.say('prompt.');
    await rendered('prompt.');
    voice.say('still there?', 'warning');
    voice.say('20 seconds.', 'warning');
    await rendered('still there?');
    expect(stopped).toEqual(['prompt.']);
    await ended();
    await rendered('20 seconds.');
    expect(heard).toEqual(['prompt.', 'still there?', '20 seconds.']);
  });

  it('lets a prompt wait for a warning to end', async () => {
    const { voice, heard, stopped, rendered, ended } = stage();
    voice.say('still there?', 'warning');
    await rendered('still there?');
    voice.say('prompt.');
    expect(stopped).toEqual([]);
    await ended();
    await rendered('prompt.');
    expect(heard).toEqual(['still there?', 'prompt.']);
  });

  it('answers a key over the prompt, the newest key only', async () => {
    const { voice, heard, rendered } = stage();
    voice.say('prompt.');
    await rendered('prompt.');
    voice.say('one digit.', 'echo');
    voice.say('two digits.', 'echo');
    await rendered('one digit.');
    await rendered('two digits.');
    expect(heard).toEqual(['prompt.', 'two digits.']);
  });

  it('gives advice only in silence, and only the newest', async () => {
    const { voice, heard, rendered, ended } = stage();
    voice.say('prompt.');
    await rendered('prompt.');
    voice.say('closer.', 'advice');
    voice.say('hold still.', 'advice');
    expect(heard).toEqual(['prompt.']);
    await ended();
    await rendered('hold still.');
    expect(heard).toEqual(['prompt.', 'hold still.']);
  });

  it('is silent at a touch, with nothing left waiting, and can repeat the prompt', async () => {
    const { voice, heard, stopped, rendered } = stage();
    voice.say('prompt.');
    voice.say('warning.', 'warning');
    await rendered('warning.');
    voice.interrupt();
    await rendered('prompt.');
    expect(stopped).toEqual(['warning.']);
    voice.repeat();
    await rendered('prompt.');
    expect(heard).toEqual(['warning.', 'prompt.']);
  });

  it('never plays a sentence whose sound arrives after the citizen has gone, nor anything after that', async () => {
    const { voice, asked, heard, rendered } = stage();
    voice.say('one.');
    voice.end();
    await rendered('one.');
    voice.repeat();
    voice.say('two.');
    expect(asked).toEqual(['one.']);
    expect(heard).toEqual([]);
  });

  it('says the same sentence again when it is said again', async () => {
    const { voice, asked } = stage();
    voice.say('one.');
    voice.say('one.');
    expect(asked).toEqual(['one.', 'one.']);
  });

  it('changes what is being heard, and lifts a warning above what was chosen', async () => {
    const { voice, loudness, chosen, rendered } = stage();
    voice.say('take your card.', 'warning', 12);
    await rendered('take your card.');
    chosen.rate = 0.6;
    voice.adjust();
    expect(loudness).toEqual([
      { rate: 1, gain: 0.37 },
      { rate: 0.6, gain: 0.37 },
    ]);
  });
});
