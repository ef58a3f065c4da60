import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser';
import { type Catalogue, entriesOf, isBranch } from './catalogue.ts';
import { type ArgumentKind, type Arguments, Group, List, Sentence, type Shape } from './kinds.ts';
import { shape } from './shape.ts';

export interface Problem {
  readonly path: string;
  readonly problem: string;
}

export interface CheckOptions {
  /** A catalogue known to be whole: another language has lists as long, and the same arguments in each sentence. */
  readonly reference?: Catalogue;
  /** Part of a catalogue, such as the elder form: what is missing is no problem. */
  readonly partial?: boolean;
}

/** Everything by which a language does not fit the shape: keys and arguments, missing and too many. Empty when it does. */
export function checkCatalogue(catalogue: Catalogue, { reference, partial = false }: CheckOptions = {}): Problem[] {
  const problems: Problem[] = [];
  const report = (path: string, problem: string) => problems.push({ path, problem });

  const leaf = (icu: Catalogue | undefined, path: string, args: Arguments): Set<string> | undefined => {
    if (icu === undefined) {
      if (!partial) report(path, 'missing');
      return undefined;
    }
    if (typeof icu !== 'string' || icu.trim() === '') {
      report(path, 'not a sentence');
      return undefined;
    }
    const used = argumentsOf(icu);
    if ('error' in used) {
      report(path, `not ICU: ${used.error}`);
      return undefined;
    }
    for (const [name, how] of used.found) {
      const kind = args[name];
      if (!kind) report(path, `{${name}} is not given here`);
      else if (!written[kind].includes(how)) report(path, `{${name}} must be written as ${written[kind].join(' or ')}`);
    }
    return new Set(used.found.map(([name]) => name));
  };

  const visit = (node: Shape, value: Catalogue | undefined, path: string): void => {
    if (node instanceof Sentence) {
      const used = leaf(value, path, node.args);
      for (const name of Object.keys(node.args)) if (used && !used.has(name)) report(path, `{${name}} is missing`);
    } else if (value === undefined) {
      if (partial) return;
      if (node instanceof List || node instanceof Group) report(path, 'missing');
      else for (const [key, child] of Object.entries(node)) visit(child, undefined, join(path, key));
    } else if (node instanceof List) {
      if (typeof value === 'string' || isBranch(value)) report(path, 'not a list');
      else for (const [index, one] of value.entries()) visit(node.item as Shape, one, join(path, `${index}`));
    } else if (!isBranch(value)) {
      report(path, 'not an object of sentences');
    } else if (node instanceof Group) {
      const used = node.fields.map((field) => leaf(value[field], join(path, field), node.args));
      for (const name of Object.keys(node.args)) {
        if (!partial && !used.some((names) => names?.has(name))) report(path, `{${name}} is missing`);
      }
      extra(value, node.fields, path);
    } else {
      for (const [key, child] of Object.entries(node)) visit(child, value[key], join(path, key));
      extra(value, Object.keys(node), path);
    }
  };
  const extra = (value: { readonly [key: string]: Catalogue }, known: readonly string[], path: string) => {
    for (const key of Object.keys(value)) if (!known.includes(key)) report(join(path, key), 'not in the shape');
  };

  visit(shape, catalogue, '');
  if (reference !== undefined) problems.push(...differences(catalogue, reference, problems, partial));
  return problems;
}

/** Sentences that another language fills in otherwise. Those that are missing altogether are reported already. */
function differences(
  catalogue: Catalogue,
  reference: Catalogue,
  known: readonly Problem[],
  partial: boolean,
): Problem[] {
  const own = new Map(entriesOf(catalogue).map(({ path, icu }) => [path, icu]));
  const reported = new Set(known.map(({ path }) => path));
  const under = (path: string) => [...reported].some((one) => path === one || path.startsWith(`${one}.`));
  const wanted = entriesOf(reference);
  const paths = new Set(wanted.map(({ path }) => path));
  const problems: Problem[] = [];
  for (const { path, icu } of wanted) {
    const mine = own.get(path);
    if (mine === undefined) {
      if (!partial && !under(path)) problems.push({ path, problem: 'missing' });
      continue;
    }
    const theirs = names(icu);
    const ours = names(mine);
    for (const name of theirs) if (!ours.has(name)) problems.push({ path, problem: `{${name}} is missing` });
    for (const name of ours) if (!theirs.has(name)) problems.push({ path, problem: `{${name}} is too many` });
  }
  for (const path of own.keys()) {
    if (!paths.has(path) && !under(path)) problems.push({ path, problem: 'too many' });
  }
  return problems;
}

/** How each kind may stand in a message: a number never bare, or its digits would not be the language's. */
const written: Record<ArgumentKind, readonly string[]> = {
  text: ['{name}', '{name, select}'],
  day: ['{name}'],
  number: ['{name, number}', '{name, plural}'],
};

type Found = readonly (readonly [name: string, how: string])[];

function argumentsOf(icu: string): { readonly found: Found } | { readonly error: string } {
  try {
    return { found: collect(parse(icu, { ignoreTag: true })) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function names(icu: string): Set<string> {
  const used = argumentsOf(icu);
  return new Set('error' in used ? [] : used.found.map(([name]) => name));
}

function collect(elements: readonly MessageFormatElement[]): Found {
  return elements.flatMap(argumentsIn);
}

function argumentsIn(element: MessageFormatElement): Found {
  switch (element.type) {
    case TYPE.argument:
      return [[element.value, '{name}']];
    case TYPE.number:
      return [[element.value, '{name, number}']];
    case TYPE.plural:
    case TYPE.select: {
      const how = element.type === TYPE.plural ? '{name, plural}' : '{name, select}';
      return [[element.value, how], ...Object.values(element.options).flatMap(({ value }) => collect(value))];
    }
    case TYPE.date:
    case TYPE.time:
      return [[element.value, '{name, date}']];
    case TYPE.literal:
    case TYPE.pound:
    case TYPE.tag:
      return [];
  }
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
