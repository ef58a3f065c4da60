import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';

const DEBIAN_DIR = '/usr/lib/postgresql';
const READY_WITHIN_MS = 20_000;
const ASK_AGAIN_MS = 50;

export interface ThrowawayPostgres {
  /** A new, empty database. */
  createDatabase(): Promise<string>;
  stop(): Promise<void>;
}

/** Debian's PostgreSQL programs, newest version first; undefined where the package is missing. */
export function postgresBinaries(): string | undefined {
  if (!existsSync(DEBIAN_DIR)) return undefined;
  const versions = readdirSync(DEBIAN_DIR).sort((a, b) => Number(b) - Number(a));
  return versions.map((version) => join(DEBIAN_DIR, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')));
}

/** A PostgreSQL server of its own in a temporary directory, on a free loopback port. */
export async function startThrowawayPostgres(bin: string): Promise<ThrowawayPostgres> {
  const dir = mkdtempSync(join(tmpdir(), 'renshe-postgres-'));
  // PostgreSQL refuses to run as root.
  const user = process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {};
  if ('uid' in user) execFileSync('chown', [`${user.uid}:${user.gid}`, dir]);
  const data = join(dir, 'data');
  const run = { ...user, cwd: dir, stdio: 'ignore' as const };
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-A', 'trust', '-U', 'app', '-E', 'UTF8', '--locale=C.UTF-8', '-N'],
    run,
  );
  const port = await freePort();
  const settings = ['listen_addresses=127.0.0.1', `unix_socket_directories=${dir}`, 'fsync=off', 'max_connections=60'];
  const args = ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
  const server = spawn(join(bin, 'postgres'), args, run);
  const address = (database: string) => `postgresql://app@127.0.0.1:${port}/${database}`;
  await untilItAnswers(server, address('postgres'));
  let databases = 0;
  return {
    createDatabase: async () => {
      databases += 1;
      const name = `test${databases}`;
      await execute(address('postgres'), `create database ${name}`);
      return address(name);
    },
    stop: async () => {
      if (server.exitCode === null) {
        const exited = once(server, 'exit');
        // Fast shutdown: open connections are ended.
        server.kill('SIGINT');
        await exited;
      }
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

const idOf = (flag: '-u' | '-g') => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));

async function untilItAnswers(server: ChildProcess, url: string): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MS;
  for (;;) {
    try {
      return await execute(url, 'select 1');
    } catch (error) {
      if (server.exitCode !== null || performance.now() > deadline) throw error;
      await delay(ASK_AGAIN_MS);
    }
  }
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
