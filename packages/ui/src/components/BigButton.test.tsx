// @vitest-environment jsdom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BigButton } from './BigButton.tsx';

declare global {
  var IS_REACT_ACT_ENVIRONMENT: boolean;
}
globalThis.IS_REACT_ACT_ENVIRONMENT = true;

describe('BigButton', () => {
  let root: Root;
  let now = 10_000;

  beforeEach(() => {
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    root = createRoot(document.body.appendChild(document.createElement('div')));
  });

  afterEach(() => {
    act(() => root.unmount());
    document.body.replaceChildren();
    vi.restoreAllMocks();
    now += 10_000;
  });

  const tap = () => act(() => document.querySelector('button')?.click());

  it('takes the first tap of a double tap and the next honest one', () => {
    const onPress = vi.fn();
    act(() => root.render(<BigButton control="confirm" label="确认核验" onPress={onPress} />));
    tap();
    now += 200;
    tap();
    expect(onPress).toHaveBeenCalledTimes(1);
    now += 400;
    tap();
    expect(onPress).toHaveBeenCalledTimes(2);
  });

  it('can be found by what it means', () => {
    act(() => root.render(<BigButton control="digit" digit="7" label="7" onPress={() => {}} />));
    expect(document.querySelector('[data-control="digit"][data-key="7"]')?.textContent).toBe('7');
  });
});
