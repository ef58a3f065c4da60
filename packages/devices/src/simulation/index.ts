export { connectSimulation, type Simulation, SimulationError } from './connectSimulation.ts';
export type * from './control.ts';
export { catalogue, standardDevices } from './devices/catalogue.ts';
export type { SerialLine } from './devices/deviceModel.ts';
export { type SimulatedMachine, type SimulatedMachineOptions, startSimulatedMachine } from './simulatedMachine.ts';
export type { DeviceEndpoints, SimulationFile } from './simulationFile.ts';
