import { ReceiptPreview, Stage } from '@renshe/ui';
import type { ScreenOf } from '../../contract/snapshot.ts';
import { useKiosk } from '../kioskContext.ts';
import { ActionButtons } from './ActionButtons.tsx';
import { type ScreenDefinition, whileWorking } from './screenDefinition.ts';

/** Says what has happened and no more; the receipt is on the screen whether it was printed or not. */
function Receipt({ view }: { readonly view: ScreenOf<'receipt'> }) {
  const { messages, preferences } = useKiosk();
  const text = messages.screens.receipt;
  const { title, lead } = text.outcomes[view.outcome];
  const { receipt } = view;
  return (
    <Stage
      title={title}
      lead={lead}
      tone={view.outcome === 'verified' ? 'done' : 'attention'}
      figure={
        <ReceiptPreview
          title={receipt.title}
          statement={receipt.statement}
          receiptNumber={receipt.receiptNumber}
          rows={preferences.form === 'elder' ? [] : receipt.rows}
          nextSteps={receipt.nextSteps}
          qrText={receipt.qrText}
          qrLabel={text.qr}
          label={text.preview}
          translation={receipt.translation}
        />
      }
      wideFigure
      actions={<ActionButtons actions={actions(view, messages)} />}
    >
      <p className="rs-callout" data-tone={view.print === 'printed' ? 'done' : 'attention'}>
        {text.print[view.print]}
      </p>
    </Stage>
  );
}

const actions: ScreenDefinition<'receipt'>['actions'] = (view, { screens: { receipt: text } }) => [
  { control: 'done', label: text.done, intent: { type: 'done' } },
  ...(view.print === 'printed'
    ? []
    : [{ control: 'print-again', label: text.printAgain, intent: { type: 'print-again' } as const }]),
];

export const receipt: ScreenDefinition<'receipt'> = {
  Screen: Receipt,
  spoken: (view, { screens: { receipt: text }, inTurn }) =>
    inTurn(text.outcomes[view.outcome].spoken, text.print[view.print]),
  details: ({ receipt }, { speech, screens }) => {
    const { title, statement, receiptNumber, rows, nextSteps, translation } = receipt;
    const number = speech.row({ label: screens.receipt.number, value: receiptNumber });
    const lines = [title, statement, number, ...rows.map(speech.row)];
    // What is understood comes first: the lines in Chinese are for whoever helps.
    if (translation) return [translation.statement, ...translation.nextSteps, translation.note, ...lines];
    return [...lines, ...nextSteps];
  },
  actions,
  utilities: () => whileWorking,
};
