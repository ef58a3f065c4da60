import type { ApplicationRow, Messages } from '@renshe/ui';
import type { ApplicationView, ScreenOf } from '../../contract/snapshot.ts';

type Citizen = ScreenOf<'confirm'>['citizen'];

/** The lines by which a citizen recognises an application as their own; in the elder form without the numbers. */
export function applicationRows(application: ApplicationView, messages: Messages, citizen?: Citizen): ApplicationRow[] {
  const numbers = messages.form !== 'elder';
  const { labels, collections } = messages.application;
  return [
    ...(citizen
      ? [
          { label: labels.name, value: citizen.name },
          ...(numbers ? [{ label: labels.idNumber, value: citizen.idNumberMasked }] : []),
        ]
      : []),
    { label: labels.bank, value: application.bankName },
    { label: labels.collection, value: collections[application.collection]({ place: application.collectionPlace }) },
    { label: labels.submitted, value: messages.formatDay(application.submittedAt) },
    ...(numbers ? [{ label: labels.acceptanceNumber, value: application.acceptanceNumber }] : []),
  ];
}
