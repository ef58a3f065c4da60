import { type LightName, type LightPattern, lightNames, type SensorBoard } from '@renshe/devices';
import type { Screen } from '../contract/snapshot.ts';
import { isUp } from './workflow/kioskActors.ts';

/** The lamp beside what the screen speaks of; undefined where it speaks of nothing at the machine. */
export function guideLightOf(view: Screen): { readonly light: LightName; readonly pattern: LightPattern } | undefined {
  switch (view.screen) {
    case 'place-card':
    case 'card-problem':
      return { light: 'idReader', pattern: 'medium' };
    // It works: a light that stays is the quieter one.
    case 'reading-card':
      return { light: 'idReader', pattern: 'on' };
    case 'take-card':
      return { light: 'idReader', pattern: view.alarm === 2 ? 'quick' : 'medium' };
    case 'capture':
      return { light: 'fillLight', pattern: 'on' };
    case 'receipt':
      return view.print === 'printed' ? { light: 'printer', pattern: 'medium' } : undefined;
    default:
      return undefined;
  }
}

/** Lets the lamps of the machine follow the screen. A lamp that fails costs nobody anything. */
export class GuideLights {
  readonly #board: Pick<SensorBoard, 'status' | 'onStatus' | 'setLight'>;
  readonly #shown = new Map<LightName, LightPattern>();
  readonly #unsubscribe: () => void;
  #view: Screen | undefined;

  constructor(board: Pick<SensorBoard, 'status' | 'onStatus' | 'setLight'>) {
    this.#board = board;
    let up = isUp(board.status.state);
    this.#unsubscribe = board.onStatus(({ state }) => {
      // Whoever drives the lamps may be another one than before, and knows of none.
      if (isUp(state) && !up) this.#again();
      up = isUp(state);
    });
  }

  show(view: Screen): void {
    this.#view = view;
    const guide = guideLightOf(view);
    for (const light of lightNames) {
      const pattern = guide?.light === light ? guide.pattern : 'off';
      if ((this.#shown.get(light) ?? 'off') === pattern) continue;
      this.#shown.set(light, pattern);
      void this.#board.setLight(light, pattern);
    }
  }

  stop(): void {
    this.#unsubscribe();
  }

  #again(): void {
    this.#shown.clear();
    if (this.#view) this.show(this.#view);
  }
}
