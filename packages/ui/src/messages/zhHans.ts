import { buildMessages } from './buildMessages.ts';
import { standard } from './languages/zh-Hans/index.ts';
import { getLocale } from './locales.ts';

/** There from the first picture: what the terminal shows before it knows who stands there, and whatever else fails. */
export const zhHans = buildMessages(standard, getLocale('zh-Hans'));
