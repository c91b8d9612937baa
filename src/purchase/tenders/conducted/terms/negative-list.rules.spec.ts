import { describe, expect, it } from '@jest/globals';
import { negativeListWarnings, refuseNegativeKinds, type NegativeWords } from './negative-list.rules.js';
import { NEGATIVE_KINDS, NO_TERMS, type NegativeKind } from './terms-types.js';

const stated = (negativeList: NegativeKind | null) => [
  {
    ...{ lot: null, window: { start: null, end: null } },
    terms: { ...NO_TERMS, negativeList },
    toPointer: (path: string) => path,
  },
];
const warn = (title: string, words: NegativeWords = {}, on = '2025-11-03') =>
  negativeListWarnings(title, [{ negativeList: 'none', ...words }], on).map(({ text }) => text.zh);

describe('what must not be bought as a service', () => {
  it.each(NEGATIVE_KINDS)('%s', (kind) => {
    const refused = refuseNegativeKinds(stated(kind), '2025-11-03');
    expect(refused?.rule ?? null).toBe(kind === 'none' ? null : 'GPS-NEGATIVE-LIST');
  });

  it('is refused from the first day of the order on, and only where somebody said it', () => {
    expect(refuseNegativeKinds(stated('staffing'), '2020-02-29')).toBeNull();
    expect(refuseNegativeKinds(stated('staffing'), '2020-03-01')).not.toBeNull();
    expect(refuseNegativeKinds(stated(null), '2025-11-03')).toBeNull();
  });

  it.each([
    ['采购社工岗位，以劳务派遣方式用工', '劳务派遣'],
    ['设置公益性岗位 20 个', '公益性岗位'],
    ['购买岗位服务', '购买岗位'],
    ['协助街道开展人员招聘', '人员招聘'],
    ['不得采用劳务派遣方式用工', null],
    ['本项目不包括公益性岗位的设置', null],
    ['本项目不含培训，以劳务派遣方式用工', '劳务派遣'],
    ['为社区老年人提供居家养老服务', null],
  ])('may be meant by the words %s: %s', (requirement, word) => {
    const found = warn('社区服务', { requirement });
    expect([found.length, found[0]?.includes(word ?? '') ?? true]).toEqual([word === null ? 0 : 1, true]);
    expect(warn(requirement)).toHaveLength(found.length);
    expect(warn('社区服务', { standards: [{ no: 1, text: requirement }] })).toHaveLength(found.length);
    expect(warn('社区服务', { requirement }, '2020-02-29')).toEqual([]);
  });

  it('is said not to have been looked at where nobody stated it', () => {
    expect(warn('社区服务', { negativeList: null })).toEqual([expect.stringContaining('尚未说明')]);
    expect(negativeListWarnings('社区服务', [{ negativeList: 'none' }, {}], '2025-11-03')).toHaveLength(1);
  });
});
