import { useEffect, useMemo, useState } from 'react';
import { BigButton } from '../components/BigButton.tsx';
import { echoOf, type OnSpeak } from './inputEcho.ts';
import { Pager, type PagerTexts } from './Pager.tsx';
import './PinyinKeyboard.css';
import { cellsOf, packCandidates } from './packCandidates.ts';
import { loadLexicon } from './pinyin/loadLexicon.ts';
import type { Candidate, PinyinLexicon } from './pinyin/PinyinLexicon.ts';

const LETTERS = [...'qwertyuiopasdfghjklzxcvbnm'];

/** Stands in the names of many peoples: 艾力·买买提. */
const NAME_DOT = '·';

/** No name and no word of the dictionary is longer; what does not fit the line cannot be read back either. */
const MOST_LETTERS = 24;

export interface PinyinKeyboardTexts extends PagerTexts {
  readonly delete: string;
  /** ü, which pinyin keyboards write as v. */
  readonly umlaut: string;
  readonly apostrophe: string;
  readonly dot: string;
  /** Shown where the candidates will be. */
  readonly hint: string;
  readonly loading: string;
  readonly candidates: string;
}

export interface PinyinKeyboardProps {
  readonly texts: PinyinKeyboardTexts;
  /** Chosen characters, to put after what stands already. */
  readonly onText: (text: string) => void;
  /** Take back the last character: there was no letter left to take back. */
  readonly onDelete: () => void;
  readonly onSpeak?: OnSpeak;
  /** For tests and for machines with a dictionary of their own. */
  readonly load?: () => Promise<PinyinLexicon>;
}

/**
 * Letters to characters, one tap each: a candidate is chosen by touching it, further ones come by a button. Landscape
 * has the typewriter's order; portrait the alphabet's, in seven columns, as there is no room for ten fingers abreast.
 */
export function PinyinKeyboard({ texts, onText, onDelete, onSpeak, load = loadLexicon }: PinyinKeyboardProps) {
  const [lexicon, setLexicon] = useState<PinyinLexicon>();
  const [letters, setLetters] = useState('');
  useEffect(() => {
    let shown = true;
    // Without a dictionary the letters stay dead, which shows; the citizen has the other ways of the screen.
    load().then(
      (loaded) => shown && setLexicon(loaded),
      () => {},
    );
    return () => {
      shown = false;
    };
  }, [load]);

  const type = (letter: string) => {
    onSpeak?.(echoOf(letter, false));
    setLetters(letters + letter);
  };
  const choose = ({ text, letters: used }: Candidate) => {
    onSpeak?.(echoOf(text, false));
    setLetters(letters.slice(used));
    onText(text);
  };
  const remove = () => {
    onSpeak?.(echoOf(texts.delete, false));
    if (letters === '') onDelete();
    else setLetters(letters.slice(0, -1));
  };
  const canType = (letter: string) =>
    lexicon !== undefined && letters.length < MOST_LETTERS && lexicon.accepts(letters + letter);

  return (
    <div className="rs-pinyin">
      <p className="rs-pinyin__letters" role="status">
        {letters === '' ? (
          <span className="rs-pinyin__hint">{lexicon ? texts.hint : texts.loading}</span>
        ) : (
          (lexicon?.split(letters).join(' ') ?? letters)
        )}
      </p>
      {/* A new word starts on its first page. */}
      <Candidates key={letters} lexicon={lexicon} letters={letters} texts={texts} onChoose={choose} />
      <div className="rs-pinyin__keys">
        {LETTERS.map((letter) => (
          <BigButton
            key={letter}
            control="letter"
            digit={letter}
            kind="key"
            label={letter === 'v' ? 'ü' : letter}
            {...(letter === 'v' ? { spokenLabel: texts.umlaut } : {})}
            disabled={!canType(letter)}
            onPress={() => type(letter)}
          />
        ))}
        <BigButton
          control="apostrophe"
          kind="key"
          label="'"
          spokenLabel={texts.apostrophe}
          disabled={letters === '' || letters.endsWith("'") || letters.length >= MOST_LETTERS}
          onPress={() => setLetters(`${letters}'`)}
        />
        <BigButton
          control="name-dot"
          kind="key"
          label={NAME_DOT}
          spokenLabel={texts.dot}
          disabled={letters !== ''}
          onPress={() => {
            onSpeak?.(echoOf(texts.dot, false));
            onText(NAME_DOT);
          }}
        />
        <BigButton control="delete" kind="quiet" label={texts.delete} onPress={remove} />
      </div>
    </div>
  );
}

interface CandidatesProps {
  readonly lexicon: PinyinLexicon | undefined;
  readonly letters: string;
  readonly texts: PinyinKeyboardTexts;
  readonly onChoose: (candidate: Candidate) => void;
}

function Candidates({ lexicon, letters, texts, onChoose }: CandidatesProps) {
  const [page, setPage] = useState(0);
  const pages = useMemo(
    () => packCandidates(lexicon?.candidates(letters) ?? [], { cells: 7, rows: 2 }),
    [lexicon, letters],
  );
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form's fields */}
      <div className="rs-pinyin__candidates" role="group" aria-label={texts.candidates}>
        {(pages[page] ?? []).map((row) => (
          <div key={row[0]?.text} className="rs-pinyin__row">
            {row.map((candidate) => (
              <span key={candidate.text} className="rs-pinyin__candidate" data-cells={cellsOf(candidate.text)}>
                <BigButton
                  control="candidate"
                  digit={candidate.text}
                  kind="key"
                  label={candidate.text}
                  onPress={() => onChoose(candidate)}
                />
              </span>
            ))}
          </div>
        ))}
      </div>
      <Pager page={page} pages={pages.length} texts={texts} onPage={setPage} />
    </>
  );
}
