export { connectSimulation, type Simulation, SimulationError } from './connectSimulation.ts';
export type * from './control.ts';
export { type SimulatedMachine, type SimulatedMachineOptions, startSimulatedMachine } from './simulatedMachine.ts';
