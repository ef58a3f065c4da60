import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import type { DestinationStream } from 'pino';
import packageJson from '../package.json' with { type: 'json' };
import { createLogger } from './http/logger.ts';
import { createServer, type ServerParts } from './http/server.ts';
import type { PaymentGateway } from './payments/paymentGateway.ts';
import { SandboxPaymentGateway } from './payments/sandboxPaymentGateway.ts';
import { openPolicies, type PoliciesOptions } from './policy/openPolicies.ts';
import { markSandbox } from './sandbox/markSandbox.ts';
import { applySeed, readSeed, type Seed } from './sandbox/seed.ts';
import { SandboxSmsGateway } from './sms/sandboxSmsGateway.ts';
import type { SmsGateway } from './sms/smsGateway.ts';
import { StartError } from './startError.ts';
import { openStore, type Store, type StorePlace } from './store/openStore.ts';
import { registerTerminal, type TerminalCredentials } from './terminals/terminals.ts';

export type { SmsGateway } from './sms/smsGateway.ts';
export { StartError, type StartErrorCode } from './startError.ts';
export type { StorePlace } from './store/openStore.ts';

export interface CentralOptions {
  readonly store: StorePlace;
  /** 0: any free port. */
  readonly port: number;
  /** Default 127.0.0.1. Put a TLS-ending proxy in front before another machine may reach it. */
  readonly host?: string;
  readonly terminals?: readonly TerminalCredentials[];
  /** A file of synthetic citizens whose applications are added where missing. */
  readonly seedFile?: string;
  /** Offers /sandbox/… and keeps messages instead of sending them. */
  readonly sandbox?: boolean;
  /** Where codes are sent in production; without one there is no SMS path. Not with `sandbox`. */
  readonly smsGateway?: SmsGateway;
  /** The bank's or wallet's side of payments; without one nothing can be paid. Not with `sandbox`. */
  readonly paymentGateway?: PaymentGateway;
  /** The rules this service goes by. Default: the packs of this repository, the region 清潭. */
  readonly policies?: PoliciesOptions;
  readonly now?: () => Date;
  readonly log?: { readonly level?: string; readonly to?: DestinationStream };
}

export interface Central {
  readonly url: string;
  /** What terminals have to trust to take policy packs from here. */
  readonly policyKey: { readonly id: string; readonly pem: string };
  /** Answers what is being asked, then closes the store. Safe to call twice. */
  stop(): Promise<void>;
}

const DEFAULT_POLICIES: PoliciesOptions = {
  dir: resolve(import.meta.dirname, '../../../policies'),
  region: 'qingtan',
};

/**
 * Starts the central service and resolves when it is usable. It listens at once and answers 503 STARTING until then.
 * Rejects with StartError; nothing is left running then.
 */
export async function startCentral(options: CentralOptions): Promise<Central> {
  const log = createLogger({ level: options.log?.level ?? 'info', ...(options.log?.to ? { to: options.log.to } : {}) });
  const now = options.now ?? (() => new Date());
  const { version } = packageJson;
  const sandboxed = options.sandbox ?? false;
  const seed = options.seedFile === undefined ? undefined : readSeed(options.seedFile);
  const policies = openPolicies(options.policies ?? DEFAULT_POLICIES);
  const sandboxPayments = sandboxed ? new SandboxPaymentGateway(randomUUID()) : undefined;
  let parts: ServerParts | undefined;
  let store: Store | undefined;
  const server = await createServer({ log, version, parts: () => parts, withSandbox: sandboxed });
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= server.close().then(() => store?.close());
    return stopping;
  };
  try {
    await listen(server, options);
    store = await openStore(options.store, (error) => log.warn({ err: error }, 'database connection lost'));
    await prepare(store, options, seed, now());
    parts = {
      db: store.db,
      gateway: sandboxed ? new SandboxSmsGateway(store.db, now) : options.smsGateway,
      payments: sandboxPayments ?? options.paymentGateway,
      policies,
      now,
      version,
      storeKind: store.kind,
      sandbox: sandboxPayments && { db: store.db, seed, now, payments: sandboxPayments, policies },
    };
  } catch (error) {
    await stop();
    throw error;
  }
  const { address, family, port } = server.server.address() as AddressInfo;
  const url = `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  log.info({ url, version, store: store.kind, sandbox: sandboxed }, 'ready');
  return { url, policyKey: policies.publicKey, stop };
}

async function listen(
  server: { listen(options: { port: number; host: string }): Promise<string> },
  { port, host = '127.0.0.1' }: CentralOptions,
): Promise<void> {
  try {
    await server.listen({ port, host });
  } catch (error) {
    throw new StartError('PORT_UNAVAILABLE', `cannot listen on ${host}:${port}: name another --port or --host`, error);
  }
}

async function prepare(
  store: Store,
  { sandbox = false, terminals = [] }: CentralOptions,
  seed: Seed | undefined,
  now: Date,
): Promise<void> {
  if (sandbox) await markSandbox(store.db);
  for (const terminal of terminals) await registerTerminal(store.db, terminal, now);
  if (seed) await applySeed(store.db, seed, now);
}
