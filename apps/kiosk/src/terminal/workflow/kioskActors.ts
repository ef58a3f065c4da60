import type { DeviceState } from '@renshe/devices';
import { fromCallback } from 'xstate';
import type { ServiceInput } from '../ports.ts';

/** Tells when the card has been taken, or that nobody can know: this reader hides it, or has gone itself. */
export const watchRemoval = fromCallback<{ type: 'removal.seen' } | { type: 'removal.unknown' }, ServiceInput>(
  ({ input, sendBack }) => {
    const abort = new AbortController();
    void input.ports.reader.waitForRemoval({ signal: abort.signal }).then((result) => {
      if (abort.signal.aborted) return;
      sendBack({ type: result.ok && result.value === 'removed' ? 'removal.seen' : 'removal.unknown' });
    });
    return () => abort.abort();
  },
);

/** Follows the reader: up or down, at once and on every change. */
export const watchReader = fromCallback<{ type: 'reader.up' } | { type: 'reader.down' }, ServiceInput>(
  ({ input, sendBack }) => {
    const tell = (state: DeviceState) => sendBack({ type: isUp(state) ? 'reader.up' : 'reader.down' });
    const stop = input.ports.reader.onStatus((status) => tell(status.state));
    tell(input.ports.reader.status.state);
    return stop;
  },
);

/** Follows what doors and power say of the machine itself, at once and on every change. */
export const watchMachine = fromCallback<{ type: 'machine.hindered' } | { type: 'machine.clear' }, ServiceInput>(
  ({ input, sendBack }) => {
    const { machine } = input.ports;
    const tell = () => sendBack({ type: machine?.hindrance === undefined ? 'machine.clear' : 'machine.hindered' });
    const stop = machine?.onChange(tell);
    tell();
    return stop;
  },
);

/** A device that is busy or online can serve the next citizen. */
export function isUp(state: DeviceState): boolean {
  return state === 'online' || state === 'busy';
}
