import { connect } from 'node:net';

/**
 * What `ippeveprinter -c` runs for every job: `printCommand.ts <socket> <document>`, with the job in the environment.
 * It tells the simulated printer at the socket which document came, passes every line that comes back to stderr, where
 * `ippeveprinter` reads state changes (`STATE: +cover-open-error`), and ends when the printer is done with the job.
 */
const [socketPath, document] = process.argv.slice(2);
if (!socketPath || !document) throw new Error('usage: printCommand.ts <socket> <document>');

const socket = connect(socketPath);
socket.pipe(process.stderr);
socket.on('error', () => process.exit(1));
socket.on('close', () => process.exit(0));
socket.write(
  `${JSON.stringify({ jobId: Number(process.env.IPP_JOB_ID), jobName: process.env.IPP_JOB_NAME ?? '', document })}\n`,
);
