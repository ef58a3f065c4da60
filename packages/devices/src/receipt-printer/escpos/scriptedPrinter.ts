import { openPty, type Pty } from '../../transports/pty.ts';

/**
 * For tests: a printer of few lines that understands nothing. It looks for three questions in what it hears and answers with
 * exactly what it is told to; it shares nothing with the simulator.
 */
export interface PrinterScript {
  /** The answer to DLE EOT n, the `times`th time; nothing when undefined. */
  status?(n: number, times: number): Uint8Array | undefined;
  /** The answer to GS ( H. */
  processId?(id: Uint8Array, times: number): readonly Uint8Array[];
}

export interface ScriptedPrinter {
  /** Everything heard, in hex. */
  readonly heard: () => string;
  send(bytes: Uint8Array): void;
}

const WELL = [0x16, 0x12, 0x12, 0x12];

export async function startScriptedPrinter(
  link: string,
  script: PrinterScript,
): Promise<ScriptedPrinter & { close(): Promise<void> }> {
  let all = Buffer.alloc(0);
  let looked = 0;
  let asked = 0;
  let ids = 0;
  let pty: Pty | undefined;
  const look = (): void => {
    for (; looked < all.length; looked += 1) {
      const [a, b, n] = all.subarray(looked, looked + 3);
      if (a === 0x10 && b === 0x04) {
        if (n === undefined) return;
        asked += 1;
        const usual = Uint8Array.of(WELL[n - 1] ?? 0x12);
        const answer = script.status ? script.status(n, asked) : usual;
        if (answer) pty?.write(answer);
      }
      if (a === 0x1d && b === 0x28 && n === 0x48) {
        if (all.length < looked + 11) return;
        ids += 1;
        const id = Uint8Array.from(all.subarray(looked + 7, looked + 11));
        const whole = Buffer.concat([Uint8Array.of(0x37, 0x22), id, Uint8Array.of(0)]);
        for (const piece of script.processId ? script.processId(id, ids) : [whole]) pty?.write(piece);
      }
    }
  };
  const opened = await openPty({
    link,
    baudRate: 115_200,
    onLost: () => {},
    onData: (bytes) => {
      all = Buffer.concat([all, bytes]);
      look();
    },
  });
  if (!opened.ok) throw new Error(opened.error.message);
  pty = opened.value;
  return {
    heard: () => all.toString('hex'),
    send: (bytes) => opened.value.write(bytes),
    close: () => opened.value.close(),
  };
}
