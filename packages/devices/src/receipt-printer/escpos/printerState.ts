import type { DeviceState } from '../../core/device.ts';
import type { PrintErrorCode, ReceiptPrinterStatus } from '../types.ts';
import type { RealTimeStatus } from './answers.ts';

/** What a printer's sensors mean for a receipt, and for whoever stands before the machine. Pure. */

export interface Fault {
  readonly code: PrintErrorCode;
  readonly detail: string;
  readonly state: DeviceState;
  /** It goes by itself: a head that cools down, a finger on the feed button. Worth waiting for. */
  readonly passing: boolean;
}

/** Why nothing can be printed now; the cause a person has to deal with first comes first. */
export function findFault(status: RealTimeStatus): Fault | undefined {
  const lasting = (code: PrintErrorCode, state: DeviceState, detail: string): Fault => ({
    code,
    state,
    detail,
    passing: false,
  });
  if (status.coverOpen) return lasting('cover-open', 'userError', 'the cover is open');
  if (status.cutterError) return lasting('cutter-jammed', 'hardwareError', 'the cutter is stuck');
  if (status.mechanicalError) return lasting('paper-jammed', 'userError', 'the paper is jammed');
  if (status.paperOut) return lasting('paper-out', 'userError', 'the paper is used up');
  if (status.unrecoverable) return lasting('printer-error', 'hardwareError', 'the printer calls itself broken');
  const passing = (detail: string): Fault => ({ code: 'printer-error', state: 'busy', detail, passing: true });
  if (status.passing) return passing('the print head is too hot, or the voltage is off; it recovers by itself');
  if (status.feeding) return passing('somebody holds the feed button');
  if (status.offline) return passing('the printer is off line and does not say why');
  return undefined;
}

export function statusOf(status: RealTimeStatus): ReceiptPrinterStatus {
  const fault = findFault(status);
  return {
    ...(fault ? { state: fault.state, detail: fault.detail } : { state: 'online' }),
    paper: paperOf(status),
    cover: status.coverOpen ? 'open' : 'closed',
    cutter: status.cutterError ? 'jammed' : 'ok',
  };
}

function paperOf({ mechanicalError, paperOut, paperLow }: RealTimeStatus): ReceiptPrinterStatus['paper'] {
  if (mechanicalError) return 'jammed';
  if (paperOut) return 'out';
  return paperLow ? 'low' : 'full';
}
