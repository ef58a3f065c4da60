import { each, text } from './kinds.ts';

const question = { title: text, spoken: text };

/** What is said about the ways of using the machine: size, colour, reach, voice, language. */
export const modes = {
  /** On the button that leads there, on every screen. */
  control: text,
  bar: text,
  settings: { title: text, lead: text, spoken: text, done: text, back: text },
  elder: { label: text, detail: text },
  standard: { label: text, detail: text },
  theme: { ...question, label: text, ...each(['light', 'black', 'yellow'], text) },
  reach: { label: text, detail: text, off: text, offDetail: text },
  voice: {
    ...question,
    label: text,
    detail: text,
    ...each(['on', 'off', 'slower', 'faster', 'quieter', 'louder', 'sample'], text),
  },
  language: { ...question, label: text },
  offer: { title: text, yes: text, no: text, spoken: text },
  /** For somebody who sits before the camera. */
  seated: each(['lead', 'find', 'noFace'], text),
  pageUp: text,
  pageDown: text,
  more: text,
} as const;
