import { BigButton, CodeField, NumericKeypad, Stage } from '@renshe/ui';
import { useEffect, useState } from 'react';
import type { ScreenOf } from '../../contract/snapshot.ts';
import { useKiosk } from '../kioskContext.ts';
import { type ScreenDefinition, withLeave } from './screenDefinition.ts';

const CODE_LENGTH = 6;
/** The sixth digit can be seen, and taken back, for this long before the code is sent by itself. */
const LAST_LOOK_MS = 700;

type View = ScreenOf<'sms-code'>;

/** A code that was wrong must not stand there to be mended digit by digit: each attempt begins empty. */
function SmsCode({ view }: { readonly view: View }) {
  return <CodeEntry key={view.attemptsLeft} view={view} />;
}

function CodeEntry({ view }: { readonly view: View }) {
  const { messages, preferences, act } = useKiosk();
  const text = messages.screens['sms-code'];
  const [code, setCode] = useState('');
  const { state, attemptsLeft, phoneMasked, resendInSeconds } = view;

  useEffect(() => {
    if (code.length < CODE_LENGTH || state === 'checking') return;
    const timer = setTimeout(() => act({ type: 'sms-answer', code }), LAST_LOOK_MS);
    return () => clearTimeout(timer);
  }, [code, state, act]);

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
          onDigit={(digit) => setCode((typed) => (typed.length < CODE_LENGTH ? typed + digit : typed))}
          onDelete={() => setCode((typed) => typed.slice(0, -1))}
          onClear={() => setCode('')}
        />
      }
      actions={
        <BigButton
          control="sms-resend"
          kind="quiet"
          disabled={resendInSeconds > 0 || state === 'checking'}
          label={resendInSeconds > 0 ? text.resendIn({ seconds: resendInSeconds }) : text.resend}
          onPress={() => act({ type: 'sms-resend' })}
        />
      }
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
  utilities: () => withLeave,
};
