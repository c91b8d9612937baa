import { describe, expect, it } from '@jest/globals';
import { drawGroup, type SeenLot } from './group-pictures.rules.js';

const lot = (bids: Partial<SeenLot['bids'][number]>[]): SeenLot => {
  const made = bids.map((bid, i) => ({
    ...{ id: String(i), bidder: `第${i}中心`, price: 100 + i, won: false, withdrawn: false },
    ...bid,
  }));
  return { name: '一包', on: '2023-01-15', ceiling: 200, bids: made, winners: made.filter(({ won }) => won) };
};
const draw = (seen: SeenLot, members: string[], lang: 'zh' | 'en' = 'zh') =>
  drawGroup([seen], { members, lots: ['x'] }, lang);

describe('the pictures of a finding over many lots', () => {
  it.each([
    ['zh', '（其他）第1中心', ['预警所涉供应商成交', '其他供应商未成交']],
    ['en', '(other) 第1中心', ['Named by the finding, awarded', 'Others, not awarded']],
  ] as const)('call no rival of one firm a body that the finding speaks of (%s)', (lang, rival, signs) => {
    const rivals = Array.from({ length: 9 }, () => ({}));
    const [matrix, turns, prices] = draw(lot([{ won: true }, ...rivals]), ['0', 'buyer'], lang);
    expect(matrix?.description).toContain(rival);
    expect(matrix?.description).not.toContain(lang === 'zh' ? '（其他）第0中心' : '(other) 第0中心');
    expect(matrix?.description).toContain(lang === 'zh' ? '另有 2 家供应商未画' : '2 more bidders not drawn');
    expect(turns?.description).toContain('A 第0中心');
    const { series } = prices?.chart as unknown as { series: { name: string; data: unknown[] }[] };
    expect(series.map(({ name, data }) => [name, data.length])).toEqual([
      [signs[0], 1],
      [signs[1], 9],
    ]);
  });

  it('draw a member that withdrew as such, without its price, and nobody in its place', () => {
    const [matrix, , prices] = draw(lot([{ withdrawn: true }, { won: true }, {}]), ['0', '1']);
    expect(matrix?.description).toContain('2023-01-15：第0中心 撤回，第1中心 成交');
    expect(matrix?.description).not.toContain('第2中心');
    expect(prices?.description).toContain('2023-01-15: 50.5% 预警所涉供应商成交, 51% 其他供应商未成交');
    expect(prices?.description).not.toContain('50%');
  });

  it('draw who was awarded also where its bid is not public', () => {
    const winner = { id: '7', bidder: '第7中心' };
    const drawn = draw({ ...lot([]), winners: [winner] }, ['7', '8']);
    expect(drawn.map(({ title }) => title)).toEqual(['供应商与采购包', '成交先后']);
    expect(drawn[0]?.description).toContain('2023-01-15：第7中心 成交');
  });
});
