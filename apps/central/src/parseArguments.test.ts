import { describe, expect, it } from 'vitest';
import { parseArguments } from './parseArguments.ts';
import { StartError } from './startError.ts';

const refusal = (args: string[], env: NodeJS.ProcessEnv = {}) => {
  try {
    parseArguments(args, env);
  } catch (error) {
    if (error instanceof StartError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'accepted';
};

describe('parseArguments', () => {
  it('reads everything', () => {
    const args = [
      '--port',
      '0',
      '--data',
      'd',
      '--seed',
      's.json',
      '--sandbox',
      '--terminal',
      'T1:a.b=',
      '--terminal',
      'T2:c',
    ];
    expect(parseArguments([...args, '--exit-with-parent'], {})).toEqual({
      store: { kind: 'embedded', dir: 'd' },
      port: 0,
      terminals: [
        { terminalId: 'T1', secret: 'a.b=' },
        { terminalId: 'T2', secret: 'c' },
      ],
      sandbox: true,
      seedFile: 's.json',
      exitWithParent: true,
      log: { level: 'info' },
    });
  });

  it('takes database and terminals from the environment', () => {
    const env = { DATABASE_URL: 'postgresql://h/d', CENTRAL_TERMINALS: 'T1:a,T2:b' };
    expect(parseArguments([], env)).toMatchObject({
      store: { kind: 'postgresql', url: 'postgresql://h/d' },
      terminals: [{ terminalId: 'T1' }, { terminalId: 'T2' }],
    });
  });

  it.each([
    [[], '--data'],
    [['--data', 'd', '--port', '70000'], '--port'],
    [['--data', 'd', '--port', 'x'], '--port'],
    [['--data', 'd', '--colour'], '--colour'],
    [['--data', 'd', '--terminal', 'T1'], '--terminal'],
    [['--data', 'd', '--terminal', 'T.1:x'], '--terminal'],
  ])('refuses %j and says what is wrong', (args, named) => {
    expect(refusal(args)).toMatch(/^USAGE: /);
    expect(refusal(args)).toContain(named);
  });

  it('never repeats a secret', () => {
    expect(refusal(['--data', 'd', '--terminal', 'T 1:hunter2'])).not.toContain('hunter2');
    expect(refusal(['--data', 'd'], { LOG_LEVEL: 'loud' })).toContain('LOG_LEVEL');
  });
});
