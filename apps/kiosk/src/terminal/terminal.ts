import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createCentralClient } from '@renshe/central-api';
import { type DevicesSettings, devicesSettingsSchema } from '@renshe/devices';
import { connectSimulation } from '@renshe/devices/simulation';
import {
  createExternalPhotoDecoder,
  createFaceEngine,
  createSimulatedPhotoDecoder,
  type FaceEngine,
} from '@renshe/face';
import pino, { type Logger } from 'pino';
import { type DeviceHostLauncher, startDeviceHost } from '../device-host/deviceHostClient.ts';
import { Attendant } from './attendant.ts';
import { systemClock } from './clock.ts';
import type { TerminalConfig } from './config.ts';
import { GuideLights } from './guideLights.ts';
import { machinePorts } from './machinePorts.ts';
import { Notices } from './notices.ts';
import type { Ports } from './ports.ts';
import { renderReceipt } from './receipts/renderReceipt.ts';
import { createSimulationAccess } from './simulationAccess.ts';
import { openStore } from './store/store.ts';
import { loadStoreKey } from './store/storeKey.ts';
import { createDelivery } from './sync/delivery.ts';
import type { Terminal } from './types.ts';
import { createEspeakEngine } from './voice/espeakEngine.ts';
import { openRecordedEngine } from './voice/recordedEngine.ts';
import { createVoice } from './voice/voice.ts';
import { whenReaderKnown } from './whenReaderKnown.ts';

export interface TerminalOptions {
  readonly config: TerminalConfig;
  /** How the device host is started; Electron brings its own. Default: a forked Node process. */
  readonly launchDeviceHost?: DeviceHostLauncher;
  /** Entry of the face worker, where a bundler has moved it. */
  readonly faceWorker?: URL;
  readonly logger?: Logger;
}

/**
 * The composition root: the one place where it is decided what the workflow runs on, real devices or simulated ones,
 * and what stands behind every port. Resolves as soon as the first screen can be shown; models and devices come up
 * behind it. Throws only for what makes a terminal impossible: an unusable data folder or configuration.
 */
export async function createTerminal(options: TerminalOptions): Promise<Terminal> {
  const { config } = options;
  const logger = options.logger ?? pino({ base: { terminal: config.terminalId } }, pino.destination(2));
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const store = openStore({
    file: join(config.dataDir, 'terminal.db'),
    key: loadStoreKey(join(config.dataDir, 'store.key')),
    terminalId: config.terminalId,
  });
  const simulation = 'simulatedIn' in config.devices ? await connectSimulation(config.devices.simulatedIn) : undefined;
  const devices = 'settings' in config.devices ? config.devices.settings : simulatedDevices(simulation);
  const central = createCentralClient({
    url: simulation?.endpoint('network').url ?? config.central.url,
    terminalId: config.terminalId,
    secret: config.central.secret,
    timeoutMs: config.policy.time.centralAnswer,
  });
  const host = startDeviceHost({
    config: { devices, printUser: `kiosk-${config.terminalId}` },
    ...(options.launchDeviceHost ? { launch: options.launchDeviceHost } : {}),
  });
  const delivery = createDelivery({ outbox: store.outbox, central, clock: systemClock });
  const voice = createVoice(
    [...config.voice.folders.map(openRecordedEngine), createEspeakEngine({ command: config.voice.espeak })],
    config.policy.preferences.language,
  );
  const face = config.face.enabled ? createFace(options, simulation !== undefined) : undefined;
  let faceUsable = false;

  const ports: Ports = {
    reader: host.idCardReader,
    printer: host.receiptPrinter,
    ...machinePorts(host.devices, devices),
    get face() {
      return faceUsable ? face : undefined;
    },
    central,
    outbox: store.outbox,
    delivery,
    renderReceipt,
    nextReceiptNumber: store.nextReceiptNumber,
    policy: config.policy,
    clock: systemClock,
    record: (event) => logger.info(event),
    terminal: { id: config.terminalId, place: config.place, hotline: config.hotline },
  };
  const attendant: Attendant = new Attendant({
    ports,
    notices: () => notices?.current ?? [],
    onCamera: (up) => {
      notices.cameraUp = up;
    },
  });
  const notices: Notices = new Notices({
    reader: ports.reader,
    printer: ports.printer,
    delivery,
    faceAvailable: () => faceUsable,
    idle: () => attendant.idle,
    clock: systemClock,
    onChange: () => attendant.publish(),
  });
  // Sentences with a name or a number in them are not kept for longer than the citizen stays.
  let sessionHeard = 0;
  attendant.watch(({ session, view }) => {
    if (session !== sessionHeard || view.screen === 'attract') voice.forget();
    sessionHeard = session;
  });
  const board = devices['sensor-board'] === undefined ? undefined : host.devices['sensor-board'];
  const lights = board && new GuideLights(board);
  attendant.watch(({ view }) => lights?.show(view));
  host.onRestart((restarts, reason) => logger.warn({ event: 'device-host.restarted', restarts, reason }));
  host.onDeviceStatus((device, { state, detail }) => logger.info({ event: 'device.status', device, state, detail }));
  delivery.start();

  const faceReady = face
    ?.start()
    .then(({ loadMs }) => {
      faceUsable = true;
      logger.info({ event: 'face.ready', engine: face.name, loadMs });
    })
    .catch((error: unknown) => logger.error({ event: 'face.unavailable', reason: String(error) }));
  const voiceReady = voice.available();
  void Promise.all([faceReady, whenReaderKnown(ports.reader)]).then(() => attendant.ready());

  return {
    settings: {
      terminalId: config.terminalId,
      place: config.place,
      hotline: config.hotline,
      profile: config.profile,
      simulated: simulation !== undefined,
      voice: await voiceReady,
      draftLanguages: config.draftLanguages,
    },
    current: () => attendant.current,
    watch: (listener) => attendant.watch(listener),
    act: (seq, intent) => attendant.act(seq, intent),
    cameraFrame: (jpeg) => attendant.cameraFrame(jpeg),
    speak: ({ text, language }, signal) => voice.speak(text, language, signal),
    pageCrashed: (crash) => logger.error({ event: 'page.crashed', ...crash }),
    ...(simulation
      ? {
          simulation: createSimulationAccess(simulation, config.central.url),
          simulatedCamera: simulation.endpoint('camera').file,
        }
      : {}),
    stop: async () => {
      attendant.stop();
      notices.stop();
      lights?.stop();
      await delivery.stop();
      await host.stop();
      await face?.stop();
      simulation?.close();
      store.close();
    },
  };
}

function createFace({ config, faceWorker }: TerminalOptions, simulated: boolean): FaceEngine {
  return createFaceEngine({
    decoders: [
      ...(config.face.photoDecoder ? [createExternalPhotoDecoder(config.face.photoDecoder)] : []),
      ...(simulated ? [createSimulatedPhotoDecoder()] : []),
    ],
    policy: { falseMatchRate: config.policy.faceFalseMatchRate },
    ...(config.face.engine ? { manifest: config.face.engine.manifest } : {}),
    ...(faceWorker ? { workerScript: faceWorker } : {}),
  });
}

/** Every device of the simulated machine, in the words of `devices.yaml`. */
function simulatedDevices(simulation: Awaited<ReturnType<typeof connectSimulation>> | undefined): DevicesSettings {
  if (!simulation) throw new Error('simulated devices without a simulation');
  return devicesSettingsSchema.parse(simulation.settings);
}
