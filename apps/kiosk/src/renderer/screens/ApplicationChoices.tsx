import { BigButton } from '@renshe/ui';
import type { ApplicationView } from '../../contract/snapshot.ts';
import { useKiosk } from '../kioskContext.ts';
import './ApplicationChoices.css';

export interface ApplicationChoicesProps {
  readonly applications: readonly ApplicationView[];
  readonly onChoose: (applicationId: string) => void;
}

/** One large button an application, told apart by what it is for, its bank and its day. */
export function ApplicationChoices({ applications, onChoose }: ApplicationChoicesProps) {
  const { messages } = useKiosk();
  const { kinds, choice } = messages.application;
  return (
    <ul className="choices">
      {applications.map(({ applicationId, kind, bankName, submittedAt }) => (
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
    </ul>
  );
}
