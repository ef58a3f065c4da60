import type { Application } from '@renshe/central-api';
import type { ApplicationView } from '../../contract/snapshot.ts';
import { toReceiptView } from '../receipts/receiptModel.ts';
import { citizenOf, type Shown, stateName, stepOf } from './shown.ts';
import type { VerifyApplicationSnapshot } from './verifyApplication.ts';

const step = stepOf(['consent', 'card', 'person', 'application', 'receipt']);

/** What 线上申请核验 looks like. */
export function showVerifyApplication(snapshot: VerifyApplicationSnapshot): Shown {
  const { context } = snapshot;
  const { session } = context;
  switch (stateName(snapshot.value)) {
    case 'finding':
      return { view: { screen: 'finding', citizen: citizenOf(session) }, step: step('application') };
    case 'choose':
      return {
        view: {
          screen: 'choose-application',
          citizen: citizenOf(session),
          applications: session.applications.map(toApplicationView),
        },
        step: step('application'),
      };
    case 'confirm':
      if (!session.chosen) break;
      return {
        view: {
          screen: 'confirm',
          citizen: citizenOf(session),
          application: toApplicationView(session.chosen),
          canChooseAnother: session.applications.length > 1,
        },
        step: step('application'),
      };
    case 'confirmOffline':
      return { view: { screen: 'confirm-offline', citizen: citizenOf(session) }, step: step('application') };
    case 'noApplication':
      return {
        view: {
          screen: 'no-application',
          reason: context.noApplication,
          citizen: citizenOf(session),
          ...(session.chosen ? { application: toApplicationView(session.chosen) } : {}),
        },
        step: step('application'),
      };
    case 'submitting':
      return { view: { screen: 'submitting' }, step: step('receipt') };
    case 'submitRefused':
      return { view: { screen: 'submit-refused', reason: context.refused }, step: step('application') };
    case 'printing':
      return { view: { screen: 'printing', outcome: context.outcome }, step: step('receipt') };
    case 'receipt':
      if (!session.receipt) break;
      return {
        view: {
          screen: 'receipt',
          outcome: context.outcome,
          receipt: toReceiptView(session.receipt, session.preferences.language),
          print: context.print,
        },
        step: step('receipt'),
      };
  }
  return { view: { screen: 'goodbye', served: false } };
}

function toApplicationView(application: Application): ApplicationView {
  const { applicationId, acceptanceNumber, kind, submittedAt, bankName, collection, collectionPlace } = application;
  return { applicationId, acceptanceNumber, kind, submittedAt, bankName, collection, collectionPlace };
}
