import type { Messages } from '@renshe/ui';
import type { Notice } from '../../contract/snapshot.ts';

/** The catalogue's words for the terminal's notices. */
export function noticeTexts(notices: readonly Notice[], messages: Messages) {
  return notices.map((key) => ({ key, ...messages.notices[key] }));
}
