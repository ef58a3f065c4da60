export { connectSimulation, type Simulation, SimulationError } from './connectSimulation.ts';
export type * from './control.ts';
