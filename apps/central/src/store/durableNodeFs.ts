import { closeSync, fsyncSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { NodeFS } from '@electric-sql/pglite/nodefs';

/** The part of Emscripten's file system that is needed here; PGlite's types know nothing of it. */
interface EmscriptenModule {
  NODEFS?: { stream_ops?: { fsync?: (stream: { nfd?: number }) => number } };
}

/**
 * PGlite's file system for Node, with a real fsync. Emscripten's NODEFS has none: PostgreSQL asks for its log to be on
 * the disk before it answers a commit, and gets a "yes" for nothing. That survives a kill of the process, since the
 * operating system holds the pages, but not a power cut.
 */
export class DurableNodeFs extends NodeFS {
  override async init(...[pglite, options]: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const addFsync = ({ NODEFS }: EmscriptenModule) => {
      if (!NODEFS?.stream_ops) throw new Error('this PGlite has no NODEFS.stream_ops: nothing would be durable');
      NODEFS.stream_ops.fsync = (stream) => {
        if (stream.nfd !== undefined) fsyncSync(stream.nfd);
        return 0;
      };
    };
    return super.init(pglite, { ...options, preRun: [...[options.preRun ?? []].flat(), addFsync] });
  }

  /** Brings a whole new tree to the disk: its files were made without fsync, which initdb would call thousands of times. */
  static syncTree(dir: string): void {
    for (const entry of readdirSync(dir, { withFileTypes: true })) {
      const path = join(dir, entry.name);
      if (entry.isDirectory()) DurableNodeFs.syncTree(path);
      else sync(path);
    }
    sync(dir);
  }

  /** Makes a rename in `dir` last. */
  static syncDirectory(dir: string): void {
    sync(dir);
  }
}

function sync(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
