import { judgePhotoFile, type PhotoVerdict } from '../../packages/face/src/photo/judgePhoto.ts';
import { photoAdvice } from '../../packages/face/src/photo/photoAdvice.ts';
import { type PhotoCheck, photoRules } from '../../packages/face/src/photo/photoChecks.ts';
import { nationalPhotoProfile } from '../../packages/face/src/photo/photoProfile.ts';
import { fileCases } from '../../packages/face/src/photo/testing/fileCases.ts';
import { judgeCase, photoCases } from '../../packages/face/src/photo/testing/photoCases.ts';

/** Where the table lies, from the root of the repository. */
export const PHOTO_GATE = 'docs/photo-gate.md';

const INTRODUCTION = `# What the photo gate says

Made by \`pnpm photo-gate\` from the drawn person in \`packages/face/src/photo/testing\`: nobody's face, every figure measured by the
code that judges citizens. A test holds this file against the code. How the gate works is in \`packages/face/README.md\`.
`;

/** The table of cases, of files, and of all rules, as Markdown. */
export async function buildPhotoGateTable(): Promise<string> {
  const cases: string[] = [];
  for (const [index, photoCase] of photoCases.entries()) {
    const verdict = await judgeCase(photoCase, nationalPhotoProfile);
    // The rule this picture is there for; it may break another one on the way.
    const broken = verdict.checks.find(({ id, passed }) => !passed && photoCase.breaks.includes(id));
    const { id: profile } = photoCase.profile ?? nationalPhotoProfile;
    cases.push(row([`${index + 1}`, photoCase.name, profile, broken ? figure(broken) : 'none', ...sentences(verdict)]));
  }
  const files: string[] = [];
  for (const [name, make] of fileCases) {
    const verdict = await judgePhotoFile(await make(), nationalPhotoProfile, NO_EYES);
    files.push(row([name, code(verdict.refusal ?? ''), ...sentences(verdict)]));
  }
  const rules = photoRules.map(({ id, what, advice }) => {
    const weight = nationalPhotoProfile.advisory.includes(id) ? 'advises' : 'refuses';
    return row([code(id), what, weight, photoAdvice[advice].zh]);
  });
  return `${INTRODUCTION}
## Pictures

"strict" is the national profile with every rule refusing; "own-wall" also judges the wall behind the citizen instead of
replacing it. The figure is that of the rule the picture was made to break; the sentence is the first thing to mend.

| | picture | profile | rule broken: measured (limit) | the citizen reads | |
|---|---|---|---|---|---|
${cases.join('\n')}

## Files

| file | refused as | the citizen reads | |
|---|---|---|---|
${files.join('\n')}

## Rules

In the order in which they are to be mended. A heuristic says so.

| rule | what is measured | in the national profile | sentence |
|---|---|---|---|
${rules.join('\n')}
`;
}

/** Nets that see nobody. */
const NO_EYES = {
  look: async () => ({ boxes: [] }),
  segment: () => Promise.reject(new Error('nobody to segment')),
};

function sentences({ accepted, advice }: PhotoVerdict): string[] {
  if (accepted) return ['(accepted)', ''];
  return advice ? [photoAdvice[advice].zh, photoAdvice[advice].en] : ['', ''];
}

function figure({ id, value, unit, limit }: PhotoCheck): string {
  const bounds = [
    limit.min === undefined ? undefined : `≥ ${limit.min}`,
    limit.max === undefined ? undefined : `≤ ${limit.max}`,
  ];
  return `${code(id)}: ${round(value)} ${unit} (${bounds.filter((bound) => bound !== undefined).join(', ')})`;
}

/** Two figures are enough to read, and the same on every machine. */
function round(value: number): string {
  return String(Number(value.toPrecision(2)));
}

function code(text: string): string {
  return `\`${text}\``;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
