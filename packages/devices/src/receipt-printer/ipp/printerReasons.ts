import type { PaperSupply, PrintErrorCode } from '../types.ts';

/**
 * What IPP's `printer-state-reasons` (RFC 8011 5.4.12, PWG 5100.9) mean for a receipt. A reason is matched by its
 * beginning: its ending says how grave the printer thinks it is (`-report`, `-warning`, `-error`, or nothing), and
 * printers do not agree on that. `ippeveprinter`, for one, calls missing paper a report while it is idle and a warning
 * while a job waits for paper.
 */
const BLOCKING: readonly { readonly reason: string; readonly code: PrintErrorCode }[] = [
  { reason: 'media-jam', code: 'paper-jammed' },
  { reason: 'cover-open', code: 'cover-open' },
  { reason: 'door-open', code: 'cover-open' },
  { reason: 'interlock-open', code: 'cover-open' },
  { reason: 'media-empty', code: 'paper-out' },
  { reason: 'media-needed', code: 'paper-out' },
  { reason: 'input-tray-missing', code: 'paper-out' },
  // CUPS says so of a printer behind it that it cannot reach.
  { reason: 'offline', code: 'printer-unreachable' },
  { reason: 'shutdown', code: 'printer-unreachable' },
  { reason: 'timed-out', code: 'printer-unreachable' },
  { reason: 'paused', code: 'printer-error' },
  { reason: 'stopped', code: 'printer-error' },
];

const begins = (given: string, reason: string): boolean => given === reason || given.startsWith(`${reason}-`);

/** The one fault that keeps this printer from printing, or undefined when it can. */
export function findBlockingFault(printerState: string, reasons: readonly string[]): PrintErrorCode | undefined {
  const known = BLOCKING.find(({ reason }) => reasons.some((given) => begins(given, reason)));
  return known?.code ?? (printerState === 'stopped' ? 'printer-error' : undefined);
}

export function paperSupplyOf(reasons: readonly string[]): PaperSupply {
  const has = (...names: string[]): boolean => names.some((name) => reasons.some((given) => begins(given, name)));
  if (has('media-jam')) return 'jammed';
  if (has('media-empty', 'media-needed', 'input-tray-missing')) return 'out';
  if (has('media-low')) return 'low';
  return 'full';
}
