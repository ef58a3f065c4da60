import { startCentral } from './central.ts';
import { parseArguments } from './parseArguments.ts';
import { StartError } from './startError.ts';

/** Requests are answered within the database's own limits; whatever hangs longer is not worth waiting for. */
const SHUTDOWN_LIMIT_MS = 15_000;

try {
  const { exitWithParent, ...options } = parseArguments(process.argv.slice(2), process.env);
  const starting = startCentral(options);
  const shutDown = () => {
    setTimeout(() => process.exit(1), SHUTDOWN_LIMIT_MS).unref();
    // Asked to stop while still starting: the store must be opened before it can be closed without harm.
    void starting.then((central) => central.stop()).then(() => process.exit(0));
  };
  process.once('SIGTERM', shutDown);
  process.once('SIGINT', shutDown);
  if (exitWithParent) process.stdin.once('close', shutDown).once('error', shutDown).resume();
  const { url, policyKey } = await starting;
  process.stdout.write(`${JSON.stringify({ ready: true, url, policyKey })}\n`);
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  process.stderr.write(`${JSON.stringify({ error: { code: error.code, message: error.message } })}\n`);
  process.exit(1);
}
