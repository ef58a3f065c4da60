import type { Messages } from '@renshe/ui';
import type { Notice } from '../../contract/snapshot.ts';

/** The same to be heard. */
export function spokenNotices(notices: readonly Notice[], { notices: texts, speech }: Messages): string[] {
  return notices.map((key) => speech.choice({ label: texts[key].what, detail: texts[key].instead }));
}

/** The catalogue's words for the terminal's notices. */
export function noticeTexts(notices: readonly Notice[], messages: Messages) {
  return notices.map((key) => ({ key, ...messages.notices[key] }));
}
