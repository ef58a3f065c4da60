import type { Messages } from '../buildMessages.ts';
import { type Arguments, Group, List, Sentence, type Shape } from '../kinds.ts';
import { shape } from '../shape.ts';

export interface Said {
  readonly path: string;
  readonly text: string;
}

/** A plausible value of each kind. */
const values = { text: '甲', number: 3, day: '2026-11-24' } as const;

/** Every sentence as it is said; those that need values get plausible ones. */
export function sentencesOf(messages: Messages): readonly Said[] {
  return collect(shape, messages, '');
}

/** Heard, not read: it may be longer than a line. */
export function spoken({ path }: Said): boolean {
  return /spoken|^speech\.|^keypad\.(?!curtain)|place-card\.(heard|felt|stay)/i.test(path);
}

function collect(node: Shape, value: unknown, path: string): readonly Said[] {
  if (node instanceof Sentence) return leaves(call(value, node.args), path);
  if (node instanceof Group) return leaves(call(value, node.args), path);
  if (node instanceof List) {
    return (value as readonly unknown[]).flatMap((one, index) => collect(node.item as Shape, one, `${path}.${index}`));
  }
  return Object.entries(node).flatMap(([key, child]) =>
    collect(child, (value as Record<string, unknown>)[key], path === '' ? key : `${path}.${key}`),
  );
}

function call(value: unknown, args: Arguments): unknown {
  if (typeof value !== 'function') return value;
  return value(Object.fromEntries(Object.entries(args).map(([name, kind]) => [name, values[kind]])));
}

function leaves(value: unknown, path: string): readonly Said[] {
  if (typeof value === 'string') return [{ path, text: value }];
  return Object.entries(value as Record<string, string>).map(([key, text]) => ({ path: `${path}.${key}`, text }));
}
