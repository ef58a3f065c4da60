import type { Hindrance, MachineState } from '../machineState.ts';
import type { CallButton } from '../sensors.ts';

/** Doors and power, played by hand. */
export class FakeMachine implements MachineState {
  hindrance: Hindrance | undefined;
  readonly #listeners = new Set<() => void>();

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  become(hindrance: Hindrance | undefined): void {
    this.hindrance = hindrance;
    for (const listener of this.#listeners) listener();
  }
}

/** The button for help at the machine. */
export class FakeCallButton implements CallButton {
  press: () => void = () => {};

  onPress(listener: () => void): () => void {
    this.press = listener;
    return () => {};
  }
}
