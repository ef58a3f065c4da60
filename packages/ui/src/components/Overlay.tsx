import { type ReactNode, useId } from 'react';
import './Overlay.css';

/** A question that must be answered before the screen below goes on. What lies below is inert (see KioskFrame). */
export function Overlay({
  title,
  name,
  children,
}: {
  readonly title: string;
  readonly name: string;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <div className="rs-overlay" data-overlay={name}>
      <div className="rs-overlay__sheet" role="alertdialog" aria-modal="true" aria-labelledby={id}>
        <h2 id={id} className="rs-title">
          {title}
        </h2>
        {children}
      </div>
    </div>
  );
}
