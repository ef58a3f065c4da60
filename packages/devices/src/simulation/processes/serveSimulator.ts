import { createInterface } from 'node:readline';
import type { ActArgs, ActResult, ControlError } from '../control.ts';
import { parseCommand } from './lines.ts';

/** What a simulator offers to the process around it. */
export interface ServedSimulator {
  /** Endpoint and state, for the ready line. */
  readonly ready: Readonly<Record<string, unknown>>;
  act(action: string, args: ActArgs): Promise<ActResult>;
  /** Tells of a change nobody asked for. */
  onState(listener: (state: Readonly<Record<string, unknown>>) => void): void;
  close(): Promise<void>;
}

/**
 * Serves one simulator over this process's stdin and stdout (see `lines.ts`) and ends the process with it: when stdin
 * closes, which also happens when the parent dies, and on SIGTERM or SIGINT.
 */
export function serveSimulator(simulator: ServedSimulator): void {
  let closing = false;
  const close = (): void => {
    if (closing) return;
    closing = true;
    simulator.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, close);
  // The parent may be gone before its last answer is written.
  process.stdout.on('error', close);

  say({ ready: true, ...simulator.ready });
  simulator.onState((state) => say({ event: 'state', state }));
  createInterface({ input: process.stdin })
    .on('line', (line) => {
      const command = parseCommand(line);
      if (!command) return;
      void simulator.act(command.action, command.args).then((result) => say({ id: command.id, ...result }));
    })
    .on('close', close);
}

/** Says that this simulator cannot be had here, and ends the process. */
export function refuseToServe(error: ControlError): never {
  say({ ready: false, error });
  process.exit(1);
}

function say(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
