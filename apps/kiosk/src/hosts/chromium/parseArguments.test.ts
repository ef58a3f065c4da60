import { expect, it } from 'vitest';
import { parseArguments } from './parseArguments.ts';

it('opens the kiosk full screen unless told otherwise', () => {
  expect(parseArguments(['--config', 't.yaml'])).toEqual({ config: 't.yaml', open: 'kiosk', exitWithParent: false });
  expect(parseArguments(['--config=t.yaml', '--open', 'none', '--exit-with-parent'])).toEqual({
    config: 't.yaml',
    open: 'none',
    exitWithParent: true,
  });
});

it.each([
  [[], /--config is missing/],
  [['--config', 't.yaml', '--open', 'everything'], /--open everything is not known/],
  [['--config', 't.yaml', '--port', '80'], /--port/],
])('refuses %j with a word how to use it', (args, message) => {
  expect(() => parseArguments(args)).toThrow(message);
  expect(() => parseArguments(args)).toThrow(/usage: main.ts/);
});
