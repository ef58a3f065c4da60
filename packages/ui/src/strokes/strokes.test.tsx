// @vitest-environment jsdom
import { act } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { renderInPage } from '../testing/renderInPage.tsx';
import { HandwritingPad } from './HandwritingPad.tsx';
import type { HandwritingPort } from './HandwritingPort.ts';
import { type Signature, SignaturePad, signatureToSvg } from './SignaturePad.tsx';
import { inkLength, strokesToPath } from './strokes.ts';

const page = renderInPage();

/** Draws on the surface as if it were 500 pixels wide. */
async function draw(points: readonly (readonly [x: number, y: number])[], pointerId = 1): Promise<void> {
  const paper = page.find('[data-control="writing-surface"]');
  paper.getBoundingClientRect = () => new DOMRect(0, 0, 500, 180);
  const send = (type: string, [x, y]: readonly [number, number]) =>
    act(async () => {
      paper.dispatchEvent(new PointerEvent(type, { bubbles: true, pointerId, clientX: x, clientY: y }));
    });
  const [first = [0, 0], ...rest] = points;
  await send('pointerdown', first);
  for (const point of rest) await send('pointermove', point);
  await send('pointerup', points.at(-1) ?? first);
}

describe('strokes', () => {
  it('become a path that starts and ends where the finger did', () => {
    const path = strokesToPath([
      [
        { x: 0, y: 0 },
        { x: 10, y: 0 },
        { x: 20, y: 10 },
      ],
    ]);
    expect(path).toBe('M0 0Q0 0 5 0Q10 0 15 5L20 10');
    expect(strokesToPath([[{ x: 3, y: 4 }]])).toBe('M3 4h.1');
    expect(strokesToPath([])).toBe('');
  });

  it('are measured together', () => {
    expect(
      inkLength([
        [
          { x: 0, y: 0 },
          { x: 3, y: 4 },
        ],
        [{ x: 9, y: 9 }],
      ]),
    ).toBe(5);
  });
});

describe('SignaturePad', () => {
  const texts = {
    label: '请签名',
    clear: '重写',
    done: '签好了',
    cannot: '我不便签名',
    cannotDetail: '请工作人员见证',
  };
  const isOff = (control: string) => page.find(`[data-control="${control}"]`).hasAttribute('disabled');

  it('gives the lines that were drawn, in thousandths of its width', async () => {
    const onDone = vi.fn<(signature: Signature) => void>();
    await page.show(<SignaturePad texts={texts} onDone={onDone} onCannotSign={() => {}} />);
    expect(isOff('signature-done')).toBe(true);
    await draw([
      [50, 50],
      [150, 50],
      [250, 90],
    ]);
    expect(isOff('signature-done')).toBe(false);
    await page.press('[data-control="signature-done"]');
    expect(onDone.mock.lastCall?.[0]).toEqual({
      path: 'M100 100Q100 100 200 100Q300 100 400 140L500 180',
      width: 1000,
      height: 360,
    });
  });

  it('takes a touch by mistake for no signature, and clears', async () => {
    await page.show(<SignaturePad texts={texts} onDone={() => {}} onCannotSign={() => {}} />);
    await draw([
      [50, 50],
      [53, 50],
    ]);
    expect(isOff('signature-done')).toBe(true);
    await page.press('[data-control="signature-clear"]');
    expect(page.find('.rs-strokes__ink').getAttribute('d')).toBe('');
  });

  it('lets a second finger leave no ink', async () => {
    await page.show(<SignaturePad texts={texts} onDone={() => {}} onCannotSign={() => {}} />);
    const paper = page.find('[data-control="writing-surface"]');
    paper.getBoundingClientRect = () => new DOMRect(0, 0, 500, 180);
    const touch = (type: string, pointerId: number, clientX: number) =>
      act(async () => {
        paper.dispatchEvent(new PointerEvent(type, { bubbles: true, pointerId, clientX, clientY: 50 }));
      });
    await touch('pointerdown', 1, 100);
    await touch('pointerdown', 2, 400);
    await touch('pointermove', 2, 450);
    await touch('pointermove', 1, 200);
    await touch('pointerup', 1, 200);
    expect(page.find('.rs-strokes__ink').getAttribute('d')).toBe('M200 100Q200 100 300 100L400 100');
  });

  it('always offers the way without ink, by one press', async () => {
    const onCannotSign = vi.fn();
    await page.show(<SignaturePad texts={texts} onDone={() => {}} onCannotSign={onCannotSign} />);
    expect(isOff('signature-cannot')).toBe(false);
    await page.press('[data-control="signature-cannot"]');
    expect(onCannotSign).toHaveBeenCalledOnce();
  });

  it('becomes a picture that stands alone', () => {
    const svg = signatureToSvg({ path: 'M0 0L1 1', width: 1000, height: 360 });
    const { documentElement } = new DOMParser().parseFromString(svg, 'image/svg+xml');
    expect(documentElement.getAttribute('viewBox')).toBe('0 0 1000 360');
    expect(documentElement.querySelector('path')?.getAttribute('d')).toBe('M0 0L1 1');
  });
});

describe('HandwritingPad', () => {
  const texts = { label: '写一个字', undo: '退一笔', clear: '重写', candidates: '候选字', hint: '请写' };

  it('is not there without an engine', async () => {
    await page.show(<HandwritingPad engine={undefined} texts={texts} onText={() => {}} />);
    expect(document.querySelector('.rs-handwriting')).toBeNull();
  });

  it('asks the engine after each stroke and writes what is chosen', async () => {
    const recognise = vi.fn<HandwritingPort['recognise']>(async (strokes) =>
      strokes.length === 1 ? ['一'] : ['二', '三'],
    );
    const onText = vi.fn();
    await page.show(<HandwritingPad engine={{ recognise }} texts={texts} onText={onText} />);
    await draw([
      [50, 50],
      [150, 50],
    ]);
    await draw([
      [40, 90],
      [160, 90],
    ]);
    expect(recognise.mock.lastCall?.[0]).toHaveLength(2);
    expect(page.texts('[data-control="candidate"]')).toEqual(['二', '三']);
    await page.press('[data-control="stroke-undo"]');
    expect(page.texts('[data-control="candidate"]')).toEqual(['一']);
    await page.press('[data-control="candidate"]');
    expect(onText).toHaveBeenCalledWith('一');
    expect(page.find('.rs-strokes__ink').getAttribute('d')).toBe('');
  });
});
