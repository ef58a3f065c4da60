// @vitest-environment jsdom
import { describe, expect, it, vi } from 'vitest';
import { renderInPage } from '../testing/renderInPage.tsx';
import { BigConfirm } from './BigConfirm.tsx';
import { Countdown } from './Countdown.tsx';
import { QrPanel } from './QrPanel.tsx';

const page = renderInPage();

describe('BigConfirm', () => {
  const texts = {
    question: '要挂失吗？',
    consequences: ['马上不能刷卡'],
    goOn: '继续',
    last: '确定挂失？',
    confirm: '是的，挂失',
    back: '返回',
  };

  it('does the deed in the second step and not before', async () => {
    const onConfirm = vi.fn();
    await page.show(<BigConfirm texts={texts} onConfirm={onConfirm} onBack={() => {}} />);
    expect(document.querySelector('[data-control="confirm-deed"]')).toBeNull();
    await page.press('[data-control="confirm-go-on"]');
    expect(onConfirm).not.toHaveBeenCalled();
    expect(document.activeElement?.textContent).toBe('确定挂失？');
    await page.press('[data-control="confirm-deed"]');
    expect(onConfirm).toHaveBeenCalledOnce();
  });

  it('goes back one step at a time', async () => {
    const onBack = vi.fn();
    await page.show(<BigConfirm texts={texts} onConfirm={() => {}} onBack={onBack} />);
    await page.press('[data-control="confirm-go-on"]');
    await page.press('[data-control="confirm-back"]');
    expect(onBack).not.toHaveBeenCalled();
    expect(page.find('h2').textContent).toBe('要挂失吗？');
    await page.press('[data-control="confirm-back"]');
    expect(onBack).toHaveBeenCalledOnce();
  });
});

describe('Countdown', () => {
  it('shows whole seconds, never less than none, and counts at nobody', async () => {
    await page.show(<Countdown secondsLeft={8.2} seconds={60} label="还剩" spoken="9秒" />);
    const timer = page.find('[role="timer"]');
    expect(timer.textContent).toBe('9');
    expect(timer.getAttribute('aria-label')).toBe('还剩 9秒');
    expect(timer.getAttribute('aria-live')).toBe('off');
    expect(page.find('.rs-countdown').dataset.soon).toBe('true');
    await page.show(<Countdown secondsLeft={-3} seconds={60} label="还剩" spoken="0秒" />);
    expect(page.find('[role="timer"]').textContent).toBe('0');
  });
});

describe('QrPanel', () => {
  it('covers a code that has run out and offers another', async () => {
    const onRenew = vi.fn();
    await page.show(
      <QrPanel
        text="abc"
        label="手机接着办"
        steps={['打开', '扫']}
        state={{ kind: 'expired', note: '已过期', renew: '换一个', onRenew }}
      />,
    );
    expect(page.find('.rs-qr-panel__cover').textContent).toBe('已过期');
    await page.press('[data-control="qr-renew"]');
    expect(onRenew).toHaveBeenCalledOnce();
  });
});
