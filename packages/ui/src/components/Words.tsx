import './Words.css';
import { Fragment } from 'react';
import { wordsOf } from './wordsOf.ts';

/**
 * A Chinese sentence whose lines end between words: 收到 is never torn. Chromium's own `word-break: auto-phrase` knows Japanese
 * only, so the places where a line may end are marked, by the browser's own dictionary. The text itself stays as it is.
 */
export function Words({ text }: { readonly text: string }) {
  const words = wordsOf(text);
  if (words.length < 2) return text;
  return (
    <span className="rs-words">
      {words.map((word, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same word may stand twice, and none of them ever moves
        <Fragment key={index}>
          {index > 0 ? <wbr /> : undefined}
          {word}
        </Fragment>
      ))}
    </span>
  );
}
