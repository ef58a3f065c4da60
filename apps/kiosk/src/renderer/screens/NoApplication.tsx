import { type ChoiceText, Emblem, type EmblemKind, Stage } from '@renshe/ui';
import type { ScreenOf } from '../../contract/snapshot.ts';
import { useKiosk } from '../kioskContext.ts';
import './NoApplication.css';
import { ActionButtons } from './ActionButtons.tsx';
import { personRows } from './personRows.ts';
import { type ScreenDefinition, whileWorking } from './screenDefinition.ts';

const emblems: Record<ScreenOf<'no-application'>['reason'], EmblemKind> = {
  none: 'folder',
  'already-verified': 'done',
  'name-mismatch': 'shield',
};

/** Nothing can be done here, so the next step stands where the result would. */
function NoApplication({ view }: { readonly view: ScreenOf<'no-application'> }) {
  const { messages, settings, preferences } = useKiosk();
  const elder = preferences.form === 'elder';
  const text = messages.screens['no-application'];
  const trouble = text[view.reason];
  const ways: readonly ChoiceText[] = [...text.ways, text.hotlineWay({ hotline: settings.hotline })];
  return (
    <Stage
      title={trouble.title}
      lead={trouble.meaning}
      tone="attention"
      figure={<Emblem kind={emblems[view.reason]} tone={view.reason === 'already-verified' ? 'done' : 'attention'} />}
      actions={<ActionButtons actions={actions(view, messages)} />}
    >
      {elder ? undefined : (
        <p className="rs-person">
          <span>{view.citizen.name}</span>
          <span>{view.citizen.idNumberMasked}</span>
        </p>
      )}
      <p className="next__here">
        {trouble.here}
        {elder ? undefined : <span>{trouble.help}</span>}
      </p>
      <ul className="next">
        {ways.map(({ label, detail }) => (
          <li key={label}>
            <strong>{label}</strong>
            <span>{detail}</span>
          </li>
        ))}
      </ul>
    </Stage>
  );
}

const actions: ScreenDefinition<'no-application'>['actions'] = (_view, { screens: { 'no-application': text } }) => [
  { control: 'done', label: text.finish, intent: { type: 'done' } },
];

export const noApplication: ScreenDefinition<'no-application'> = {
  Screen: NoApplication,
  spoken: (view, { screens: { 'no-application': text }, speech, inTurn }, { hotline }) =>
    inTurn(text[view.reason].spoken, ...[...text.ways, text.hotlineWay({ hotline })].map(speech.choice)),
  details: ({ citizen }, messages) => personRows(citizen, messages),
  actions,
  utilities: () => whileWorking,
};
