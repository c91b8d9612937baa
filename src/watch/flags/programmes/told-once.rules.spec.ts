import { describe, expect, it } from '@jest/globals';
import { explainReach, isToldOnce, titleReach } from './told-once.rules.js';

describe('a finding that is told once of a programme', () => {
  it.each([
    [4, 4, false],
    [5, 5, true],
    [4, 5, false],
    [9, 10, true],
    [8, 9, false],
    [200, 200, true],
    [180, 200, true],
    [179, 200, false],
    [0, 0, false],
  ])('%d of %d: %s', (hit, of, expected) => {
    expect(isToldOnce({ hit, of })).toBe(expected);
  });

  it('says of how many of all, in both languages', () => {
    const title = { en: 'Short service window', zh: '服务期偏短' };
    expect(titleReach('W01', title, { hit: 200, of: 200 })).toEqual({
      en: 'Short service window: 200 of 200 purchases of the programme',
      zh: '服务期偏短（本购买计划 200 个采购项目中的 200 个）',
    });
    expect(titleReach('G01', title, { hit: 19, of: 20 }).zh).toBe('服务期偏短（本购买计划 20 条服务线中的 19 条）');
    const said = explainReach('G01', { en: 'A hole.', zh: '有空档。' }, { hit: 19, of: 20 });
    expect(said.en).toMatch(/^The rule finds this of 19 of 20 service lines .+ A hole\.$/);
    expect(said.zh).toMatch(/20 条服务线中，有 19 条如此.+有空档。$/);
  });
});
