import { parseArgs } from 'node:util';
import { terminalIdPattern, terminalSecretPattern } from '@renshe/central-api';
import type { CentralOptions } from './central.ts';
import { StartError } from './startError.ts';
import type { TerminalCredentials } from './terminals/terminals.ts';

export interface MainOptions extends CentralOptions {
  /** Stop when stdin ends: whoever started this is gone. */
  readonly exitWithParent: boolean;
}

const usage =
  'usage: main.ts [--port 8080] [--host 127.0.0.1] --data <dir>|memory [--seed <file>] [--sandbox] ' +
  '[--policies <dir> --region <id>] ' +
  '[--terminal <id>:<secret>]… [--exit-with-parent]; DATABASE_URL instead of --data for PostgreSQL, ' +
  'CENTRAL_TERMINALS=<id>:<secret>,… instead of --terminal; CENTRAL_POLICY_KEY=<file> with the Ed25519 key that signs policy packs';

/** Reads the command line and the environment. Throws StartError USAGE saying what is wrong. */
export function parseArguments(args: readonly string[], env: NodeJS.ProcessEnv): MainOptions {
  const { values } = parse(args);
  const port = Number(values.port ?? '8080');
  if (!/^\d+$/.test(values.port ?? '8080') || port > 65_535) throw wrong('--port must be 0 to 65535');
  const url = env.DATABASE_URL;
  if (!url && !values.data) throw wrong('--data is missing');
  const level = env.LOG_LEVEL ?? 'info';
  if (!/^(trace|debug|info|warn|error|fatal|silent)$/.test(level)) throw wrong('LOG_LEVEL is not a level of pino');
  // On the command line every user of the machine can read a secret; the environment is for production.
  const terminals = [...(values.terminal ?? []), ...(env.CENTRAL_TERMINALS ?? '').split(',').filter(Boolean)];
  return {
    store: url ? { kind: 'postgresql', url } : { kind: 'embedded', dir: values.data ?? 'memory' },
    port,
    terminals: terminals.map(parseTerminal),
    sandbox: values.sandbox ?? false,
    exitWithParent: values['exit-with-parent'] ?? false,
    ...(values.host ? { host: values.host } : {}),
    ...(values.seed ? { seedFile: values.seed } : {}),
    ...(values.policies
      ? {
          policies: {
            dir: values.policies,
            region: values.region ?? 'qingtan',
            ...(env.CENTRAL_POLICY_KEY ? { keyFile: env.CENTRAL_POLICY_KEY } : {}),
          },
        }
      : {}),
    log: { level },
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        data: { type: 'string' },
        seed: { type: 'string' },
        policies: { type: 'string' },
        region: { type: 'string' },
        sandbox: { type: 'boolean' },
        terminal: { type: 'string', multiple: true },
        'exit-with-parent': { type: 'boolean' },
      },
    });
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : 'unknown option');
  }
}

function parseTerminal(text: string): TerminalCredentials {
  const colon = text.indexOf(':');
  const terminalId = text.slice(0, Math.max(colon, 0));
  const secret = text.slice(colon + 1);
  if (!terminalIdPattern.test(terminalId) || !terminalSecretPattern.test(secret)) {
    // Without the text itself: it holds a secret.
    throw wrong('--terminal must be <id>:<secret>, the id of A-Z a-z 0-9 _ -, the secret of A-Z a-z 0-9 . _ ~ + / = -');
  }
  return { terminalId, secret };
}

const wrong = (what: string) => new StartError('USAGE', `${what}. ${usage}`);
