import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { percent } from '../../kernel/money/money.js';
import { STUDY_FIGURES, STUDY_TOTAL_WAN, type StudyYear } from './study-figures.js';

/** `printed` and `computed` of each row of the table in docs/study-data.md. */
const shown = new Map(
  readFileSync(new URL('../../../docs/study-data.md', import.meta.url), 'utf8')
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter(([, check]) => /^(?:T1|P)-/.test(check ?? ''))
    .map(([, check = '', , printed, computed]) => [check, { printed, computed }]),
);
const of = (year: StudyYear, category: string) => {
  const found = STUDY_FIGURES[year].find((figure) => figure.category === category);
  if (found === undefined) throw new Error(category);
  return found;
};
const share = (year: StudyYear, category: string): string =>
  `${percent(of(year, category).wan, STUDY_TOTAL_WAN[year])} %`;

describe('where the paper disagrees with itself', () => {
  it('all seven rows are shown', () => {
    expect([...shown.keys()]).toEqual([
      'T1-2017-incubation-unit',
      'T1-2018-incubation-unit',
      'T1-2018-budget',
      'T1-2018-60pct',
      'T1-2018-15pct',
      'P-area',
      'P-tables',
    ]);
  });

  it.each([2017, 2018] as const)('incubation of %i is not ten times ten thousand a deal', (year) => {
    const { deals, wan } = of(year, 'ORG_INCUBATION');
    expect(shown.get(`T1-${year}-incubation-unit`)).toEqual({ printed: `${deals * 10}万`, computed: `${wan}万` });
    expect(wan).not.toBe(deals * 10);
  });

  it('the second year is not 2000万, and its shares are not the printed ones', () => {
    expect(shown.get('T1-2018-budget')).toEqual({ printed: '2000万', computed: `${STUDY_TOTAL_WAN[2018]}万` });
    expect(shown.get('T1-2018-60pct')).toEqual({ printed: '60 %', computed: share(2018, 'ELDERLY_HOME_CARE') });
    expect(shown.get('T1-2018-15pct')).toEqual({ printed: '15 %', computed: share(2018, 'COMMUNITY_SOCIAL_WORK') });
    expect([share(2017, 'ELDERLY_HOME_CARE'), share(2017, 'COMMUNITY_SOCIAL_WORK')]).toEqual(['60.0 %', '15.0 %']);
  });

  it('the mean area of 47 communities is not 654', () => {
    expect(shown.get('P-area')).toEqual({ printed: '654 m²', computed: `${(30712 / 47).toFixed(2)} m²` });
  });
});
