import { describe, expect, it } from '@jest/globals';
import { groupFacts } from '../../../test/support/risk-facts.js';
import type { ScreenedFinding } from '../screening/screening-types.js';
import { GROUP_RULES } from '../screening/group-rules.js';
import { assess } from '../runs/assess.rules.js';
import { addScreenedCount } from './chances/chance.rules.js';
import { findIndicator, INDICATORS } from './registry.js';
import type { Indicator } from './indicator-types.js';

const GROUP_INDICATORS = INDICATORS.filter(({ facts }) => facts === 'group') as unknown as Indicator<'group'>[];
const finding = (change: Partial<ScreenedFinding>) => ({ ...groupFacts().finding, ...change });

describe('rules over many lots in the catalogue', () => {
  it('are those of the screening, in their versions; figures alone are notices', () => {
    expect(GROUP_INDICATORS.map(({ id }) => id)).toEqual(GROUP_RULES.map(({ id }) => id));
    for (const { id, version, triggers } of GROUP_RULES)
      expect(findIndicator(id)).toMatchObject({ version, severity: triggers ? 'risk' : 'notice' });
  });

  describe.each(GROUP_INDICATORS.filter(({ severity }) => severity === 'risk').map((rule) => [rule.id, rule] as const))(
    '%s',
    (_, rule) => {
      it('waits for a screening run with its p-value', () => {
        expect(assess(rule, groupFacts({ screening: null }))).toMatchObject({
          state: 'insufficient_data',
          reason: { code: 'not_screened' },
          pValue: '0.0002',
        });
      });

      it('says how rare it is, among how many, and names lots and figures where it stands out', () => {
        const found = assess(rule, groupFacts());
        expect(found).toMatchObject({ state: 'triggered', value: '0.0002', threshold: '0.005', unit: 'p' });
        expect(found.explanation.en).toMatch(/At most one in 5.000 honest groups looks so\.$/);
        const read = addScreenedCount(found.explanation, 40);
        expect(read.en).toMatch(
          /looks so\. 40 groups were screened by this rule in this run, so fewer than 0\.01 would look so by chance\.$/,
        );
        expect(read.zh).toContain('本规则共判断 40 个供应商组合');
        expect(new Set(found.evidence.map(({ record }) => record))).toEqual(new Set(['bidder_group:g1', 'lot:t1/1']));
      });

      it('is clear where it does not stand out, and unknown where it could not', () => {
        const clear = groupFacts({ finding: finding({ state: 'clear', p: 0.3 }) });
        expect(assess(rule, clear)).toMatchObject({
          state: 'clear',
          pValue: '0.3',
          explanation: { chance: { p: '0.3' } },
        });
        const weak = groupFacts({ finding: finding({ state: 'insufficient_data', threshold: null, smallestP: 0.2 }) });
        expect(assess(rule, weak)).toMatchObject({ state: 'insufficient_data', reason: { code: 'no_power' } });
      });

      it('says what is missing, and where it does not apply', () => {
        const silent = { p: null, smallestP: null, threshold: null };
        const missing = finding({
          ...silent,
          state: 'insufficient_data',
          reason: { code: 'missing', fields: ['ceiling'] },
        });
        expect(assess(rule, groupFacts({ finding: missing }))).toMatchObject({
          state: 'insufficient_data',
          reason: { missing: ['ceiling'] },
        });
        const few = finding({
          ...silent,
          state: 'insufficient_data',
          reason: { code: 'too_few_lots', seen: 2, needed: 5 },
        });
        expect(assess(rule, groupFacts({ finding: few })).explanation.en).toContain('(there are 2; asked for 5)');
        const fixed = finding({ ...silent, state: 'not_applicable', reason: { code: 'fixed_price' } });
        expect(assess(rule, groupFacts({ finding: fixed }))).toMatchObject({ state: 'not_applicable' });
      });
    },
  );

  it('N01 says what its figure is: a skewness, and no standard deviations', () => {
    const said = assess(
      findIndicator('N01') as unknown as Indicator<'group'>,
      groupFacts({ finding: finding({ rule: 'N01', n: 6, statistic: { name: 'gap', value: 0.3849 } }) }),
    ).explanation;
    expect(said.en).toContain('the skewness of a lot’s log prices, its sign reversed, is 0.3849 higher on average.');
    expect(said.zh).toContain('偏度（取相反数）平均高出 0.3849。');
    expect(said.en + said.zh).not.toMatch(/standard deviation|标准差/);
  });

  describe('what is seen where nothing stands out', () => {
    const say = (id: string, statistic: ScreenedFinding['statistic'], state: ScreenedFinding['state'] = 'clear') =>
      assess(
        findIndicator(id) as unknown as Indicator<'group'>,
        groupFacts({
          finding: finding({ rule: id, n: 6, p: state === 'clear' ? 0.4 : 0.0002, statistic, state }),
        }),
      ).explanation;

    it.each([
      ['N01', { name: 'gap', value: -0.2 }, /lean more|higher/, /更偏向|高出/],
      ['N02', { name: 'regularity', value: 0.3 }, /in a regular order/, /先后有规律/],
      ['N06', { name: 'pairsAlike', value: 4 }, /so that each has its own winner/, /各自固定/],
      ['N14', { name: 'shape', value: -1 }, /further apart/, /差距大于/],
    ] as const)('%s asserts no pattern', (id, statistic, en, zh) => {
      const [clear, triggered] = [say(id, statistic), say(id, statistic, 'triggered')];
      expect(clear.en).not.toMatch(en);
      expect(clear.zh).not.toMatch(zh);
      expect(triggered.en).toMatch(en);
      expect(triggered.zh).toMatch(zh);
    });

    it('N11 says above of points above, and below of points below', () => {
      const above = say('N11', { name: 'shift', value: 2.5 });
      expect(above.en).toContain('2.5 above their own elsewhere');
      expect(above.zh).toContain('高 2.5 分');
      for (const state of ['clear', 'triggered'] as const) {
        const below = say('N11', { name: 'shift', value: -2.5 }, state);
        expect(below.en).toContain('2.5 below their own elsewhere');
        expect(below.zh).toContain('低 2.5 分');
      }
    });
  });

  it('says of a market that not all of it was looked at', () => {
    const rule = GROUP_INDICATORS.find(({ id }) => id === 'N03') as Indicator<'group'>;
    expect(rule.subjectTypes).toContain('market');
    const partly = finding({
      rule: 'N03',
      ...{ p: null, smallestP: null, threshold: null },
      state: 'insufficient_data',
      reason: { code: 'too_many_groups', seen: 5000 },
    });
    const said = assess(rule, groupFacts({ finding: partly }));
    expect(said).toMatchObject({ state: 'insufficient_data', reason: { code: 'too_many_groups' } });
    expect(said.explanation.en).toContain('the others were not');
    expect(said.explanation.zh).toContain('其余未筛查');
  });

  it.each(['N03', 'N04'])('%s is a figure: clear whether or not it was screened, whatever its size', (id) => {
    const rule = GROUP_INDICATORS.find((each) => each.id === id) as Indicator<'group'>;
    const figure = finding({ rule: id, p: null, state: 'clear', reason: { code: 'figure' } });
    for (const screening of [null, groupFacts().screening])
      expect(assess(rule, groupFacts({ screening, finding: figure }))).toMatchObject({
        state: 'clear',
        value: '0.75',
        threshold: null,
        pValue: null,
      });
  });
});
