import { z } from 'zod';
import { nearest } from './nearest.ts';

/** What is wrong with a setting, where, and what to do about it. */
export interface Problem {
  /** Keys that lead to the place, from the top of the file. */
  readonly path: readonly PropertyKey[];
  /** Whether the key itself is wrong, and not its value. */
  readonly atKey: boolean;
  readonly problem: string;
  readonly cure: string;
}

/** Says in a sentence what zod says in data. `schema` and `value` are those of the whole file. */
export function explainIssue(issue: z.core.$ZodIssue, schema: z.ZodType, value: unknown): readonly Problem[] {
  const { path } = issue;
  const name = nameOf(path);
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = keysAt(schema, value, path);
      return issue.keys.map((key) => ({
        path: [...path, key],
        atKey: true,
        problem: path.length === 0 ? `there is no device "${key}"` : `${name} has no "${key}"`,
        cure: suggest(key, known, path.length === 0 ? 'Devices are' : 'It has'),
      }));
    }
    case 'invalid_union':
    case 'invalid_value': {
      const options = ('options' in issue ? issue.options : 'values' in issue ? issue.values : []) ?? [];
      const wanted = (options as readonly unknown[]).map(String);
      const given = valueAt(value, path);
      if (given === undefined) return [missing(path, value, `one of ${wanted.join(', ')}`)];
      const problem = `${name} cannot be "${String(given)}"`;
      return [{ path, atKey: false, problem, cure: suggest(String(given), wanted, 'It may be') }];
    }
    case 'invalid_type':
      if (valueAt(value, path) === undefined && path.length > 0)
        return [missing(path, value, TYPES[issue.expected] ?? issue.expected)];
      return [wrongType(path, issue.expected, keysAt(schema, value, path))];
    default:
      return [{ path, atKey: false, problem: `${name} is not usable`, cure: `${sentence(issue.message)}.` }];
  }
}

/** What zod calls the types, as people do. */
const TYPES: Readonly<Record<string, string>> = { string: 'a text', number: 'a number', int: 'a whole number' };

function wrongType(path: readonly PropertyKey[], expected: string, keys: readonly string[]): Problem {
  const name = nameOf(path);
  if (expected === 'object') {
    const cure = `Write its settings on lines of their own below it, indented${keys.length > 0 ? `: ${keys.join(', ')}` : ''}.`;
    return { path, atKey: true, problem: `${name} holds no settings`, cure };
  }
  const wanted = TYPES[expected] ?? expected;
  return { path, atKey: false, problem: `${name} is not ${wanted}`, cure: `Write ${wanted} there.` };
}

function missing(path: readonly PropertyKey[], value: unknown, what: string): Problem {
  const owner = path.slice(0, -1);
  const key = String(path.at(-1));
  const at = valueAt(value, owner) === undefined ? owner.slice(0, -1) : owner;
  return { path: at, atKey: true, problem: `${nameOf(owner)} has no "${key}"`, cure: `Add "${key}: …", ${what}.` };
}

function suggest(given: string, known: readonly string[], introduction: string): string {
  const meant = nearest(given, known);
  return `${meant === undefined ? '' : `Did you mean "${meant}"? `}${introduction}: ${known.join(', ')}.`;
}

const nameOf = (path: readonly PropertyKey[]): string => (path.length === 0 ? 'the file' : path.map(String).join('.'));

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`.replace(/\.$/, '');

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inside, key) => (typeof inside === 'object' && inside !== null ? Reflect.get(inside, key) : undefined),
    value,
  );
}

/** As much of JSON Schema as the keys of an object need. */
interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly const?: unknown;
}

const jsonSchemas = new WeakMap<z.ZodType, JsonSchema>();

/** Made once: it grows with every kind of device, and a file may have many mistakes. */
function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const known =
    jsonSchemas.get(schema) ?? (z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema);
  jsonSchemas.set(schema, known);
  return known;
}

/** The keys an object may have there; of several shapes, those of the one its `interface` or `dialect` chooses. */
function keysAt(schema: z.ZodType, value: unknown, path: readonly PropertyKey[]): readonly string[] {
  let inside = value;
  let shape = chosen(jsonSchemaOf(schema), inside);
  for (const key of path) {
    inside = valueAt(inside, [key]);
    shape = chosen(shape.properties?.[String(key)] ?? {}, inside);
  }
  return Object.keys(shape.properties ?? {});
}

function chosen(schema: JsonSchema, value: unknown): JsonSchema {
  const shapes = schema.oneOf ?? schema.anyOf;
  if (!shapes) return schema;
  const fits = (shape: JsonSchema): boolean =>
    Object.entries(shape.properties ?? {}).every(([key, { const: wanted }]) => {
      return wanted === undefined || valueAt(value, [key]) === wanted;
    });
  const found = shapes.find(fits);
  return found ? chosen(found, value) : {};
}
