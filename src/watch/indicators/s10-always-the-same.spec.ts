import { describe, expect, it } from '@jest/globals';
import { awardsTo, buyerFacts } from '../../../test/support/risk-facts.js';
import { assess } from '../runs/assess.rules.js';
import type { AwardFact, BuyerFacts } from '../facts/body-facts.js';
import { createRandom, type Random } from '../statistics/random.js';
import { S10 } from './s10-always-the-same.js';

const names = (prefix: string, n: number): string[] => Array.from({ length: n }, (_, i) => `${prefix}${i}`);
/** `newcomers` of `all` agencies of a year, the rest from those that are always there. */
const year = (on: number, newcomers: number, all = 20): AwardFact[] =>
  awardsTo(`${on}-06-01`, [...names(`new-${on}-`, newcomers), ...names('old-', all - newcomers)]);
const history = [...year(2021, 0), ...year(2022, 0)];
const judge = (awards: readonly AwardFact[], change: Partial<BuyerFacts> = {}) =>
  assess(S10, buyerFacts(awards, change));

describe('S10', () => {
  it('is worked by hand: 2 of 20 after 10 of 20', () => {
    // Fisher: Σ C(12,i)·C(28,20−i) / C(40,20), i ≤ 2 = 0.00693…
    const found = judge([...history, ...year(2023, 10), ...year(2024, 2)]);
    expect(found).toMatchObject({ state: 'triggered', severity: 'notice', value: '40.0', threshold: '20' });
    const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);
    const sum = [0, 1, 2].reduce((all, i) => all + choose(12, i) * choose(28, 20 - i), 0) / choose(40, 20);
    expect(Number(found.pValue)).toBeCloseTo(sum, 7);
    expect(found.evidence).toContainEqual({ record: 'buyer:b1', field: 'newcomers.2024', value: '2/20' });
  });

  it('needs both, the drop and the improbability', () => {
    // 3 of 20 after 10 of 20: 35 points, p = 0.0204.
    expect(judge([...history, ...year(2023, 10), ...year(2024, 3)])).toMatchObject({ state: 'clear', value: '35.0' });
    // 200 of 400 after 120 of 400 is exactly 20 points, and anything but chance.
    const many = (newcomers: number) => [
      ...year(2021, 0, 400),
      ...year(2022, 0, 400),
      ...year(2023, 200, 400),
      ...year(2024, newcomers, 400),
    ];
    const border = judge(many(120));
    expect(border).toMatchObject({ state: 'clear', value: '20.0' });
    expect(Number(border.pValue)).toBeLessThan(0.01);
    expect(judge(many(119))).toMatchObject({ state: 'triggered', value: '20.3' });
    expect(judge(many(300))).toMatchObject({ state: 'clear', value: '0.0' });
  });

  it('needs 20 awards in each of the two years', () => {
    expect(judge([...history, ...year(2023, 10), ...year(2024, 1, 19)])).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'few_awards', years: [2024, 2023], awards: ['19', '20'] },
    });
    expect(judge([...history, ...year(2023, 10, 19), ...year(2024, 1)])).toMatchObject({
      reason: { code: 'few_awards' },
    });
  });

  it('counts an agency once however often it wins, and asks whether so few could tell at all', () => {
    const three = (on: number) =>
      awardsTo(
        `${on}-06-01`,
        Array.from({ length: 24 }, (_, i) => `old-${i % 3}`),
      );
    expect(judge([...three(2021), ...three(2022), ...three(2023), ...three(2024)])).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'no_power_awards', agencies: ['3', '3'], smallestP: '1.00000' },
    });
  });

  it('does not mistake the beginning of a record for its closing', () => {
    expect(judge([...year(2022, 0), ...year(2023, 10), ...year(2024, 2)])).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'history_short', years: [2021] },
    });
  });

  it('looks two years back: who won three years ago comes anew', () => {
    const again = awardsTo('2024-06-01', [...names('new-2021-', 2), ...names('old-', 18)]);
    const found = judge([...year(2021, 2), ...year(2022, 0), ...year(2023, 10), ...again]);
    expect(found.evidence).toContainEqual({ record: 'buyer:b1', field: 'newcomers.2024', value: '2/20' });
  });

  it('names what is not known, and waits for the year to end', () => {
    const whole = [...history, ...year(2023, 10), ...year(2024, 2)];
    expect(judge([...whole, ...awardsTo('2024-07-01', [null])])).toMatchObject({ reason: { missing: ['agency'] } });
    expect(judge([...whole, ...awardsTo(null, ['x'])])).toMatchObject({ reason: { missing: ['awardedOn'] } });
    expect(judge([...whole, ...awardsTo('2019', [null])])).toMatchObject({ state: 'triggered' });
    expect(judge(whole, { conflicts: ['awardedOn'] })).toMatchObject({ reason: { code: 'conflict' } });
    expect(judge(whole, { asOf: '2024-12-31' })).toMatchObject({ state: 'insufficient_data' });
  });
});

/** A buyer whose newcomers are neither more nor fewer than the year before: each award goes to a new agency by chance. */
function honestBuyer(random: Random, awards: number, share: number): AwardFact[] {
  let next = 0;
  const pool: string[] = names('old-', 30);
  return [2021, 2022, 2023, 2024].flatMap((on) => {
    const winners = Array.from({ length: awards }, () => {
      if (random() < share) return `new-${next++}`;
      return pool[Math.floor(random() * pool.length)] ?? 'old-0';
    });
    pool.push(...winners.filter((name) => name.startsWith('new-')));
    return awardsTo(`${on}-06-01`, winners);
  });
}

describe('honest buyers', () => {
  it.each([
    [20, 0.1],
    [20, 0.4],
    [40, 0.3],
    [80, 0.5],
  ])('of %d awards a year, %d of them to newcomers, trigger in at most 1 % of 400', (awards, share) => {
    const random = createRandom('5a17c0de'.repeat(8));
    let triggered = 0;
    for (let n = 0; n < 400; n += 1)
      if (judge(honestBuyer(random, awards, share)).state === 'triggered') triggered += 1;
    expect(triggered / 400).toBeLessThanOrEqual(0.01);
  });
});
