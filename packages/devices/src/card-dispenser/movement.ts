import { type Clock, pause } from '../core/clock.ts';
import { failure, type Result, success } from '../core/result.ts';
import type { Look, Mover, MoverError } from './mover.ts';
import type { CardDispenserError, CardPosition, CommandErrorCode, MoveErrorCode } from './types.ts';

/**
 * One movement, brought to an end that is known. The rule that keeps a second card from coming out: a movement is put
 * on the wire again only when the device itself, asked after the first attempt, says that nothing has moved, or that
 * the card is inside already.
 */
export interface Movement {
  readonly name: string;
  readonly run: (mover: Mover) => Promise<Result<Look, MoverError>>;
  /** Whether the card is where it should be brought. */
  readonly arrived: (position: CardPosition) => boolean;
  /** Begun anew with the card inside it only brings it further: nothing new can come out. */
  readonly mayContinueFrom: (position: CardPosition) => boolean;
  /** With no card in the path it takes one from the stacker. */
  readonly dispenses: boolean;
}

/** A movement that came to its end. */
export interface Carried {
  readonly look: Look;
  /** False where the device's own word was lost, and where the card lies speaks for it. */
  readonly told: boolean;
}

export interface MovementFailure {
  readonly error: CardDispenserError<MoveErrorCode>;
  readonly look?: Look;
  /** The session is of no use any more: to be given up, and the card looked for once there is another. */
  readonly session: 'good' | 'lost';
  /** Whether the device had lost its power and was started anew on the way. */
  readonly restarted: boolean;
}

/** So often a movement is begun that the device has not taken, or not finished. */
const BEGINS = 3;
/** A device that moves a card, and whose ACK was lost, may be deaf as long as that takes. */
const DEAF_MS = 12_000;
/** One that had all the time of a movement already answers now, or will not. */
const LATE_MS = 3_000;
const LOOK_PAUSE_MS = 100;
/**
 * Between leaving the stacker and the first sensor a card is invisible: "no card" counts after a movement that may have
 * begun only when it is said once more so much later.
 */
const CONFIRM_MS = 2_000;

interface Surroundings {
  readonly mover: Mover;
  readonly clock: Clock;
  /** Called when the device does not even answer where the card is. */
  readonly onSilent: (detail: string) => void;
}

export async function carryOut(
  { mover, clock, onSilent }: Surroundings,
  movement: Movement,
  before: CardPosition,
): Promise<Result<Carried, MovementFailure>> {
  let restarted = false;
  for (let begins = 1; ; begins += 1) {
    const done = await movement.run(mover);
    if (done.ok) return judge(movement, done.value, restarted);
    const { error } = done;
    if (error.code === 'unplugged') return fail('lost', error);
    if (error.outcome === 'refused' && error.code !== 'not-initialised') {
      const after = await mover.look();
      return fail('good', error, after.ok ? after.value : undefined);
    }
    const after = await lookAfter(
      { mover, clock, onSilent },
      {
        patienceMs: error.outcome === 'unheard' ? DEAF_MS : LATE_MS,
        mayBeInvisible: movement.dispenses && before === 'none',
      },
    );
    if (!after.ok) return fail('lost', error);
    restarted ||= after.value.restarted;
    const { look } = after.value;
    const { position } = look;
    const untouched = position === before && (error.outcome === 'unheard' || error.code === 'not-initialised');
    const mayBeginAgain = untouched || (!after.value.restarted && movement.mayContinueFrom(position));
    if (!after.value.restarted && error.outcome !== 'refused' && movement.arrived(position)) {
      return success({ look, told: false });
    }
    if (mayBeginAgain && begins < BEGINS) continue;
    return fail('good', untouched ? { ...error, outcome: 'refused' } : error, look);
  }

  function fail(
    session: 'good' | 'lost',
    { code, detail, deviceCode, outcome }: MoverError,
    look?: Look,
  ): { ok: false; error: MovementFailure } {
    const known = outcome === 'refused' && session === 'good';
    const error: CardDispenserError<MoveErrorCode> = {
      code: known ? commandCode(code) : 'outcome-unknown',
      detail: known ? detail : `${movement.name}: ${detail}; what came of it was not told`,
      ...(look ? { position: look.position } : {}),
      ...(deviceCode === undefined ? {} : { deviceCode }),
    };
    return failure({ error, session, restarted, ...(look ? { look } : {}) });
  }
}

/** Done, says the device; but somebody's hand may have been in it. */
function judge(movement: Movement, look: Look, restarted: boolean): Result<Carried, MovementFailure> {
  if (movement.arrived(look.position)) return success({ look, told: true });
  const detail = `${movement.name}: the device says done, and the card is at "${look.position}"`;
  const error = { code: 'card-moved-by-hand' as const, detail, position: look.position };
  return failure({ error, look, session: 'good', restarted });
}

/** Where the card is, after a movement of which nobody knows the end. Waits for a device that is still moving. */
async function lookAfter(
  { mover, clock, onSilent }: Surroundings,
  { patienceMs, mayBeInvisible }: { patienceMs: number; mayBeInvisible: boolean },
): Promise<Result<{ look: Look; restarted: boolean }, MoverError>> {
  const first = await lookPatiently();
  if (!first.ok || first.value.look.position !== 'none' || !mayBeInvisible) return first;
  await pause(clock, CONFIRM_MS);
  const second = await lookPatiently();
  if (!second.ok) return second;
  return success({ look: second.value.look, restarted: first.value.restarted || second.value.restarted });

  async function lookPatiently(): Promise<Result<{ look: Look; restarted: boolean }, MoverError>> {
    const end = clock.now() + patienceMs;
    for (;;) {
      const seen = await lookOrStart(mover);
      if (seen.ok || seen.error.code === 'unplugged' || clock.now() >= end) return seen;
      onSilent(seen.error.detail);
      await pause(clock, LOOK_PAUSE_MS);
    }
  }
}

/** Looks; a device that has lost its power is started, without moving anything, and looked at then. */
export async function lookOrStart(
  mover: Mover,
  tries?: number,
): Promise<Result<{ look: Look; restarted: boolean }, MoverError>> {
  const look = await mover.look(tries);
  if (look.ok) return success({ look: look.value, restarted: false });
  if (look.error.code !== 'not-initialised') return look;
  const started = await mover.initialise('leave');
  return started.ok ? success({ look: started.value, restarted: true }) : started;
}

/** What only a chip can say never comes of a movement; whatever else would be a refusal nobody knows. */
export function commandCode(code: MoverError['code']): CommandErrorCode {
  switch (code) {
    case 'card-not-at-chip':
    case 'chip-no-answer':
    case 'chip-failed':
    case 'chip-not-powered':
    case 'chip-protocol':
    case 'bad-apdu':
      return 'command-refused';
    default:
      return code;
  }
}
