import { setTimeout as wait } from 'node:timers/promises';
import { failure, type Result, success } from '../../core/result.ts';
import type { PrintError } from '../types.ts';
import type { IppAttributes } from './ippAnswer.ts';
import { createIppClient, type IppClient } from './ippClient.ts';

/** A printer on the same desk answers in 30 ms; one that has to wake up takes two or three seconds. */
const ANSWER_MS = 4_000;
/** A cancelled job is gone at once, or after the line that is just being printed. */
const GONE_MS = 3_000;
const LOOK_MS = 100;

/**
 * Cancels every unfinished job the printer keeps under this name, and waits until they are gone.
 *
 * Whoever is killed in the middle of printing never learns the number of its job. When paper was missing, the job waits
 * inside the printer, and the receipt of one citizen comes out for another. Therefore the name has to belong to one
 * terminal alone, and this is only for before its first own job.
 */
export async function takeBackLeftJobs(uri: string, user: string): Promise<Result<{ cancelled: number }, PrintError>> {
  const client = createIppClient(uri, user);
  const deadline = performance.now() + GONE_MS;
  const seen = new Set<number>();
  for (;;) {
    const left = await unfinishedJobs(client, user);
    if (!left.ok) return left;
    if (left.value.length === 0) return success({ cancelled: seen.size });
    if (performance.now() > deadline) {
      const detail = `job ${left.value.join(', ')} of before could not be taken back and may still print`;
      return failure({ code: 'printer-error', detail });
    }
    for (const id of left.value) {
      if (seen.has(id)) continue;
      seen.add(id);
      await client.send('Cancel-Job', { attributes: { 'job-id': id }, timeoutMs: ANSWER_MS });
    }
    await wait(LOOK_MS);
  }
}

async function unfinishedJobs(client: IppClient, user: string): Promise<Result<readonly number[], PrintError>> {
  const answer = await client.send('Get-Jobs', {
    attributes: {
      'requested-attributes': ['job-id', 'job-state', 'job-state-reasons', 'job-originating-user-name'],
      'which-jobs': 'not-completed',
    },
    timeoutMs: ANSWER_MS,
  });
  if (!answer.ok) return failure({ code: 'printer-unreachable', detail: answer.error.detail });
  if (answer.value.status === 'client-error-not-found') return success([]);
  if (!answer.value.status.startsWith('successful')) {
    return failure({ code: 'printer-error', detail: `the printer answered ${answer.value.status} to Get-Jobs` });
  }
  return success(answer.value.jobs.filter((job) => isOurs(job, user)).flatMap(idOf));
}

/** Chosen here and not by the printer: not every one knows `my-jobs`, and one that ignores it would lose others' jobs. */
function isOurs(job: IppAttributes, user: string): boolean {
  // RFC 8011 5.3.8: `processing-to-stop-point` is the printer's word that it will not finish the job.
  const stopping = job['job-state-reasons']?.includes('processing-to-stop-point');
  return job['job-originating-user-name']?.[0] === user && !stopping;
}

const idOf = (job: IppAttributes): number[] => {
  const [id] = job['job-id'] ?? [];
  return typeof id === 'number' ? [id] : [];
};
