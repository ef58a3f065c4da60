import type { Result } from '../../core/result.ts';
import type { PrintError, ReceiptPrinter } from '../types.ts';

/**
 * The same printer, which prints nothing before the jobs left on it by somebody before are gone. It tries with every
 * question for the status too: a job that waits for paper must not wait until somebody prints.
 */
export function takeBackFirst(
  printer: ReceiptPrinter,
  takeBack: () => Promise<Result<unknown, PrintError>>,
): ReceiptPrinter {
  let cleared: ReturnType<typeof takeBack> | undefined;
  const clear = async (): ReturnType<typeof takeBack> => {
    const attempt = cleared ?? takeBack();
    cleared = attempt;
    const result = await attempt;
    // A printer that cannot be asked now is asked again; one that was cleared never is: the next jobs are ours.
    if (!result.ok && cleared === attempt) cleared = undefined;
    return result;
  };
  return {
    accepts: printer.accepts,
    status: async () => {
      await clear();
      return printer.status();
    },
    print: async (document, job) => {
      const gone = await clear();
      return gone.ok ? printer.print(document, job) : gone;
    },
  };
}
