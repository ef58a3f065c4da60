import { crt591 } from './crt591Mover.ts';
import { createCardDispenser } from './driver.ts';

/** `hostTestProcess.ts <port>`: takes a card out of the stacker, for tests that kill it in the middle of that. */
const dispenser = createCardDispenser({ port: process.argv[2] ?? '', dialect: crt591() });
process.stdout.write(`${JSON.stringify(await dispenser.moveToChip({ from: 'stacker' }))}\n`);
