import { setTimeout as wait } from 'node:timers/promises';
import type { DeviceState } from '../../core/device.ts';
import { failure, type Result, success } from '../../core/result.ts';
import type { PrintError, PrintErrorCode, ReceiptPrinter, ReceiptPrinterStatus } from '../types.ts';
import { type IppAnswer, keywordsOf } from './ippAnswer.ts';
import { createIppClient, type IppClient, type IppFailure } from './ippClient.ts';
import { findBlockingFault, paperSupplyOf } from './printerReasons.ts';

export interface IppReceiptPrinterOptions {
  /** `ipp://host[:631]/path`, or the same as `ipps`, `http`, `https`. A CUPS queue is `ipp://localhost/printers/<name>`. */
  readonly uri: string;
  /** Name the printer keeps the jobs under. Default `kiosk`. */
  readonly user?: string;
  /** How long the printer may take to answer one question, in ms. Default 4000. */
  readonly answerMs?: number;
  /** How long one receipt may take from sending to "completed", in ms. Default 45000. */
  readonly printMs?: number;
  /** Pause between two questions for the job's state, in ms. Default 200. */
  readonly pollMs?: number;
}

/** A printer on the same desk answers in 30 ms; one that has to wake up takes two or three seconds. */
const ANSWER_MS = 4_000;
/** A thermal printer needs two seconds, an office printer out of deep sleep half a minute. */
const PRINT_MS = 45_000;
/** Short against what a person notices, long against the 20 ms of one question. */
const POLL_MS = 200;
/** A printer that still clears away the job before is waited for so long. */
const BUSY_MS = 10_000;
/** How long a cancelled job is watched until the printer itself calls it gone. */
const CANCEL_MS = 3_000;

const PRINTER_ATTRIBUTES = [
  'printer-state',
  'printer-state-reasons',
  'printer-is-accepting-jobs',
  'document-format-supported',
];
const JOB_ATTRIBUTES = ['job-id', 'job-state', 'job-state-reasons'];

/**
 * A receipt printer that speaks IPP and takes PDF: the printer itself, or a CUPS queue before it.
 *
 * Printing asks the printer first and refuses early when there is no paper, then sends the job and watches it until
 * the printer reports it completed. Throws `TypeError` when the uri is none.
 */
export function createIppReceiptPrinter(options: IppReceiptPrinterOptions): ReceiptPrinter {
  const { answerMs = ANSWER_MS, printMs = PRINT_MS, pollMs = POLL_MS } = options;
  const printing: Printing = { client: createIppClient(options.uri, options.user), answerMs, printMs, pollMs };
  return {
    accepts: 'pdf',
    status: () => readStatus(printing),
    print: async (document, job) =>
      document instanceof Uint8Array
        ? print(printing, document, job)
        : refuse('document-refused', 'this printer takes PDF, and no receipt in blocks'),
  };
}

interface Printing {
  readonly client: IppClient;
  readonly answerMs: number;
  readonly printMs: number;
  readonly pollMs: number;
}

type Printed = Result<{ jobId: number }, PrintError>;

interface PrinterView {
  readonly state: string;
  readonly reasons: readonly string[];
  readonly accepting: boolean;
  readonly formats: readonly string[];
}

interface JobView {
  readonly state: string;
  readonly reasons: readonly string[];
}

const refuse = (code: PrintErrorCode, detail: string): { ok: false; error: PrintError } => failure({ code, detail });

async function readStatus(printing: Printing): Promise<ReceiptPrinterStatus> {
  const asked = await askPrinter(printing, undefined);
  if (!asked.ok) return { state: 'offline', detail: asked.error.detail, paper: 'unknown' };
  const { state, reasons } = asked.value;
  const paper = paperSupplyOf(reasons);
  const fault = findBlockingFault(state, reasons);
  if (fault) return { state: stateForFault(fault), detail: `${state}: ${reasons.join(', ')}`, paper };
  return { state: state === 'processing' ? 'busy' : 'online', paper };
}

function stateForFault(code: PrintErrorCode): DeviceState {
  switch (code) {
    case 'paper-out':
    case 'paper-jammed':
    case 'cover-open':
      return 'userError';
    case 'printer-unreachable':
      return 'offline';
    case 'aborted':
    case 'cutter-jammed':
    case 'printer-error':
    case 'document-refused':
    case 'print-timeout':
      return 'hardwareError';
  }
}

async function print(
  printing: Printing,
  pdf: Uint8Array,
  { jobName, signal }: { jobName: string; signal?: AbortSignal },
): Promise<Printed> {
  const sent = await sendWhenFree(printing, pdf, { jobName, ...(signal ? { signal } : {}) });
  if (!sent.ok) return sent;
  const [jobId] = sent.value.job['job-id'] ?? [];
  if (!isSuccessful(sent.value) || typeof jobId !== 'number') return failure(errorOfRefusal(sent.value.status));
  return watchJob(printing, jobId, signal);
}

/**
 * Asks the printer, refuses early, sends the document. A printer that is busy with a job of before (RFC 8011 4.1.9:
 * `server-error-busy`, "try again later") is asked again for a while.
 */
async function sendWhenFree(
  printing: Printing,
  pdf: Uint8Array,
  { jobName, signal }: { jobName: string; signal?: AbortSignal },
): Promise<Result<IppAnswer, PrintError>> {
  const deadline = performance.now() + BUSY_MS;
  for (;;) {
    const before = await askPrinter(printing, signal);
    if (!before.ok) return before;
    const refusal = refuseEarly(before.value);
    if (refusal) return failure(refusal);
    const sent = await printing.client.send('Print-Job', {
      attributes: { 'job-name': jobName, 'document-format': 'application/pdf' },
      data: pdf,
      // Sending is part of the printing: a slow printer may take the document as slowly as it prints it.
      timeoutMs: printing.printMs,
      ...(signal ? { signal: afterGrace(signal, printing.answerMs) } : {}),
    });
    if (!sent.ok) return failure(errorOfSending(sent.error));
    if (sent.value.status !== 'server-error-busy' || performance.now() > deadline) return sent;
    await pause(printing.pollMs, signal);
  }
}

/** Resolves after `ms`, or at once when aborted: the next question sees that. */
async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await wait(ms, undefined, signal ? { signal } : {}).catch(() => {});
}

/**
 * Aborts somewhat later than `signal`: a document half sent would leave a job nobody knows the number of, while one
 * that was answered can be taken back.
 */
function afterGrace(signal: AbortSignal, graceMs: number): AbortSignal {
  const late = new AbortController();
  const abortLate = (): void => {
    setTimeout(() => late.abort(), graceMs).unref();
  };
  if (signal.aborted) abortLate();
  else signal.addEventListener('abort', abortLate, { once: true });
  return late.signal;
}

/** Why it makes no sense to send anything to this printer now. */
function refuseEarly({ state, reasons, accepting, formats }: PrinterView): PrintError | undefined {
  const fault = findBlockingFault(state, reasons);
  if (fault) return { code: fault, detail: `${state}: ${reasons.join(', ')}` };
  if (!accepting) return { code: 'printer-error', detail: 'the printer accepts no jobs' };
  if (formats.length > 0 && !formats.includes('application/pdf')) {
    return { code: 'document-refused', detail: `the printer takes ${formats.join(', ')}, but no PDF` };
  }
  return undefined;
}

function errorOfSending({ code, detail }: IppFailure): PrintError {
  switch (code) {
    case 'aborted':
      return { code: 'aborted', detail };
    case 'not-connected':
    case 'not-ipp':
      return { code: 'printer-unreachable', detail };
    case 'no-answer':
      // The document went out: nobody can say whether it is printed.
      return { code: 'print-timeout', detail };
  }
}

function errorOfRefusal(status: string): PrintError {
  const detail = `the printer answered ${status}`;
  if (/document-format|document-unprintable|conflicting-attributes|compression/.test(status)) {
    return { code: 'document-refused', detail };
  }
  return { code: status.includes('not-found') ? 'printer-unreachable' : 'printer-error', detail };
}

/** Watches one job until it has ended, meets a fault, is aborted, or time is up. */
async function watchJob(printing: Printing, jobId: number, signal: AbortSignal | undefined): Promise<Printed> {
  const deadline = performance.now() + printing.printMs;
  let lastAnswer = performance.now();
  for (;;) {
    if (signal?.aborted) return cancel(printing, jobId, { code: 'aborted', detail: 'stopped by the caller' });
    const job = await askJob(printing, jobId, signal);
    const printer = await askPrinter(printing, signal);
    if (job.ok) {
      lastAnswer = performance.now();
      const outcome = outcomeOf(job.value, jobId);
      if (outcome) return outcome;
    } else if (!signal?.aborted && performance.now() - lastAnswer > printing.answerMs) {
      // Accepted and then gone: whoever switches it on again may find the receipt printed.
      return refuse('print-timeout', `the printer went away while printing: ${job.error.detail}`);
    }
    const fault = printer.ok ? findBlockingFault(printer.value.state, printer.value.reasons) : undefined;
    if (fault && printer.ok) {
      return cancel(printing, jobId, { code: fault, detail: printer.value.reasons.join(', ') });
    }
    if (performance.now() > deadline) {
      return cancel(printing, jobId, { code: 'print-timeout', detail: `not completed after ${printing.printMs} ms` });
    }
    await pause(printing.pollMs, signal);
  }
}

/** What the end of a job means, or undefined while it goes on. */
function outcomeOf({ state, reasons }: JobView, jobId: number): Printed | undefined {
  const why = `job ${jobId} ${state}: ${reasons.join(', ')}`;
  switch (state) {
    case 'completed':
      return success({ jobId });
    case 'aborted':
      return refuse(
        reasons.some((reason) => /document|format/.test(reason)) ? 'document-refused' : 'printer-error',
        why,
      );
    case 'canceled':
      return refuse('printer-error', why);
    default:
      return undefined;
  }
}

/**
 * Takes a job back and makes sure that it is gone: the next citizen must not find it in the tray. Resolves with
 * `cause`, or with success when the job turned out to be completed after all.
 */
async function cancel(printing: Printing, jobId: number, cause: PrintError): Promise<Printed> {
  const { client, answerMs, pollMs } = printing;
  await client.send('Cancel-Job', { attributes: { 'job-id': jobId }, timeoutMs: answerMs });
  const deadline = performance.now() + CANCEL_MS;
  for (;;) {
    const job = await askJob(printing, jobId, undefined);
    if (job.ok) {
      if (job.value.state === 'completed') return success({ jobId });
      // RFC 8011 5.3.8: `processing-to-stop-point` is the printer's word that it will not finish the job.
      const stopping = job.value.reasons.includes('processing-to-stop-point');
      if (stopping || ['canceled', 'aborted'].includes(job.value.state)) return failure(cause);
    } else if (job.error.code === 'printer-error') {
      // A printer may forget a cancelled job at once.
      return failure(cause);
    }
    if (performance.now() > deadline) {
      return failure({ ...cause, detail: `${cause.detail}; job ${jobId} could not be taken back and may still print` });
    }
    await wait(pollMs);
  }
}

async function askPrinter(
  { client, answerMs }: Printing,
  signal: AbortSignal | undefined,
): Promise<Result<PrinterView, PrintError>> {
  const answer = await client.send('Get-Printer-Attributes', {
    attributes: { 'requested-attributes': PRINTER_ATTRIBUTES },
    timeoutMs: answerMs,
    ...(signal ? { signal } : {}),
  });
  if (!answer.ok) return failure(errorOfAsking(answer.error));
  if (!isSuccessful(answer.value)) return refuse('printer-unreachable', `no such queue: ${answer.value.status}`);
  const { printer } = answer.value;
  return success({
    state: String(printer['printer-state']?.[0] ?? 'unknown'),
    reasons: keywordsOf(printer['printer-state-reasons']).filter((reason) => reason !== 'none'),
    accepting: printer['printer-is-accepting-jobs']?.[0] !== false,
    formats: keywordsOf(printer['document-format-supported']),
  });
}

async function askJob(
  { client, answerMs }: Printing,
  jobId: number,
  signal: AbortSignal | undefined,
): Promise<Result<JobView, PrintError>> {
  const answer = await client.send('Get-Job-Attributes', {
    attributes: { 'job-id': jobId, 'requested-attributes': JOB_ATTRIBUTES },
    timeoutMs: answerMs,
    ...(signal ? { signal } : {}),
  });
  if (!answer.ok) return failure(errorOfAsking(answer.error));
  if (!isSuccessful(answer.value)) return refuse('printer-error', `job ${jobId}: ${answer.value.status}`);
  const { job } = answer.value;
  return success({ state: String(job['job-state']?.[0] ?? 'unknown'), reasons: keywordsOf(job['job-state-reasons']) });
}

function errorOfAsking({ code, detail }: IppFailure): PrintError {
  return { code: code === 'aborted' ? 'aborted' : 'printer-unreachable', detail };
}

const isSuccessful = ({ status }: IppAnswer): boolean => status.startsWith('successful');
