import { assign, enqueueActions, type SnapshotFrom, setup, stopChild } from 'xstate';
import type { ServiceId } from '../../contract/services.ts';
import { isUrgent } from '../machineState.ts';
import type { ServiceInput } from '../ports.ts';
import { identifyMachine } from './identify.ts';
import { isUp, watchMachine, watchReader, watchRemoval } from './kioskActors.ts';
import { paceFor } from './pace.ts';
import { needsOf, serviceMachines } from './services.ts';

type KioskEvent =
  | { type: 'ready' }
  | { type: 'start' }
  | { type: 'choose-service'; service: ServiceId }
  | { type: 'card-taken' }
  | { type: 'back' }
  | { type: 'leave' }
  | { type: 'timeout' }
  | { type: 'removal.seen' }
  | { type: 'removal.unknown' }
  | { type: 'reader.up' }
  | { type: 'reader.down' }
  | { type: 'machine.hindered' }
  | { type: 'machine.clear' }
  | { type: 'xstate.done.actor.service'; output: 'served' | 'left' }
  | { type: 'xstate.error.actor.service' };

interface KioskContext extends ServiceInput {
  /** Counts citizens since the start; see the contract. */
  sessionNumber: number;
  /** What the citizen came for. */
  service: ServiceId;
  served: boolean;
  watched: boolean;
}

/**
 * The terminal's day: attract → service chosen → the citizen identified → served → card back → everything wiped →
 * attract. One citizen at a time; the children never outlive the session they were given.
 */
export const kioskMachine = setup({
  types: {
    context: {} as KioskContext,
    events: {} as KioskEvent,
    input: {} as ServiceInput,
    children: {} as { identify: 'identify'; service: ServiceId },
  },
  actors: { ...serviceMachines, identify: identifyMachine, watchRemoval, watchReader, watchMachine },
  delays: {
    readerGrace: ({ context }) => context.ports.policy.time.readerGrace,
    cardAlarm: ({ context }) => context.ports.policy.time.cardAlarm,
    cardAlarmLoud: ({ context }) => context.ports.policy.time.cardAlarmLoud - context.ports.policy.time.cardAlarm,
    goodbye: ({ context }) => paceFor(context.session.preferences, context.ports.policy).goodbye,
    goodbyeUnwatched: ({ context }) => context.ports.policy.time.unwatchedCard,
  },
  guards: {
    mayServe: ({ context: { ports } }) => isUp(ports.reader.status.state) && ports.machine?.hindrance === undefined,
    mustStop: ({ context }) => isUrgent(context.ports.machine?.hindrance),
    needsNobody: ({ event }) => event.type === 'choose-service' && needsOf(event.service) === 'nobody',
    cardWasThere: ({ context }) => context.session.cardPresented,
  },
  actions: {
    welcome: assign({ sessionNumber: ({ context }) => context.sessionNumber + 1, served: false, watched: true }),
    choose: assign({
      service: ({ context, event }) => (event.type === 'choose-service' ? event.service : context.service),
    }),
    wipe: ({ context }) => {
      context.session.wipe();
      context.ports.record({ event: 'session.wiped', session: context.sessionNumber });
    },
  },
}).createMachine({
  id: 'kiosk',
  context: ({ input }) => ({ ...input, sessionNumber: 0, service: 'verify-application', served: false, watched: true }),
  initial: 'starting',
  states: {
    starting: { on: { ready: 'attract' } },
    attract: {
      invoke: [
        { src: 'watchReader', input: ({ context }) => context },
        { src: 'watchMachine', input: ({ context }) => context },
      ],
      on: {
        'machine.hindered': 'outOfService',
        start: [{ guard: 'mayServe', target: 'services', actions: 'welcome' }, { target: 'outOfService' }],
      },
      initial: 'readerUp',
      states: {
        readerUp: { on: { 'reader.down': 'readerDown' } },
        readerDown: {
          on: { 'reader.up': 'readerUp' },
          after: { readerGrace: '#kiosk.outOfService' },
        },
      },
    },
    outOfService: {
      invoke: [
        { src: 'watchReader', input: ({ context }) => context },
        { src: 'watchMachine', input: ({ context }) => context },
      ],
      on: {
        'reader.up': { guard: 'mayServe', target: 'attract' },
        'machine.clear': { guard: 'mayServe', target: 'attract' },
      },
    },
    services: {
      on: {
        'choose-service': [
          { guard: 'needsNobody', target: 'serving', actions: 'choose' },
          { target: 'identifying', actions: 'choose' },
        ],
        back: 'attract',
        leave: 'attract',
        timeout: 'attract',
      },
    },
    identifying: {
      invoke: {
        id: 'identify',
        src: 'identify',
        input: ({ context }) => ({ ports: context.ports, session: context.session }),
        onDone: [
          { guard: ({ event }) => event.output === 'identified', target: 'serving' },
          {
            guard: ({ context, event }) => event.output === 'back' && !context.session.cardPresented,
            target: 'services',
          },
          { target: 'leaving' },
        ],
        onError: 'leaving',
      },
    },
    serving: {
      entry: enqueueActions(({ context, enqueue }) => {
        const { ports, session, service } = context;
        enqueue.spawnChild(service, { id: 'service', input: { ports, session } });
      }),
      exit: stopChild('service'),
      on: {
        'xstate.done.actor.service': {
          target: 'leaving',
          actions: assign({ served: ({ event }) => event.output === 'served' }),
        },
        'xstate.error.actor.service': 'leaving',
      },
    },
    // The session ends here; only the question whether a card still lies on the reader is left of it.
    leaving: { always: [{ guard: 'cardWasThere', target: 'takeCard' }, { target: 'goodbye' }] },
    takeCard: {
      entry: 'wipe',
      invoke: { src: 'watchRemoval', input: ({ context }) => context },
      initial: 'asked',
      on: {
        'removal.seen': 'goodbye',
        // From now on it is another question, so it is asked from the start; and its end is timed.
        'removal.unknown': { target: '.asked', actions: assign({ watched: false }) },
        'card-taken': { guard: ({ context }) => !context.watched, target: 'goodbye' },
      },
      states: {
        asked: { after: { cardAlarm: 'reminded' } },
        reminded: { after: { cardAlarmLoud: 'urgent' } },
        // A reader that cannot see the card must not hold the machine for ever.
        urgent: {
          after: {
            goodbyeUnwatched: { guard: ({ context }) => !context.watched, target: '#kiosk.goodbye' },
          },
        },
      },
    },
    // Who is sent away by an open door or an empty battery is told so at once, and not bidden farewell first.
    goodbye: { entry: 'wipe', always: { guard: 'mustStop', target: 'outOfService' }, after: { goodbye: 'attract' } },
  },
});

export type KioskSnapshot = SnapshotFrom<typeof kioskMachine>;
