import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

const CHUNK = 16 * 1024 * 1024;

/** Whether the memory of child processes can be read here: Linux, and not forbidden by the kernel's settings. */
export function canReadMemory(): boolean {
  try {
    closeSync(openSync(`/proc/${process.pid}/mem`, 'r'));
    return true;
  } catch {
    return false;
  }
}

/**
 * How often each needle lies in the writable memory of a process, wherever that is: JavaScript, WASM, native heaps and
 * stacks. Needles may be up to 4 kB long.
 */
export function countInMemory(pid: number, needles: Readonly<Record<string, Uint8Array>>): Record<string, number> {
  const found: Record<string, number> = Object.fromEntries(Object.keys(needles).map((name) => [name, 0]));
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  const chunk = Buffer.alloc(CHUNK);
  try {
    for (const line of readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
      const range = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line);
      if (!range) continue;
      const end = Number.parseInt(range[2] ?? '', 16);
      for (let at = Number.parseInt(range[1] ?? '', 16); at < end; at += CHUNK - 4096) {
        const length = readAt(memory, chunk.subarray(0, Math.min(CHUNK, end - at)), at);
        for (const [name, needle] of Object.entries(needles)) {
          const part = chunk.subarray(0, length);
          for (let hit = part.indexOf(needle); hit >= 0; hit = part.indexOf(needle, hit + 1)) {
            found[name] = (found[name] ?? 0) + 1;
          }
        }
      }
    }
  } finally {
    closeSync(memory);
  }
  return found;
}

function readAt(memory: number, into: Buffer, position: number): number {
  try {
    return readSync(memory, into, 0, into.length, position);
  } catch {
    // Gone since the map was read, or not backed by anything.
    return 0;
  }
}
