import { existsSync, readFileSync } from 'node:fs';
import { type Document, isMap, isNode, isPair, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import { failure, type Result, success } from '../core/result.ts';
import { type DevicesSettings, devicesSettingsSchema, findKind } from './deviceKinds.ts';
import { explainIssue, type Problem } from './explainIssue.ts';

/** One thing that is wrong in `devices.yaml`. Lines and columns count from 1. */
export interface FileProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly problem: string;
  readonly cure: string;
}

/** `devices.yaml:3:5: id-card-reader has no "prot"`, and what to do about it on the next line. */
export function formatProblem({ file, line, column, problem, cure }: FileProblem): string {
  return `${file}:${line}:${column}: ${problem}\n  cure: ${cure}`;
}

export interface DevicesFile {
  readonly settings: DevicesSettings;
  /** What is no mistake in the file, but will keep a device from being found now: a port that is not there. */
  readonly warnings: readonly FileProblem[];
}

/** Reads `devices.yaml`. Fails with everything that is wrong in it, in the order of its lines. */
export function readDevicesFile(file: string): Result<DevicesFile, readonly FileProblem[]> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const cure = 'Check the path; packages/devices/devices.example.yaml is one to begin with.';
    return failure([{ file, line: 1, column: 1, problem: `cannot be read: ${reason}`, cure }]);
  }
  return parseDevices(text, file);
}

/** The same of a text; `file` is only named. `portExists` says whether a device file is there. */
export function parseDevices(
  text: string,
  file: string,
  portExists: (port: string) => boolean = existsSync,
): Result<DevicesFile, readonly FileProblem[]> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const [syntax] = document.errors;
  if (syntax) {
    const [problem = 'is no YAML'] = syntax.message.split(/ at line \d+|:?\n/);
    return failure([{ ...at(syntax.pos[0]), problem, cure: 'Mend the YAML there; mind indentation and colons.' }]);
  }
  const place = (problem: Problem): FileProblem => ({
    ...at(offsetOf(document, problem)),
    problem: problem.problem,
    cure: problem.cure,
  });

  // An empty file, or one of comments only, is a terminal without devices.
  const value: unknown = document.toJS() ?? {};
  const parsed = devicesSettingsSchema.safeParse(value);
  const problems = parsed.success
    ? portsTakenTwice(parsed.data)
    : parsed.error.issues.flatMap((issue) => explainIssue(issue, devicesSettingsSchema, value));
  if (!parsed.success || problems.length > 0) return failure(problems.map(place).sort(byPlace));
  return success({ settings: parsed.data, warnings: missingPorts(parsed.data, portExists).map(place) });
}

const byPlace = (a: FileProblem, b: FileProblem): number => a.line - b.line || a.column - b.column;

/** Where a problem begins: at its key, its value, or the innermost thing around it that is there. */
function offsetOf(document: Document, { path, atKey }: Problem): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  path.forEach((key, depth) => {
    const pair = isMap(node) ? node.items.find((item) => isPair(item) && keyOf(item.key) === String(key)) : undefined;
    if (!pair) return;
    const wantsKey = atKey && depth === path.length - 1;
    node = pair.value;
    offset = (wantsKey ? startOf(pair.key) : (startOf(pair.value) ?? startOf(pair.key))) ?? offset;
  });
  return offset;
}

const keyOf = (key: unknown): string => String(isScalar(key) ? key.value : key);
const startOf = (node: unknown): number | undefined => (isNode(node) ? (node as Node).range?.[0] : undefined);

interface UsedPort {
  readonly device: string;
  readonly port: string;
}

function portsOf(settings: DevicesSettings): readonly UsedPort[] {
  return Object.entries(settings).flatMap(([device, own]) => {
    const port = findKind(device)?.portOf?.(own);
    return port === undefined ? [] : [{ device, port }];
  });
}

/** A serial port is locked by the first driver; the second would wait for ever. */
function portsTakenTwice(settings: DevicesSettings): readonly Problem[] {
  const ports = portsOf(settings);
  return ports.flatMap(({ device, port }, index) => {
    const first = ports.slice(0, index).find((other) => other.port === port);
    if (!first) return [];
    const problem = `${device} is at the same port as ${first.device}`;
    const cure = 'Give each device its own port; `pnpm devices list` shows them.';
    return [{ path: [device, 'port'], atKey: false, problem, cure }];
  });
}

function missingPorts(settings: DevicesSettings, exists: (port: string) => boolean): readonly Problem[] {
  return portsOf(settings)
    .filter(({ port }) => !exists(port))
    .map(({ device, port }) => ({
      path: [device, 'port'],
      atKey: false,
      problem: `there is no ${port} now`,
      cure: 'Plug the device in, or take a port from `pnpm devices list`.',
    }));
}
