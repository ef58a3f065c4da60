import { isInPath } from './ledger.ts';
import type { Movement } from './movement.ts';
import type { CardAtStart, CardPosition } from './types.ts';

const isDeepInside = (position: CardPosition): boolean =>
  position === 'ic' || position === 'rf' || position === 'inside';
const isAtExit = (position: CardPosition): boolean => position === 'gate' || position === 'none';

/** A new card, from the stacker to the contacts. */
const dispense: Movement = {
  name: 'dispense',
  run: (mover) => mover.move('ic'),
  arrived: (position) => position === 'ic',
  mayContinueFrom: isDeepInside,
  dispenses: true,
};

/** The card in the path, to the contacts. */
const toChip: Movement = { ...dispense, name: 'move to chip', dispenses: false };

/** To the gate, held. A quick hand may have taken it by the time somebody looks. */
const present: Movement = {
  name: 'present',
  run: (mover) => mover.move('gate'),
  arrived: isAtExit,
  mayContinueFrom: isDeepInside,
  dispenses: false,
};

const eject: Movement = { ...present, name: 'eject', run: (mover) => mover.move('out') };

const retain: Movement = {
  name: 'retain',
  run: (mover) => mover.move('bin'),
  arrived: (position) => position === 'none',
  mayContinueFrom: isInPath,
  dispenses: false,
};

const ARRIVED: Readonly<Record<CardAtStart, (position: CardPosition) => boolean>> = {
  leave: () => true,
  eject: isAtExit,
  retain: (position) => position === 'none',
};

function initialise(card: CardAtStart): Movement {
  return {
    name: `initialise (${card})`,
    run: (mover) => mover.initialise(card),
    arrived: ARRIVED[card],
    // It takes long, and whoever asked for it is a technician who may ask again.
    mayContinueFrom: () => false,
    dispenses: false,
  };
}

export const movements = { dispense, toChip, present, eject, retain, initialise };
