export { crt310 } from './card-dispenser/crt310Mover.ts';
export { type Crt591Options, crt591 } from './card-dispenser/crt591Mover.ts';
export { type CardDispenserOptions, createCardDispenser } from './card-dispenser/driver.ts';
export * from './card-dispenser/types.ts';
export { createDevices, type DeviceSet, type OpenedDevices } from './config/createDevices.ts';
export type { OpenedDevice, Wiring } from './config/deviceKind.ts';
export { type DeviceKindName, type DevicesSettings, devicesSettingsSchema } from './config/deviceKinds.ts';
export { type DevicesFile, type FileProblem, formatProblem, readDevicesFile } from './config/devicesFile.ts';
export type { ApduChannel } from './core/apduChannel.ts';
export * from './core/device.ts';
export * from './core/result.ts';
export { createIdCardReader, type IdCardReaderOptions } from './id-card-reader/driver.ts';
export type { HidEnvelope } from './id-card-reader/hidEnvelope.ts';
export { createHidIdCardReader, type HidIdCardReaderOptions } from './id-card-reader/hidPort.ts';
export type * from './id-card-reader/types.ts';
export { createPinPad, type PinPadOptions } from './pin-pad/driver.ts';
export type * from './pin-pad/types.ts';
export {
  createHidQrScanner,
  createQrScanner,
  type HidQrScannerOptions,
  type QrScannerOptions,
} from './qr-scanner/driver.ts';
export type { HidPosLayout } from './qr-scanner/hidPos.ts';
export type * from './qr-scanner/types.ts';
export { charactersToDraw } from './receipt-printer/escpos/encodeReceipt.ts';
export {
  createEscPosPrinter,
  ESC_POS_BAUD_RATES,
  type EscPosCapabilities,
  type EscPosPrinter,
  type EscPosPrinterOptions,
} from './receipt-printer/escpos/escPosPrinter.ts';
export { forgetDocument } from './receipt-printer/forgetDocument.ts';
export { createIppReceiptPrinter, type IppReceiptPrinterOptions } from './receipt-printer/ipp/ippReceiptPrinter.ts';
export type * from './receipt-printer/types.ts';
export { createSensorBoard, type SensorBoardOptions } from './sensor-board/driver.ts';
export * from './sensor-board/types.ts';
export { DEFAULT_WIRING } from './sensor-board/wiring.ts';
export {
  type AuthenticationCiphertexts,
  type AuthenticationFactors,
  type AuthenticationSettings,
  type CardAuthenticator,
  formatStep1,
} from './social-card/authentication.ts';
export { type CardAtChannel, cardAtChannel } from './social-card/cardAtChannel.ts';
export { createSocialCardReader, type SocialCardReaderOptions } from './social-card/driver.ts';
export { formatBasicData } from './social-card/nationalDriverText.ts';
export type * from './social-card/types.ts';
export type { HidAddress } from './transports/hid.ts';
export { createUps, type UpsOptions } from './ups/driver.ts';
export type * from './ups/types.ts';
