/** One command, as a dialect puts it on the wire. */
export interface LinkCommand {
  /** For messages. */
  readonly name: string;
  /** CM, PM and data. Wiped once the command has ended: it may have carried a PIN. */
  readonly text: Uint8Array;
  /** From when the device has taken the command. */
  readonly replyMs: number;
  /**
   * Whether it may be sent again when nobody can tell if it was executed. A question may; a movement, and an APDU with
   * a PIN in it, may not.
   */
  readonly repeatable: boolean;
  /** How often it is sent, or its answer asked for, before it is given up. Default `TRIES`. */
  readonly tries?: number;
  /**
   * How long to wait for an ACK, or, where it was lost, for the reply itself. Default `ACK_MS`; longer where nobody can
   * find out afterwards what has been executed.
   */
  readonly ackMs?: number;
}

/** How one command ended, as far as the line can tell. */
export type Outcome =
  | { readonly kind: 'reply'; readonly text: Uint8Array }
  /** Nothing says that the device took it. */
  | { readonly kind: 'unheard'; readonly fault: LineFault; readonly detail: string }
  /** The device took it, and what came of it is unknown. */
  | { readonly kind: 'lost'; readonly fault: LineFault; readonly detail: string }
  | { readonly kind: 'closed' };

export type LineFault = 'silent' | 'garbled';

export interface CommandLink {
  /** One command at a time; the caller sees to that. */
  send(command: LinkCommand): Promise<Outcome>;
}

/** PDF of the CRT-591, §1.4: without an ACK by then the command is sent again. */
export const ACK_MS = 300;
export const TRIES = 3;
/** A good frame may directly follow a bad one: so long the line must be quiet before the bad one counts. */
export const AFTER_BAD_MS = 80;

/**
 * Sends one command in a link's own way, and again while nobody can tell what came of it and it may be repeated. Its bytes
 * are wiped afterwards.
 */
export async function sendRepeating(
  command: LinkCommand,
  frame: Uint8Array,
  sendOnce: () => Promise<Outcome>,
): Promise<Outcome> {
  const limit = command.repeatable ? (command.tries ?? TRIES) : 1;
  try {
    let outcome = await sendOnce();
    for (let tries = 1; tries < limit && outcome.kind === 'lost'; tries += 1) outcome = await sendOnce();
    return outcome;
  } finally {
    frame.fill(0);
    command.text.fill(0);
  }
}
