import { useEffect, useState } from 'react';
import { BigButton } from '../components/BigButton.tsx';
import { echoOf, type OnSpeak } from '../keyboards/inputEcho.ts';
import { Pager, type PagerTexts } from '../keyboards/Pager.tsx';
import './AddressPicker.css';
import { type Division, type DivisionNode, loadDivisions } from './divisions.ts';

/** So many buttons of a finger's size fit under one heading on every screen. */
const PAGE = 12;

export interface AddressPickerTexts extends PagerTexts {
  /** The question for each level: which province, which city, which county, which street. */
  readonly questions: readonly [string, string, string, string];
  readonly loading: string;
  /** "Not among these": the street's name is then typed. */
  readonly other: string;
  /** What a chosen level's button does: "Change Guangdong". */
  readonly change: (name: string) => string;
}

export interface AddressPickerProps {
  readonly texts: AddressPickerTexts;
  /** From the province down; as far as there are divisions below. */
  readonly onDone: (path: readonly Division[]) => void;
  /** The street is not in the list: what was chosen above it. */
  readonly onOther: (path: readonly Division[]) => void;
  readonly onSpeak?: OnSpeak;
  /** For tests, and for regions with lists of their own. */
  readonly load?: () => Promise<readonly DivisionNode[]>;
}

/** Province, city, county, street: one question at a time, each answered by a touch; what was chosen can be changed. */
export function AddressPicker({ texts, onDone, onOther, onSpeak, load = loadDivisions }: AddressPickerProps) {
  const [provinces, setProvinces] = useState<readonly DivisionNode[]>();
  const [path, setPath] = useState<readonly DivisionNode[]>([]);
  const [page, setPage] = useState(0);
  useEffect(() => {
    let shown = true;
    load().then(
      (loaded) => shown && setProvinces(loaded),
      // Without the list the citizen types the address.
      () => shown && setProvinces([]),
    );
    return () => {
      shown = false;
    };
  }, [load]);

  const options = path.at(-1)?.children ?? provinces ?? [];
  const level = levelOf(options);
  const pages = Math.max(1, Math.ceil(options.length / PAGE));
  const choose = (division: DivisionNode) => {
    onSpeak?.(echoOf(division.name, false));
    const chosen = [...path, division];
    if (division.children.length === 0) onDone(chosen.map(plain));
    else {
      setPath(chosen);
      setPage(0);
    }
  };
  const change = (depth: number) => {
    setPath(path.slice(0, depth));
    setPage(0);
  };

  return (
    <section className="rs-address">
      {path.length > 0 ? (
        <ol className="rs-address__path">
          {path.map(({ code, name }, depth) => (
            <li key={code}>
              <BigButton
                control="address-change"
                digit={code}
                kind="quiet"
                label={name}
                spokenLabel={texts.change(name)}
                onPress={() => change(depth)}
              />
            </li>
          ))}
        </ol>
      ) : undefined}
      <h2 className="rs-address__question" role="status">
        {provinces ? texts.questions[level] : texts.loading}
      </h2>
      <ul className="rs-address__options">
        {options.slice(page * PAGE, (page + 1) * PAGE).map((division) => (
          <li key={division.code}>
            <BigButton
              control="address-option"
              digit={division.code}
              kind="secondary"
              label={division.name}
              onPress={() => choose(division)}
            />
          </li>
        ))}
      </ul>
      <Pager page={page} pages={pages} texts={texts} onPage={setPage} />
      {provinces && (level === 3 || options.length === 0) ? (
        <BigButton control="address-other" kind="quiet" label={texts.other} onPress={() => onOther(path.map(plain))} />
      ) : undefined}
    </section>
  );
}

const plain = ({ code, name }: DivisionNode): Division => ({ code, name });

/** By the code and not by the depth: 东城区 stands right below 北京市, where other provinces have cities. */
function levelOf(options: readonly DivisionNode[]): 0 | 1 | 2 | 3 {
  const code = options[0]?.code ?? '000000';
  if (code.length === 9) return 3;
  if (code.endsWith('0000')) return 0;
  return code.endsWith('00') ? 1 : 2;
}
