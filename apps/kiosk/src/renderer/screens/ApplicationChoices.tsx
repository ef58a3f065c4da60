import { BigButton } from '@renshe/ui';
import { useState } from 'react';
import type { ApplicationView } from '../../contract/snapshot.ts';
import { useKiosk } from '../kioskContext.ts';
import './ApplicationChoices.css';

export interface ApplicationChoicesProps {
  readonly applications: readonly ApplicationView[];
  readonly onChoose: (applicationId: string) => void;
}

/** As many as can be told apart at one look; the last place is for "more". */
const PLACES = { standard: 6, elder: 4 };

/** One large button an application, told apart by what it is for, its bank and its day. */
export function ApplicationChoices({ applications, onChoose }: ApplicationChoicesProps) {
  const { messages, preferences } = useKiosk();
  const { kinds, choice } = messages.application;
  const { more } = messages.modes;
  const [first, setFirst] = useState(0);
  const places = PLACES[preferences.form];
  const shown = applications.length <= places ? applications : applications.slice(first, first + places - 1);
  const next = first + places - 1;
  return (
    <ul className="choices">
      {shown.map(({ applicationId, kind, bankName, submittedAt }) => (
        <li key={applicationId}>
          <BigButton
            control={`choose-application-${applicationId}`}
            kind="choice"
            label={choice({ kind: kinds[kind], bank: bankName })}
            detail={messages.formatDay(submittedAt)}
            onPress={() => onChoose(applicationId)}
          />
        </li>
      ))}
      {applications.length > places ? (
        <li>
          <BigButton
            control="more-applications"
            kind="secondary"
            label={more}
            onPress={() => setFirst(next < applications.length ? next : 0)}
          />
        </li>
      ) : undefined}
    </ul>
  );
}
