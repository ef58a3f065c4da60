import { isMap, LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';
import { holdingOn } from './dated.ts';
import { type PolicyPack, packFileSchema } from './pack.ts';
import { failure, type Result, success } from './result.ts';
import { type RuleName, ruleNames } from './rules.ts';

/** What is wrong, and where: `line` and `column` count from 1. */
export interface PackError {
  readonly code: 'PACK_INVALID';
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly reason: string;
  readonly next: string;
}

/** The files of a pack by name, as they lie in its folder. */
export type PackFiles = Readonly<Record<string, string>>;

/**
 * Puts the files of a pack together. Fails with the first mistake, at its file and line: wrong YAML, an unknown rule or
 * value, a rule given twice or missing, histories that overlap or leave a gap today.
 */
export function readPack(files: PackFiles): Result<PolicyPack, PackError> {
  const read: ReadFile[] = [];
  for (const [file, text] of Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const one = readFile(file, text);
    if (!one.ok) return one;
    read.push(one.value);
  }
  const merged = mergeFiles(read);
  if (!merged.ok) return merged;
  const pack = merged.value;
  const unheld = ruleNames.find((name) => holdingOn<unknown>(pack.rules[name], pack.effectiveFrom) === undefined);
  if (unheld === undefined) return success(pack);
  const owner = read.find(({ content }) => content.rules?.[unheld]);
  const reason = `${unheld} has no value on ${pack.effectiveFrom}, when the pack begins`;
  return failure(owner ? owner.errorAt(['rules', unheld], reason) : errorOf('', reason));
}

interface ReadFile {
  readonly file: string;
  readonly content: z.infer<typeof packFileSchema>;
  errorAt(path: readonly PropertyKey[], reason: string): PackError;
}

function readFile(file: string, text: string): Result<ReadFile, PackError> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const at = (offset: number, reason: string): PackError => {
    const { line, col } = lines.linePos(offset);
    return errorOf(file, reason, line, col);
  };
  const [broken] = [...document.errors, ...document.warnings];
  if (broken) return failure(at(broken.pos[0], `no valid YAML: ${broken.message.split('\n')[0]}`));
  const errorAt = (path: readonly PropertyKey[], reason: string): PackError =>
    at(offsetOf(document.contents, path), reason);
  const parsed = packFileSchema.safeParse(document.toJS());
  if (parsed.success) return success({ file, content: parsed.data, errorAt });
  const issue = deepestIssue(parsed.error.issues);
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path;
  return failure(errorAt(path, `${path.join('.') || 'the file'}: ${issue.message}`));
}

/** Of an alternative that fits none of its forms, what is wrong with the form that came nearest. */
function deepestIssue(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue {
  const [first] = issues;
  if (!first) throw new Error('a failed parse has issues');
  if (first.code !== 'invalid_union') return first;
  const nearest = first.errors.filter((form) => form.length > 0).sort((a, b) => a.length - b.length)[0];
  if (!nearest) return first;
  const inner = deepestIssue(nearest);
  return { ...inner, path: [...first.path, ...inner.path] } as z.core.$ZodIssue;
}

/** Where the key at `path` stands, or the nearest thing around it. */
function offsetOf(root: unknown, path: readonly PropertyKey[]): number {
  let node = root as Node | null;
  let offset = node?.range?.[0] ?? 0;
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => String(item.key) === String(key));
      if (!pair) return offset;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value as Node | null;
    } else {
      const child: unknown = (node as { get?(key: unknown, keep: boolean): unknown } | null)?.get?.(key, true);
      if (child === undefined || child === null) return offset;
      node = child as Node;
      offset = node.range?.[0] ?? offset;
    }
  }
  return offset;
}

function mergeFiles(files: readonly ReadFile[]): Result<PolicyPack, PackError> {
  const once = new Map<string, ReadFile>();
  const rules: Partial<Record<RuleName, unknown>> = {};
  const head: Partial<Record<'region' | 'version' | 'effectiveFrom', unknown>> = {};
  for (const file of files) {
    for (const key of ['region', 'version', 'effectiveFrom'] as const) {
      if (file.content[key] === undefined) continue;
      const other = once.get(key);
      if (other) return failure(file.errorAt([key], `${key} is given in ${other.file} already`));
      once.set(key, file);
      head[key] = file.content[key];
    }
    for (const name of ruleNames) {
      const history = file.content.rules?.[name];
      if (history === undefined) continue;
      const other = once.get(name);
      if (other) return failure(file.errorAt(['rules', name], `${name} is given in ${other.file} already`));
      once.set(name, file);
      rules[name] = history;
    }
  }
  const missing = [...(['region', 'version', 'effectiveFrom'] as const), ...ruleNames].find((name) => !once.has(name));
  if (missing) return failure(errorOf(files[0]?.file ?? '', `${missing} is missing from every file of the pack`));
  const calendar = files.flatMap(({ content }) => content.calendar ?? []);
  return success({ ...head, calendar, rules } as unknown as PolicyPack);
}

const errorOf = (file: string, reason: string, line = 1, column = 1): PackError => ({
  code: 'PACK_INVALID',
  file,
  line,
  column,
  reason,
  next: 'Mend this line and have the pack signed again; the last good pack stays in use.',
});
