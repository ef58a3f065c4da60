import type { ReactNode } from 'react';
import { Button, type PressEvent } from 'react-aria-components';
import { pageTapGuard } from '../guard/pageTapGuard.ts';
import './BigButton.css';

/**
 * `choice` is for answers that weigh the same: they all look alike. `option` is one of several settings, of which one is in
 * force. `utility` stands in the bar at the foot of the screen.
 */
export type ButtonKind = 'primary' | 'secondary' | 'choice' | 'quiet' | 'key' | 'utility' | 'option';

export interface BigButtonProps {
  /** What it means, for tests and robots: stays the same in every language. */
  readonly control: string;
  readonly kind?: ButtonKind;
  readonly onPress: () => void;
  readonly disabled?: boolean;
  readonly label: string;
  readonly detail?: string | undefined;
  readonly icon?: ReactNode;
  /** Name for a screen reader where the label is only a sign. */
  readonly spokenLabel?: string;
  readonly digit?: string;
  /** Of an `option`: whether it is the one in force. */
  readonly chosen?: boolean;
}

/** A button a finger cannot miss: at least 20 mm both ways, deaf to the second tap of a double tap. */
export function BigButton(props: BigButtonProps) {
  const {
    control,
    kind = 'primary',
    onPress,
    disabled = false,
    label,
    detail,
    icon,
    spokenLabel,
    digit,
    chosen,
  } = props;
  const press = (event: PressEvent) => {
    const pointer = event.pointerType === 'keyboard' || event.pointerType === 'virtual' ? {} : placeOf(event);
    if (pageTapGuard.accepts({ control: digit === undefined ? control : `${control}-${digit}`, ...pointer })) onPress();
  };
  return (
    <Button
      className={`rs-button rs-button--${kind}`}
      data-control={control}
      data-key={digit}
      {...(spokenLabel === undefined ? {} : { 'aria-label': spokenLabel })}
      {...(chosen === undefined ? {} : { 'aria-pressed': chosen })}
      isDisabled={disabled}
      onPress={press}
    >
      {icon ? <span className="rs-button__icon">{icon}</span> : undefined}
      <span className="rs-button__text">
        <span className="rs-button__label">{label}</span>
        {detail ? <span className="rs-button__detail">{detail}</span> : undefined}
      </span>
      {chosen ? <Tick /> : undefined}
    </Button>
  );
}

function Tick() {
  return (
    <svg className="rs-button__tick" viewBox="0 0 24 24" aria-hidden="true">
      <path d="M5 12.5 10 17.5 19 7.5" fill="none" stroke="currentColor" strokeWidth="3.4" strokeLinecap="round" />
    </svg>
  );
}

/** React Aria gives the place within the target; the guard needs the place on the screen. */
function placeOf(event: PressEvent): { x: number; y: number } {
  const box = event.target.getBoundingClientRect();
  return { x: box.left + event.x, y: box.top + event.y };
}
