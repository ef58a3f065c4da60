import { IntlMessageFormat } from 'intl-messageformat';
import { type Catalogue, isBranch } from './catalogue.ts';
import { formatDay } from './formatDay.ts';
import { type ArgumentKind, type Arguments, Group, List, type MessagesOf, Sentence, type Shape } from './kinds.ts';
import type { Form, LocaleInfo } from './locales.ts';
import { shape } from './shape.ts';

/** The language the sentences are in; not the one that was asked for while that one awaits its translator. */
export type SpokenLocale = Pick<LocaleInfo, 'lang' | 'direction' | 'voice'>;

export interface Messages extends MessagesOf<typeof shape> {
  readonly locale: SpokenLocale;
  readonly form: Form;
  /** An ISO date or moment as a day, in the language's own way. */
  readonly formatDay: (iso: string) => string;
  /** Whole sentences spoken one after the other. */
  readonly inTurn: (...sentences: readonly string[]) => string;
}

export type ScreenMessages = Messages['screens'];

type Say = (values?: Values) => string;
type Values = Readonly<Record<string, string | number>>;

/**
 * The catalogue as the object that screens read. A message is compiled when it is first said. The catalogue must be whole
 * (`checkCatalogue` tells): a hole in it is a bug, and throws.
 */
export function buildMessages(catalogue: Catalogue, locale: SpokenLocale, form: Form = 'standard'): Messages {
  const { lang } = locale;

  const at = (node: Catalogue, key: string, path: string): Catalogue => {
    const child = isBranch(node) ? node[key] : undefined;
    if (child === undefined) throw new Error(`${lang} has no ${path}`);
    return child;
  };
  const speech = at(catalogue, 'speech', 'speech');
  const spoken = (key: string) => compile(at(speech, key, `speech.${key}`), lang, `speech.${key}`);
  const sayTrouble = spoken('trouble');
  const sayNext = spoken('next');

  const build = (node: Shape, value: Catalogue, path: string): unknown => {
    if (node instanceof Sentence) return withArguments(node.args, locale, compile(value, lang, path));
    if (node instanceof List) {
      if (typeof value === 'string' || isBranch(value)) throw new Error(`${lang}: ${path} is no list`);
      return value.map((one, index) => build(node.item as Shape, one, `${path}.${index}`));
    }
    if (node instanceof Group) {
      const fields = node.fields.map((field) => {
        const own = `${path}.${field}`;
        return { field, say: compile(at(value, field, own), lang, own) };
      });
      return withArguments(node.args, locale, (values) => {
        const made = Object.fromEntries(fields.map(({ field, say }) => [field, say(values)]));
        return node.spokenAsRead ? { ...made, spoken: sayTrouble(made) } : made;
      });
    }
    return Object.fromEntries(
      Object.entries(node).map(([key, child]) => {
        const own = path === '' ? key : `${path}.${key}`;
        return [key, build(child, at(value, key, own), own)];
      }),
    );
  };

  return {
    ...(build(shape, catalogue, '') as MessagesOf<typeof shape>),
    locale,
    form,
    formatDay: (iso) => formatDay(lang, iso),
    inTurn: (...sentences) => sentences.reduce((before, next) => sayNext({ before, next })),
  };
}

function compile(icu: Catalogue, lang: string, path: string): Say {
  if (typeof icu !== 'string') throw new Error(`${lang}: ${path} is no sentence`);
  let format: IntlMessageFormat | undefined;
  return (values) => {
    format ??= new IntlMessageFormat(icu, lang, undefined, { ignoreTag: true });
    return String(format.format(values));
  };
}

/** A value where nothing is to be filled in; otherwise a function of what is. */
function withArguments<T>(args: Arguments, locale: SpokenLocale, make: (values?: Values) => T): unknown {
  if (Object.keys(args).length === 0) return make();
  return (values: Values) =>
    make(Object.fromEntries(Object.entries(values).map(([name, value]) => [name, fill(args[name], value, locale)])));
}

const FIRST_STRONG_ISOLATE = '\u2068';
const POP_DIRECTIONAL_ISOLATE = '\u2069';

/** From right to left, a name or a masked number keeps the order it has: `110105****002X`, not `002X****110105`. */
function fill(kind: ArgumentKind | undefined, value: string | number, { lang, direction }: SpokenLocale) {
  if (kind === 'day') return formatDay(lang, String(value));
  if (kind === 'text' && direction === 'rtl') return `${FIRST_STRONG_ISOLATE}${value}${POP_DIRECTIONAL_ISOLATE}`;
  return value;
}
