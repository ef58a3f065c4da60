import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium } from '@playwright/test';
import { chromiumArguments, findChromium } from '../support/findChromium.ts';
import { journeyOf, type Service } from '../support/journeys.ts';
import type { Orientation } from '../support/sampleSnapshots.ts';
import { makeContactSheet } from './contactSheet.ts';
import { encodeFilm } from './encodeFilm.ts';
import { type FilmMode, nameOf, reviewModes } from './filmMode.ts';
import { filmSamples, pictureScreens } from './filmSamples.ts';
import { type FilmOptions, parseOptions, usage } from './options.ts';

const SHEET_BYTES = 600_000;
const FILM_BYTES = 1_500_000;
/** Width of a film and layout of a sheet, in pixels: readable in a document, small in a repository. */
const layouts: Record<
  Orientation,
  { film: { width: number; height: number }; sheet: { width: number; columns: number } }
> = {
  portrait: { film: { width: 405, height: 720 }, sheet: { width: 1980, columns: 8 } },
  landscape: { film: { width: 720, height: 405 }, sheet: { width: 1980, columns: 5 } },
};

/** `pnpm film`, started by scripts/film.ts with the page built and, for the true journey, the stack running. */
async function main(args: readonly string[]): Promise<number> {
  let options: FilmOptions;
  try {
    options = parseOptions(args);
  } catch (error) {
    console.error(`error: BAD_USAGE: ${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
  const executablePath = findChromium();
  if (!executablePath) {
    console.error('error: NO_CHROMIUM: no Chromium on the PATH\ncure: run ./scripts/setup');
    return 1;
  }
  const launch = (more: readonly string[] = []) =>
    chromium.launch({ executablePath, args: [...chromiumArguments, ...more] });
  const { out, services, mode, stack } = options;
  await mkdir(out, { recursive: true });
  const write = async (file: string, content: Buffer) => {
    await writeFile(join(out, file), content);
    console.log(`${file}  ${Math.ceil(content.length / 1000)} kB`);
  };
  if (stack) {
    const [service] = services;
    const filmed = mode ?? { orientation: 'portrait', preferences: {} };
    const { film } = layouts[filmed.orientation];
    // Samples need none of the simulated devices.
    const { filmStack } = await import('./filmStack.ts');
    const shots = await filmStack(launch, stack, filmed, journeyOf(service, 'face'), film);
    await write(`${service}-${nameOf(filmed)}.webp`, await encodeFilm(shots, FILM_BYTES));
    return 0;
  }
  const browser = await launch();
  try {
    for (const one of mode ? [mode] : reviewModes)
      await write(`screens-${nameOf(one)}.webp`, await sheetOf(browser, one));
    for (const one of mode ? [mode] : reviewModes.slice(0, 1)) {
      for (const service of services)
        await write(`${service}-${nameOf(one)}.webp`, await filmOf(browser, one, service));
    }
  } finally {
    await browser.close();
  }
  return 0;
}

async function sheetOf(browser: Browser, mode: FilmMode): Promise<Buffer> {
  const pictures = await pictureScreens(browser, mode);
  const title = `Every screen, ${nameOf(mode).replaceAll('-', ' ')}`;
  return makeContactSheet(browser, { title, pictures, ...layouts[mode.orientation].sheet, maxBytes: SHEET_BYTES });
}

async function filmOf(browser: Browser, mode: FilmMode, service: Service): Promise<Buffer> {
  const shots = await filmSamples(browser, mode, journeyOf(service, 'face'), layouts[mode.orientation].film);
  return encodeFilm(shots, FILM_BYTES);
}

process.exit(await main(process.argv.slice(2)));
