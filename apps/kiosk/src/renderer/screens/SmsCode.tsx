import { CodeField, NumericKeypad, Stage } from '@renshe/ui';
import type { ScreenOf } from '../../contract/snapshot.ts';
import { useKiosk } from '../kioskContext.ts';
import { useDigitEntry } from '../voice/useDigitEntry.ts';
import { ActionButtons } from './ActionButtons.tsx';
import { type DigitEntry, type ScreenDefinition, withBack } from './screenDefinition.ts';

const CODE_LENGTH = 6;

type View = ScreenOf<'sms-code'>;

/** A code that was wrong must not stand there to be mended digit by digit: each attempt begins empty. */
function SmsCode({ view }: { readonly view: View }) {
  return <CodeEntry key={view.attemptsLeft} view={view} />;
}

function CodeEntry({ view }: { readonly view: View }) {
  const { messages, preferences } = useKiosk();
  const text = messages.screens['sms-code'];
  const { state, attemptsLeft, phoneMasked } = view;
  const { digits: code, type, takeBack, clear } = useDigitEntry(entry(view));

  const prompt =
    state === 'checking'
      ? text.checking
      : state === 'wrong' && code === ''
        ? text.wrong({ attemptsLeft })
        : text.enter({ phoneMasked });
  return (
    <Stage
      title={prompt.title}
      lead={prompt.lead}
      tone={state === 'wrong' && code === '' ? 'alarm' : 'calm'}
      controls={
        <NumericKeypad
          disabled={state === 'checking'}
          deleteLabel={text.delete}
          clearLabel={text.clear}
          onDigit={type}
          onDelete={takeBack}
          onClear={clear}
        />
      }
      actions={<ActionButtons actions={actions(view, messages)} looks={{ 'sms-resend': { kind: 'quiet' } }} />}
    >
      <CodeField
        code={code}
        length={CODE_LENGTH}
        state={state === 'wrong' && code !== '' ? 'enter' : state}
        label={text.typed({ count: code.length })}
      />
      {preferences.form === 'elder' ? undefined : <p className="rs-small">{text.secret}</p>}
    </Stage>
  );
}

const entry = ({ state }: View): DigitEntry | undefined =>
  state === 'checking' ? undefined : { length: CODE_LENGTH, intent: (code) => ({ type: 'sms-answer', code }) };

const actions: ScreenDefinition<'sms-code'>['actions'] = (view, { screens: { 'sms-code': text } }) => [
  {
    control: 'sms-resend',
    label: view.resendInSeconds > 0 ? text.resendIn({ seconds: view.resendInSeconds }) : text.resend,
    intent: { type: 'sms-resend' },
    disabled: view.resendInSeconds > 0 || view.state === 'checking',
  },
];

export const smsCode: ScreenDefinition<'sms-code'> = {
  Screen: SmsCode,
  spoken: (view, { screens: { 'sms-code': text } }) => {
    switch (view.state) {
      case 'enter':
        return text.enter({ phoneMasked: view.phoneMasked }).spoken;
      case 'wrong':
        return text.wrong({ attemptsLeft: view.attemptsLeft }).spoken;
      case 'checking':
        return text.checking.spoken;
    }
  },
  details: (view, { screens: { 'sms-code': text } }) =>
    view.state === 'enter' ? [text.enter({ phoneMasked: view.phoneMasked }).lead, text.secret] : [],
  actions,
  entry,
  utilities: () => withBack,
};
