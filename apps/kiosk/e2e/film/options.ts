import { parseArgs } from 'node:util';
import { services as allServices, type Service } from '../support/journeys.ts';
import { type FilmMode, modeOf } from './filmMode.ts';
import type { RunningStack } from './filmStack.ts';

export interface FilmOptions {
  readonly services: readonly [Service, ...Service[]];
  /** One mode, or absent for those of design review. */
  readonly mode?: FilmMode;
  readonly out: string;
  /** Absent where the screens are shown from samples. */
  readonly stack?: RunningStack;
}

export const usage = `Usage: pnpm film [${allServices.join(' | ')}] [--sample] [mode] [--out <folder>]
Records a service as a short animated WebP.
  --sample        from sample snapshots, without devices: quick, and with a contact sheet of every screen
  --citizen <id>  who walks the true journey (chen-jianguo)
  --out <folder>  where the pictures go (docs/film)
Mode; with --sample and none of these, the five modes of design review:
  --orientation portrait | landscape    --language <tag>
  --theme light | black | yellow        --form standard | elder        --reach standard | low`;

/** Reads the command line. Throws with a sentence for the user when it cannot be understood. */
export function parseOptions(args: readonly string[]): FilmOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      sample: { type: 'boolean', default: false },
      citizen: { type: 'string', default: 'chen-jianguo' },
      out: { type: 'string', default: 'docs/film' },
      orientation: { type: 'string' },
      language: { type: 'string' },
      theme: { type: 'string' },
      form: { type: 'string' },
      reach: { type: 'string' },
      // Given by scripts/film.ts, which has started the stack.
      url: { type: 'string' },
      'run-dir': { type: 'string' },
    },
  });
  const { orientation, language, theme, form, reach, url, 'run-dir': runDir, citizen, out } = values;
  const mode = modeOf({ orientation, language, theme, form, reach });
  const wanted = positionals.map((name) => {
    const service = allServices.find((one) => one === name);
    if (!service) throw new Error(`there is no service "${name}"; there is ${allServices.join(', ')}`);
    return service;
  });
  const [first, ...others] = wanted.length > 0 ? wanted : allServices;
  if (!first) throw new Error('there are no services');
  return {
    services: [first, ...others],
    out,
    ...(mode ? { mode } : {}),
    ...(url && runDir ? { stack: { url, runDir, citizen } } : {}),
  };
}
