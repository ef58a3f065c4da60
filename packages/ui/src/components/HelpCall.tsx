import { BigButton } from './BigButton.tsx';
import './HelpCall.css';
import { Overlay } from './Overlay.tsx';

export interface HelpCallProps {
  readonly title: string;
  readonly lead: string;
  readonly rows: readonly { readonly label: string; readonly value: string }[];
  readonly close: string;
  readonly onClose: () => void;
}

/** Who helps, where, and by which telephone number. Needs no network: it is there when nothing else is. */
export function HelpCall({ title, lead, rows, close, onClose }: HelpCallProps) {
  return (
    <Overlay title={title} name="help">
      <p className="rs-lead">{lead}</p>
      <dl className="rs-help">
        {rows.map(({ label, value }) => (
          <div key={label} className="rs-help__row">
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <BigButton control="help-close" label={close} onPress={onClose} />
    </Overlay>
  );
}
