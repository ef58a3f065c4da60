import type { ContractRouterClient } from '@orpc/contract';
import type { kioskContract } from '../../contract/contract.ts';

export type TerminalClient = ContractRouterClient<typeof kioskContract>;

/** One live connection. `closed` settles when nothing more will come over it. */
export interface Link {
  readonly client: TerminalClient;
  readonly closed: Promise<void>;
  close(): void;
}

/** Opens one connection or rejects; called again after each loss. */
export type OpenLink = () => Promise<Link>;
