import type { Application, Evidence, Person } from '@renshe/central-api';
import type { CardReading } from '@renshe/devices';
import { normaliseDocumentNumber } from '@renshe/identity';
import { type Preferences, standardPreferences } from '../contract/preferences.ts';
import type { ReceiptModel } from './receipts/receiptModel.ts';

/**
 * Everything personal about the citizen at the machine, in one object, so that one call forgets it all. Workflow
 * machines hold a reference to it and never a copy of what is in it.
 */
export class Session {
  #reading: CardReading | undefined;
  /** A card has been on the reader, whether it could be read or not: before the end it is asked for. Nothing personal. */
  cardPresented = false;
  /** This terminal identifies people by face or by SMS. */
  evidence: Extract<Evidence, { method: 'face' | 'sms' }> | undefined;
  sms: { challengeId: string; phoneMasked: string; resendAt: number } | undefined;
  applications: Application[] = [];
  chosen: Application | undefined;
  receipt: ReceiptModel | undefined;
  /**
   * How the citizen wants to be served. Kept by `wipe`: goodbye is said in the same language and size as all the rest. The
   * attendant puts the deployment's default back when the citizen has gone.
   */
  preferences: Preferences;

  constructor(preferences: Preferences = standardPreferences) {
    this.preferences = preferences;
  }

  /** The person as the central service knows one. Throws when no card has been read: a bug of the workflow. */
  getPerson(): Person {
    const { credential } = this.getReading();
    const name = 'englishName' in credential && credential.name === '' ? credential.englishName : credential.name;
    return { documentKind: credential.kind, idNumber: normaliseDocumentNumber(credential.idNumber), name };
  }

  get reading(): CardReading | undefined {
    return this.#reading;
  }

  getReading(): CardReading {
    if (!this.#reading) throw new Error('no card has been read in this session');
    return this.#reading;
  }

  /** Takes a reading over, in the place of an earlier one and of everything that followed from it. */
  keepReading(reading: CardReading): void {
    this.wipe();
    this.#reading = reading;
    this.cardPresented = true;
  }

  /** Overwrites the chip photo and lets go of everything else. */
  wipe(): void {
    this.#reading?.photo.fill(0);
    this.#reading = undefined;
    this.cardPresented = false;
    this.evidence = undefined;
    this.sms = undefined;
    this.applications = [];
    this.chosen = undefined;
    this.receipt = undefined;
  }
}
