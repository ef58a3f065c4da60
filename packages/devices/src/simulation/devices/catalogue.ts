import { camera, documentCamera } from './camera.ts';
import { cardDispenser } from './cardDispenser.ts';
import { idCardReader } from './idCardReader.ts';
import { network } from './network.ts';
import { pinPad } from './pinPad.ts';
import { qrScanner } from './qrScanner.ts';
import { receiptPrinter } from './receiptPrinter.ts';
import { sensorBoard } from './sensorBoard.ts';
import { socialCard } from './socialCard.ts';
import { thermalPrinter } from './thermalPrinter.ts';
import { ups } from './ups.ts';

/** Every device that can be simulated. A new one is a file beside this one and a line here. */
export const catalogue = [
  idCardReader,
  socialCard,
  cardDispenser,
  receiptPrinter,
  thermalPrinter,
  qrScanner,
  camera,
  documentCamera,
  pinPad,
  sensorBoard,
  ups,
  network,
] as const;

/** What a machine is started with when nobody says otherwise: what the journeys need, and what starts fast. */
export const standardDevices = ['id-card-reader', 'receipt-printer', 'camera', 'network'] as const;
