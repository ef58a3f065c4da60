import type { Messages } from '@renshe/ui';
import type { ScreenOf } from '../../contract/snapshot.ts';

/** Who the terminal takes the citizen for, to be heard: a wrong name must not need sight to be noticed. */
export function personRows(citizen: ScreenOf<'confirm'>['citizen'], { application, speech }: Messages): string[] {
  const { labels } = application;
  return [
    speech.row({ label: labels.name, value: citizen.name }),
    speech.row({ label: labels.idNumber, value: citizen.idNumberMasked }),
  ];
}
