import { BigButton } from '@renshe/ui';
import { type ReactNode, useState } from 'react';
import { useKiosk } from '../kioskContext.ts';
import { ActionButtons } from './ActionButtons.tsx';
import './ApplicationChoices.css';
import type { ScreenAction } from './screenDefinition.ts';

export interface ApplicationChoicesProps {
  readonly choices: readonly ScreenAction[];
  /** What is drawn on each, by its control. */
  readonly icons: Readonly<Record<string, ReactNode>>;
}

/** As many as can be told apart at one look; the last place is for "more". */
const PLACES = { standard: 6, elder: 4 };
/** Enlarged text leaves room for one at a time. */
const PLACES_ENLARGED = 2;

/** One large button an application, told apart by what it is for, its bank and its day. */
export function ApplicationChoices({ choices, icons }: ApplicationChoicesProps) {
  const { messages, preferences } = useKiosk();
  const { more } = messages.modes;
  const [first, setFirst] = useState(0);
  const places = textScale() > 1 ? PLACES_ENLARGED : PLACES[preferences.form];
  const shown = choices.length <= places ? choices : choices.slice(first, first + places - 1);
  const next = first + places - 1;
  return (
    <ul className="choices">
      {shown.map((choice) => (
        <li key={choice.control}>
          <ActionButtons
            actions={[choice]}
            looks={{ [choice.control]: { kind: 'choice', icon: icons[choice.control] } }}
          />
        </li>
      ))}
      {choices.length > places ? (
        <li>
          <BigButton
            control="more-applications"
            kind="secondary"
            label={more}
            onPress={() => setFirst(next < choices.length ? next : 0)}
          />
        </li>
      ) : undefined}
    </ul>
  );
}

/** How much a deployment has enlarged all text; see the tokens of the design system. */
function textScale(): number {
  return Number(getComputedStyle(document.documentElement).getPropertyValue('--text-scale')) || 1;
}
