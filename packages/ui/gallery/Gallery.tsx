import { useEffect, useState } from 'react';
import { Device } from './Device.tsx';
import { galleryEntries } from './entries.ts';
import { entryId } from './galleryEntry.ts';
import { screenSizes } from './screenSizes.ts';
import { type ChoiceName, choiceNames, choices, readView, type View, writeView } from './view.ts';

const NAMES: Readonly<Record<string, string>> = {
  'zh-Hans': '简体',
  'zh-Hant': '繁體',
  en: 'English',
  long: 'Långer',
  rtl: 'ئوڭدىن',
  ...Object.fromEntries(screenSizes.map(({ id, name }) => [id, name])),
};

/** In the order of the alphabet, as a component is looked for by its name. */
const components = [...new Set(galleryEntries.map(({ component }) => component))].sort();

/** Every component in each of its states, in each way a citizen can ask to be served, on each screen. */
export function Gallery() {
  const [view, setView] = useState<View>(() => readView(location.hash.slice(1), firstEntry()));
  const [compare, setCompare] = useState(false);
  useEffect(() => history.replaceState(undefined, '', `#${writeView(view)}`), [view]);
  useEffect(() => {
    const follow = () => setView(readView(location.hash.slice(1), firstEntry()));
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  const entry = galleryEntries.find((one) => entryId(one) === view.entry);
  const states = galleryEntries.filter(({ component }) => component === entry?.component);

  return (
    <div className="gallery">
      <nav className="gallery__list" aria-label="Components">
        <h1>
          Renshe <span>gallery</span>
        </h1>
        <ul>
          {components.map((component) => (
            <li key={component}>
              <a
                href={`#${writeView({ ...view, entry: firstOf(component) })}`}
                aria-current={component === entry?.component ? 'page' : undefined}
              >
                {component}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <header className="gallery__controls">
        {choiceNames.map((name) => (
          <Choice key={name} name={name} value={view[name]} onChange={(value) => setView({ ...view, [name]: value })} />
        ))}
        <label className="gallery__compare">
          <input type="checkbox" checked={compare} onChange={({ target }) => setCompare(target.checked)} />
          all themes and forms
        </label>
      </header>
      <main className="gallery__main">
        <div className="gallery__states" role="tablist" aria-label="States">
          {states.map((one) => (
            <button
              key={one.state}
              type="button"
              role="tab"
              aria-selected={one === entry}
              onClick={() => setView({ ...view, entry: entryId(one) })}
            >
              {one.state}
            </button>
          ))}
        </div>
        <div className="gallery__devices" data-compare={compare}>
          {compare ? (
            choices.form.flatMap((form) =>
              choices.theme.map((theme) => <Device key={`${form}-${theme}`} view={{ ...view, form, theme }} />),
            )
          ) : (
            <Device view={view} />
          )}
        </div>
      </main>
    </div>
  );
}

interface ChoiceProps {
  readonly name: ChoiceName;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Choice({ name, value, onChange }: ChoiceProps) {
  return (
    <fieldset className="gallery__choice">
      <legend>{name}</legend>
      {choices[name].map((one) => (
        <label key={one} data-chosen={one === value}>
          <input type="radio" name={name} checked={one === value} onChange={() => onChange(one)} />
          {NAMES[one] ?? one}
        </label>
      ))}
    </fieldset>
  );
}

function firstEntry(): string {
  return firstOf(components[0] ?? '');
}

function firstOf(component: string): string {
  const entry = galleryEntries.find((one) => one.component === component);
  return entry ? entryId(entry) : '';
}
