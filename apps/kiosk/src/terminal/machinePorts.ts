import type { DevicesSettings } from '@renshe/devices';
import type { StandIns } from '../device-host/calls/deviceCalls.ts';
import { watchMachine } from './machineState.ts';
import type { Ports } from './ports.ts';
import { callButtonFrom, presenceFrom } from './sensors.ts';

/** What the machine's own sensors and its UPS are to the workflow, as far as `devices.yaml` names them. */
export function machinePorts(
  devices: Pick<StandIns, 'sensor-board' | 'ups'>,
  settings: DevicesSettings,
): Pick<Ports, 'presence' | 'machine' | 'callButton'> {
  const board = settings['sensor-board'] === undefined ? undefined : devices['sensor-board'];
  const ups = settings.ups === undefined ? undefined : devices.ups;
  return {
    ...(board ? { presence: presenceFrom(board), callButton: callButtonFrom(board) } : {}),
    ...(board || ups ? { machine: watchMachine({ ...(board ? { board } : {}), ...(ups ? { ups } : {}) }) } : {}),
  };
}
