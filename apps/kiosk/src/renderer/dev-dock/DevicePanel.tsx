import { useState } from 'react';
import type { SimulatedDevice } from '../../contract/contract.ts';

type Action = SimulatedDevice['actions'][number];

export interface DevicePanelProps {
  readonly device: SimulatedDevice;
  readonly onAct: (action: string, choice: string | undefined) => void;
}

/** One simulated device: its state in a line, and a button for each thing that can be done to it. */
export function DevicePanel({ device, onAct }: DevicePanelProps) {
  return (
    <section className="dock__device">
      <h2>{device.label}</h2>
      <p className="dock__state">{device.state}</p>
      <div className="dock__actions">
        {device.actions.map((action) =>
          action.choices ? (
            <ChoiceAction key={action.name} action={action} choices={action.choices} onAct={onAct} />
          ) : (
            <button
              key={action.name}
              type="button"
              disabled={!action.possible}
              data-action={`${device.name}.${action.name}`}
              onClick={() => onAct(action.name, undefined)}
            >
              {action.label}
            </button>
          ),
        )}
      </div>
    </section>
  );
}

function ChoiceAction(props: {
  readonly action: Action;
  readonly choices: NonNullable<Action['choices']>;
  readonly onAct: DevicePanelProps['onAct'];
}) {
  const { action, choices, onAct } = props;
  const [choice, setChoice] = useState(choices[0]?.value ?? '');
  return (
    <div className="dock__choice">
      <select aria-label={action.label} value={choice} onChange={(event) => setChoice(event.target.value)}>
        {choices.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <button type="button" disabled={!action.possible} onClick={() => onAct(action.name, choice)}>
        {action.label}
      </button>
    </div>
  );
}
