import { describe, expect, it } from 'vitest';
import { Voice } from './Voice.ts';

function stage() {
  const heard: string[] = [];
  const stopped: string[] = [];
  const pending = new Map<string, (sound: Blob) => void>();
  const voice = new Voice({
    render: (text) => new Promise((resolve) => pending.set(text, resolve)),
    play: (sound) => {
      const name = sound.type;
      heard.push(name);
      return { finished: new Promise(() => {}), stop: () => stopped.push(name) };
    },
  });
  const rendered = async (text: string, content = 'wav') => {
    pending.get(text)?.(new Blob([content], { type: text }));
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { voice, heard, stopped, rendered };
}

describe('Voice', () => {
  it('lets a new sentence interrupt the last', async () => {
    const { voice, heard, stopped, rendered } = stage();
    voice.say('one');
    await rendered('one');
    voice.say('two');
    await rendered('two');
    expect(heard).toEqual(['one', 'two']);
    expect(stopped).toEqual(['one']);
  });

  it('never plays a sentence whose sound arrives after it was stopped', async () => {
    const { voice, heard, rendered } = stage();
    voice.say('one');
    voice.stop();
    await rendered('one');
    voice.repeat();
    expect(heard).toEqual([]);
  });

  it('repeats the last sentence', async () => {
    const { voice, heard, rendered } = stage();
    voice.say('one');
    await rendered('one');
    voice.repeat();
    await rendered('one');
    expect(heard).toEqual(['one', 'one']);
  });

  it('stays silent when the machine has no voice', async () => {
    const { voice, heard, rendered } = stage();
    voice.say('one');
    await rendered('one', '');
    expect(heard).toEqual([]);
  });
});
