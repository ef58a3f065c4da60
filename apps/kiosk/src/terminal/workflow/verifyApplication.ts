import { assign, type SnapshotFrom, setup } from 'xstate';
import type { Outcome, ScreenOf } from '../../contract/snapshot.ts';
import type { ServiceInput } from '../ports.ts';
import { findApplications, printReceipt, submitVerification } from './verifyApplicationActors.ts';

type VerifyEvent =
  | { type: 'choose-application'; applicationId: string }
  | { type: 'confirm' }
  | { type: 'retry' }
  | { type: 'print-again' }
  | { type: 'done' }
  | { type: 'back' }
  | { type: 'leave' }
  | { type: 'timeout' };

interface VerifyContext extends ServiceInput {
  noApplication: ScreenOf<'no-application'>['reason'];
  refused: ScreenOf<'submit-refused'>['reason'];
  outcome: Outcome;
  print: ScreenOf<'receipt'>['print'];
}

/**
 * 线上申请核验: the application made online gets the step that must happen in person. Expects a session with reading
 * and evidence. Ends `served` when a confirmation has been recorded here or at the central service, else `left`.
 */
export const verifyApplicationMachine = setup({
  types: {
    context: {} as VerifyContext,
    events: {} as VerifyEvent,
    input: {} as ServiceInput,
    output: {} as 'served' | 'left',
  },
  actors: { findApplications, submitVerification, printReceipt },
  guards: {
    hasChoice: ({ context }) => context.session.applications.length > 1,
    isOffered: ({ context, event }) =>
      event.type === 'choose-application' &&
      context.session.applications.some((application) => application.applicationId === event.applicationId),
    mayPrintAgain: ({ context }) => context.print !== 'printed',
  },
}).createMachine({
  id: 'verifyApplication',
  context: ({ input }) => ({
    ...input,
    noApplication: 'none',
    refused: 'terminal-trouble',
    outcome: 'received-here',
    print: 'printer-trouble',
  }),
  initial: 'finding',
  states: {
    finding: {
      on: { leave: 'left', timeout: 'left' },
      invoke: {
        src: 'findApplications',
        input: ({ context }) => context,
        onDone: [
          { guard: ({ event }) => event.output.kind === 'offline', target: 'confirmOffline' },
          {
            guard: ({ event }) => event.output.kind === 'waiting' && event.output.count === 1,
            target: 'confirm',
          },
          { guard: ({ event }) => event.output.kind === 'waiting', target: 'choose' },
          {
            target: 'noApplication',
            actions: assign({
              noApplication: ({ event }) => (event.output.kind === 'nothing' ? event.output.reason : 'none'),
            }),
          },
        ],
        onError: 'confirmOffline',
      },
    },
    choose: {
      on: {
        leave: 'left',
        timeout: 'left',
        'choose-application': {
          guard: 'isOffered',
          target: 'confirm',
          actions: ({ context, event }) => {
            const { session } = context;
            session.chosen = session.applications.find((one) => one.applicationId === event.applicationId);
          },
        },
      },
    },
    confirm: {
      on: {
        leave: 'left',
        timeout: 'left',
        back: { guard: 'hasChoice', target: 'choose' },
        confirm: 'submitting',
      },
    },
    confirmOffline: { on: { leave: 'left', timeout: 'left', confirm: 'submitting', retry: 'finding' } },
    noApplication: { on: { leave: 'left', done: 'left', timeout: 'left' } },
    // From here on the confirmation exists: nobody can leave before it is known what became of it.
    submitting: {
      invoke: {
        src: 'submitVerification',
        input: ({ context }) => context,
        onDone: [
          {
            guard: ({ event }) => event.output.kind === 'accepted',
            target: 'printing',
            actions: assign({
              outcome: ({ event }) => (event.output.kind === 'accepted' ? event.output.outcome : 'received-here'),
            }),
          },
          {
            target: 'submitRefused',
            actions: assign({
              refused: ({ event }) => (event.output.kind === 'refused' ? event.output.reason : 'terminal-trouble'),
            }),
          },
        ],
        onError: { target: 'submitRefused', actions: assign({ refused: 'terminal-trouble' }) },
      },
    },
    submitRefused: { on: { leave: 'left', done: 'left', timeout: 'left' } },
    printing: {
      invoke: {
        src: 'printReceipt',
        input: ({ context }) => context,
        onDone: { target: 'receipt', actions: assign({ print: ({ event }) => event.output }) },
        onError: { target: 'receipt', actions: assign({ print: 'printer-trouble' }) },
      },
      on: { timeout: { target: 'receipt', actions: assign({ print: 'maybe-printed' }) } },
    },
    receipt: {
      on: {
        done: 'served',
        leave: 'served',
        timeout: 'served',
        'print-again': { guard: 'mayPrintAgain', target: 'printing' },
      },
    },
    served: { type: 'final', output: 'served' },
    left: { type: 'final', output: 'left' },
  },
  output: ({ event }) => (event as { output?: 'served' | 'left' }).output ?? 'left',
});

export type VerifyApplicationSnapshot = SnapshotFrom<typeof verifyApplicationMachine>;
