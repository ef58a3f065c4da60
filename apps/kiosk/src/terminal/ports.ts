import type { CentralClient } from '@renshe/central-api';
import type { IdCardReader, PrintDocument, PrintFormat, ReceiptPrinter } from '@renshe/devices';
import type { FaceEngine } from '@renshe/face';
import type { Clock } from './clock.ts';
import type { HeadsetSensor } from './headset.ts';
import type { MachineState } from './machineState.ts';
import type { Policy } from './policy/policy.ts';
import type { PresenceSensor } from './presence.ts';
import type { ReceiptModel } from './receipts/receiptModel.ts';
import type { CallButton } from './sensors.ts';
import type { Session } from './session.ts';
import type { Outbox } from './store/outbox.ts';
import type { Delivery } from './sync/delivery.ts';

/** What the workflow needs of the world. `terminal.ts` fills it in; tests fill in their own. */
export interface Ports {
  readonly reader: IdCardReader;
  readonly printer: ReceiptPrinter;
  /** Undefined when no engine could be started: the path without a face remains. */
  readonly face: FaceEngine | undefined;
  /** Undefined where the machine has no sensor. */
  readonly presence?: PresenceSensor | undefined;
  /** Undefined where the machine has no sensor in its jack. */
  readonly headset?: HeadsetSensor | undefined;
  /** Undefined where neither doors nor power can be watched. */
  readonly machine?: MachineState | undefined;
  /** Undefined where the machine has no button for help. */
  readonly callButton?: CallButton | undefined;
  readonly central: CentralClient;
  readonly outbox: Pick<Outbox, 'enqueue'>;
  readonly delivery: Pick<Delivery, 'deliverNow'>;
  /** `language`: what the citizen reads, beside the Chinese. */
  readonly renderReceipt: (model: ReceiptModel, format: PrintFormat, language: string) => Promise<PrintDocument>;
  readonly nextReceiptNumber: () => string;
  readonly policy: Policy;
  readonly clock: Clock;
  /** What happened, for the log and the robot: numbers and codes, never anything of the citizen. */
  readonly record: (event: WorkflowEvent) => void;
  readonly terminal: { readonly id: string; readonly place: string; readonly hotline: string };
}

export type WorkflowEvent =
  | { event: 'card.read'; totalMs: number; wireMs: number; bytes: number; baudRate: number }
  | { event: 'card.failed'; code: string }
  | { event: 'face.decided'; match: boolean; distance: number; threshold: number; frames: number; elapsedMs: number }
  | { event: 'verification.submitted'; outcome: string; elapsedMs: number }
  | { event: 'receipt.printed'; result: string; renderMs: number; printMs: number }
  | { event: 'session.wiped'; session: number }
  /** The machine itself had to end somebody's session. */
  | { event: 'session.ended-by-machine'; reason: string; screen: string }
  | { event: 'help.called'; screen: string };

/** Input of every machine that serves a citizen. */
export interface ServiceInput {
  readonly ports: Ports;
  readonly session: Session;
}
