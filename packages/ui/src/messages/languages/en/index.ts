import type { CatalogueOf } from '../../kinds.ts';
import type { shape } from '../../shape.ts';
import arrive from './arrive.json' with { type: 'json' };
import card from './card.json' with { type: 'json' };
import common from './common.json' with { type: 'json' };
import keypad from './keypad.json' with { type: 'json' };
import modes from './modes.json' with { type: 'json' };
import service from './service.json' with { type: 'json' };
import verify from './verify.json' with { type: 'json' };

/** Plain English: everyday words, short sentences, the verb first, what to do next. */
export const standard = {
  ...common,
  modes,
  keypad,
  screens: { ...arrive, ...card, ...verify, ...service },
} satisfies CatalogueOf<typeof shape>;
