// @vitest-environment jsdom
import { describe, expect, it, vi } from 'vitest';
import { renderInPage } from '../testing/renderInPage.tsx';
import { AddressPicker, type AddressPickerTexts } from './AddressPicker.tsx';
import { type Division, type DivisionNode, loadDivisions } from './divisions.ts';

const provinces = await loadDivisions();
const load = async () => provinces;
const page = renderInPage();

const find = (nodes: readonly DivisionNode[], name: string): DivisionNode => {
  const found = nodes.find((node) => node.name === name);
  if (!found) throw new Error(`no ${name}`);
  return found;
};

describe('divisions', () => {
  it('are those of the mainland, with codes of GB/T 2260', () => {
    expect(provinces).toHaveLength(31);
    expect(find(provinces, '浙江省').code).toBe('330000');
    const hangzhou = find(find(provinces, '浙江省').children, '杭州市');
    // Founded in 2021: the list is not from before.
    expect(find(hangzhou.children, '临平区').code).toBe('330113');
  });

  it('leave out what stands in no address', () => {
    const names = (nodes: readonly DivisionNode[]): string[] =>
      nodes.flatMap((node) => [node.name, ...names(node.children)]);
    expect(names(provinces).filter((name) => /^(市辖区|县|.*直辖县级行政区划)$/.test(name))).toEqual([]);
    expect(find(find(provinces, '北京市').children, '东城区').code).toBe('110101');
    expect(find(find(provinces, '湖北省').children, '仙桃市').code).toBe('429004');
    expect(find(find(provinces, '广东省').children, '东莞市').children[0]?.code).toHaveLength(9);
  });

  it('go down to forty thousand streets and name each place once', () => {
    const codes = (nodes: readonly DivisionNode[]): string[] =>
      nodes.flatMap((node) => [node.code, ...codes(node.children)]);
    const all = codes(provinces);
    expect(all.filter((code) => code.length === 9).length).toBeGreaterThan(40_000);
    expect(new Set(all).size).toBe(all.length);
  });
});

const texts: AddressPickerTexts = {
  questions: ['哪个省', '哪个市', '哪个区', '哪个街道'],
  loading: '请稍等',
  other: '自己写',
  change: (name) => `改${name}`,
  previous: '上一页',
  next: '下一页',
  page: (at, pages) => `${at}/${pages}`,
};

describe('AddressPicker', () => {
  const onDone = vi.fn<(path: readonly Division[]) => void>();
  const onOther = vi.fn<(path: readonly Division[]) => void>();
  const picker = () => <AddressPicker texts={texts} onDone={onDone} onOther={onOther} load={load} />;
  const choose = (code: string) => page.press(`[data-control="address-option"][data-key="${code}"]`);
  const question = () => page.find('.rs-address__question').textContent;

  it('asks for one level after another and gives the whole path', async () => {
    await page.show(picker());
    expect(question()).toBe('哪个省');
    await choose('130000');
    expect(question()).toBe('哪个市');
    await choose('130100');
    expect(question()).toBe('哪个区');
    await choose('130102');
    expect(question()).toBe('哪个街道');
    await choose('130102001');
    expect(onDone.mock.lastCall?.[0].map(({ code }) => code)).toEqual(['130000', '130100', '130102', '130102001']);
  });

  it('asks a municipality for its district at once', async () => {
    await page.show(picker());
    await choose('110000');
    expect(question()).toBe('哪个区');
  });

  it('has a page for every choice, twelve on each', async () => {
    await page.show(picker());
    expect(page.texts('[data-control="address-option"]')).toHaveLength(12);
    await page.press('[data-control="page-next"]');
    await page.press('[data-control="page-next"]');
    expect(page.texts('[data-control="address-option"]')).toHaveLength(7);
    await choose('650000');
    expect(page.find('.rs-pager__where').textContent).toBe('1/3');
  });

  it('goes back to a level that was chosen', async () => {
    await page.show(picker());
    await choose('130000');
    await choose('130100');
    const first = page.find('[data-control="address-change"]');
    expect(first.getAttribute('aria-label')).toBe('改河北省');
    await page.press('[data-control="address-change"]');
    expect(question()).toBe('哪个省');
  });

  it('lets a street be typed that is not in the list', async () => {
    await page.show(picker());
    await choose('110000');
    expect(document.querySelector('[data-control="address-other"]')).toBeNull();
    await choose('110101');
    await page.press('[data-control="address-other"]');
    expect(onOther.mock.lastCall?.[0].map(({ name }) => name)).toEqual(['北京市', '东城区']);
  });

  it('leaves typing where the list cannot be had', async () => {
    await page.show(
      <AddressPicker
        texts={texts}
        onDone={onDone}
        onOther={onOther}
        load={async () => Promise.reject(new Error('gone'))}
      />,
    );
    await page.press('[data-control="address-other"]');
    expect(onOther).toHaveBeenLastCalledWith([]);
  });
});
