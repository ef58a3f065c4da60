import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { createLogger } from './logger.ts';

function logged(write: (log: ReturnType<typeof createLogger>) => void): string {
  let text = '';
  const to = new Writable({
    write: (chunk, _encoding, done) => {
      text += chunk;
      done();
    },
  });
  write(createLogger({ level: 'trace', to }));
  return text;
}

it('hides personal fields that slip into a line', () => {
  const text = logged((log) =>
    log.info({ person: { name: 'N1' }, a: { phone: 'P1' }, b: { c: { idNumber: 'I1' } } }, 'x'),
  );
  expect(text).not.toMatch(/N1|P1|I1/);
  expect(text).toContain('[redacted]');
});

it('keeps an error’s kind, code and place, and none of its words', () => {
  const error = Object.assign(new Error('Key (id_number)=(110105) exists'), { code: '23505', detail: '110105' });
  const text = logged((log) => log.error({ err: new Error('110105 failed', { cause: error }) }, 'bug'));
  expect(text).not.toContain('110105');
  expect(text).toContain('23505');
  expect(text).toContain('logger.test.ts');
});
