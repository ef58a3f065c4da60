/**
 * The building blocks a catalogue's shape is made of (see `shape.ts`). The shape is written once: TypeScript reads from it
 * what a screen may use, and the checks read from it what every language must have.
 */

/** `day` is an ISO date or moment, shown as a day in the language's own way; the rest reach the sentence as they are. */
export type ArgumentKind = 'text' | 'number' | 'day';
export type Arguments = Readonly<Record<string, ArgumentKind>>;
type NoArguments = Record<never, ArgumentKind>;

/** One ICU message. */
export class Sentence<A extends Arguments = Arguments> {
  readonly kind = 'sentence';
  readonly args: A;
  constructor(args: A) {
    this.args = args;
  }
}

/** Sentences that stand or fall together and share their arguments; `makes` says what a screen gets for them. */
export class Group<A extends Arguments = Arguments, Made = unknown, Field extends string = string> {
  readonly kind = 'group';
  readonly args: A;
  readonly fields: readonly Field[];
  /** A trouble's spoken sentence is made of what is read, in the same order. */
  readonly spokenAsRead: boolean;
  declare readonly makes: Made;
  constructor(args: A, fields: readonly Field[], spokenAsRead = false) {
    this.args = args;
    this.fields = fields;
    this.spokenAsRead = spokenAsRead;
  }
}

/** As many as the language needs, which is as many as Chinese has, unless the elder form says less. */
export class List<Item = unknown> {
  readonly kind = 'list';
  readonly item: Item;
  constructor(item: Item) {
    this.item = item;
  }
}

export type Shape = Sentence | Group | List | ShapeTree;
export interface ShapeTree {
  readonly [key: string]: Shape;
}

/** Something to read and the sentence that is spoken for it. `title` is one question or one statement. */
export interface Prompt {
  readonly title: string;
  readonly lead: string;
  readonly spoken: string;
}

/** The pattern of every "no": what happened, what it means for you, what you can do here, who helps. */
export interface Trouble {
  readonly title: string;
  readonly meaning: string;
  readonly here: string;
  readonly help: string;
  readonly spoken: string;
}

/** A button: the label, and a second line where the label alone leaves a question. */
export interface ChoiceText {
  readonly label: string;
  readonly detail: string;
}

export const text = new Sentence<NoArguments>({});
export const prompt = { title: text, lead: text, spoken: text };
export const choice = { label: text, detail: text };

const troubleFields = ['title', 'meaning', 'here', 'help'] as const;
export const trouble = new Group<NoArguments, Trouble, (typeof troubleFields)[number]>({}, troubleFields, true);

export const sentence = <const A extends Arguments>(args: A) => new Sentence(args);
export const promptWith = <const A extends Arguments>(args: A) =>
  new Group<A, Prompt, keyof Prompt>(args, ['title', 'lead', 'spoken']);
export const choiceWith = <const A extends Arguments>(args: A) =>
  new Group<A, ChoiceText, keyof ChoiceText>(args, ['label', 'detail']);
export const troubleWith = <const A extends Arguments>(args: A) =>
  new Group<A, Trouble, (typeof troubleFields)[number]>(args, troubleFields, true);
export const list = <Item extends Shape>(item: Item) => new List(item);
/** The same for each of these keys. */
export const each = <const Key extends string, S extends Shape>(keys: readonly Key[], shape: S) =>
  Object.fromEntries(keys.map((key) => [key, shape])) as { readonly [K in Key]: S };

type ValuesOf<A extends Arguments> = { readonly [K in keyof A]: A[K] extends 'number' ? number : string };
type Said<A extends Arguments, Made> = keyof A extends never ? Made : (values: ValuesOf<A>) => Made;

/** What a screen gets: a string, or a function of named arguments where the sentence has some. */
export type MessagesOf<S> =
  S extends Sentence<infer A>
    ? Said<A, string>
    : S extends Group<infer A, infer Made>
      ? Said<A, Made>
      : S extends List<infer Item>
        ? readonly MessagesOf<Item>[]
        : { readonly [K in keyof S]: MessagesOf<S[K]> };

/** What a language has to write for it: the same tree, with a string wherever there is a sentence. */
export type CatalogueOf<S> = S extends Sentence
  ? string
  : S extends Group<Arguments, unknown, infer Field>
    ? { readonly [K in Field]: string }
    : S extends List<infer Item>
      ? readonly CatalogueOf<Item>[]
      : { readonly [K in keyof S]: CatalogueOf<S[K]> };
