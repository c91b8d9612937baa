import { earliestDay, latestDay, getPrecision } from '../../kernel/clock/partial-date.js';
import { addYears, toEpochDay, getYear, type PlainDate } from '../../kernel/clock/plain-date.js';
import { formatYuan, percent } from '../../kernel/money/money.js';
import type { Evidence, Finding, Text } from '../runs/assessment-types.js';
import type { AgencyContract, AgencyFacts } from '../facts/body-facts.js';
import { findDispute, insufficient, tellFigure } from '../rules/finding.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator-types.js';
import { policy } from '../rules/policy.rules.js';
import { complement, toDays, getLength, union, type Interval } from '../rules/intervals.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

const LEAST_CONTRACTS = 4;
const YEARS = 2;

/**
 * S05: how much of an agency's money comes from one buyer, and what it lives on between that buyer's projects. A figure and
 * no flag: where one buyer buys, every agency lives on it, and of how many buyers an agency could have sold to nothing is on
 * record. Version 1 triggered above 70 %: on every honest agency of a county with one buyer, on 43 to 59 % where there are
 * two of which one is larger, and on 25 % where there are five (`npm run bench -- social-control`).
 */
export const S05: Indicator<'agency'> = {
  id: 'S05',
  version: 2,
  severity: 'notice',
  family: 'practice',
  facts: 'agency',
  subjectTypes: ['agency'],
  ...TEXTS.S05,
  parameters: [policy('years', YEARS, 'year'), policy('leastContracts', LEAST_CONTRACTS, 'contract')],
  basis: { kind: 'POLICY' },
  uses: ['contracts'] satisfies FieldOf<'agency'>[],
  timed: true,
  evaluate(facts) {
    const quarrel = findDispute(facts.conflicts, ['signedOn']);
    if (quarrel !== null) return insufficient(quarrel);
    const placed = facts.contracts.map((contract) => ({ contract, weighs: weighs(contract, facts.asOf) }));
    const perhaps = placed.filter(({ weighs: answer }) => answer !== 'no').map(({ contract }) => contract);
    if (perhaps.length < LEAST_CONTRACTS)
      return insufficient({ code: 'few_contracts', contracts: String(perhaps.length) });
    const vague = placed.filter(({ weighs: answer }) => answer === 'unknown').map(({ contract }) => contract);
    if (vague.some(({ signedOn }) => signedOn === null)) return unknown('signedOn', vague);
    if (vague.length > 0) return insufficient({ code: 'precision', fields: ['signedOn'] }, listEvidence(vague));
    const nameless = perhaps.filter(({ buyer }) => buyer === null);
    if (nameless.length > 0) return unknown('buyer', nameless);
    const unpriced = perhaps.filter(({ amount }) => amount === null || amount === '0');
    if (unpriced.length > 0) return unknown('amount', unpriced);
    return weighContracts(facts, perhaps);
  },
};

/** The first day on which what was signed on `day` weighs no more; null: beyond the days that can be written. */
export const computeLeavingDay = (day: PlainDate): PlainDate | null =>
  getYear(day) + YEARS > 9999 ? null : addYears(day, YEARS);

/** A contract whose day of signing is not known is out when its window was over that long ago: it was signed before. */
function weighs({ signedOn, window }: AgencyContract, asOf: PlainDate): 'yes' | 'no' | 'unknown' {
  const hasLeft = (day: PlainDate): boolean => {
    const leaves = computeLeavingDay(day);
    return leaves !== null && leaves <= asOf;
  };
  if (signedOn === null) return window.end !== null && hasLeft(latestDay(window.end)) ? 'no' : 'unknown';
  const [first, last] = [earliestDay(signedOn), latestDay(signedOn)];
  if (hasLeft(last) || first > asOf) return 'no';
  return last <= asOf && !hasLeft(first) ? 'yes' : 'unknown';
}

function unknown(field: 'signedOn' | 'buyer' | 'amount', contracts: readonly AgencyContract[]): Finding {
  return insufficient({ missing: [field] }, listEvidence(contracts));
}

const listEvidence = (contracts: readonly AgencyContract[]): Evidence[] =>
  contracts
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ record, signedOn }) => ({ record, field: 'signedOn', value: signedOn ?? '' }));

function weighContracts(facts: AgencyFacts, contracts: readonly AgencyContract[]): Finding {
  const sums = new Map<string, { sum: bigint; contracts: AgencyContract[] }>();
  for (const contract of contracts) {
    const key = contract.buyer?.key ?? '';
    const before = sums.get(key) ?? { sum: 0n, contracts: [] };
    sums.set(key, {
      sum: before.sum + BigInt(contract.amount ?? 0),
      contracts: [...before.contracts, contract],
    });
  }
  const total = [...sums.values()].reduce((all, { sum }) => all + sum, 0n);
  const [first] = [...sums.entries()].sort(([a, x], [b, y]) =>
    x.sum === y.sum ? (a < b ? -1 : 1) : x.sum > y.sum ? -1 : 1,
  );
  const { sum, contracts: own } = first?.[1] ?? { sum: 0n, contracts: [] };
  const buyer = own[0]?.buyer;
  const share = percent(sum, total) ?? '0.0';
  const gap = longestGap(facts);
  const lived = gapText(gap);
  const spoken = {
    value: share,
    unit: 'percent' as const,
    evidence: [
      { record: buyer?.record ?? '', field: 'amount', value: formatYuan(sum) },
      { record: `agency:${facts.subject.id}`, field: 'amount', value: formatYuan(total) },
      ...own
        .toSorted((a, b) => (a.key < b.key ? -1 : 1))
        .map(({ record, amount }) => ({ record, field: 'amount', value: formatYuan(amount ?? '0') })),
      ...(gap === null ? [] : [{ record: `agency:${facts.subject.id}`, field: 'gap', value: formatSpan(gap) }]),
    ],
  };
  const explanation = {
    en: `Of ${formatYuan(total)} yuan signed for in two years over ${contracts.length} contracts, ${share} % come from ${buyer?.label ?? ''}.${lived.en} This is a figure; it says nothing of how the contracts were won.`,
    zh: `近两年签订的 ${contracts.length} 份合同共 ${formatYuan(total)} 元，其中 ${share}% 来自${buyer?.label ?? ''}。${lived.zh}此为数据，不说明合同如何取得。`,
  };
  return tellFigure({ ...spoken, explanation });
}

/** The longest time without any contract between two projects, of those known to the day. */
function longestGap({ contracts }: AgencyFacts): Interval | null {
  const known = contracts.flatMap(({ window: { start, end }, terminatedOn }): Interval[] => {
    const last = end !== null && terminatedOn !== null && terminatedOn < end ? terminatedOn : end;
    if (start === null || last === null || getPrecision(start) !== 'day' || getPrecision(last) !== 'day') return [];
    return start <= last ? [{ from: toEpochDay(start), to: toEpochDay(last) }] : [];
  });
  const covered = union(known);
  const [from, to] = [covered[0]?.from, covered.at(-1)?.to];
  if (from === undefined || to === undefined) return null;
  return complement(covered, { from, to }).reduce<Interval | null>(
    (longest, gap) => (longest === null || getLength(gap) > getLength(longest) ? gap : longest),
    null,
  );
}

function formatSpan(gap: Interval): string {
  const { from, to } = toDays(gap);
  return `${from}/${to}`;
}

function gapText(gap: Interval | null): Text {
  if (gap === null) return { en: '', zh: '' };
  const { from, to } = toDays(gap);
  return {
    en: ` The longest time it had to live without a contract known here lasted ${getLength(gap)} days, ${from} to ${to}.`,
    zh: `其间无已知合同的最长时段为 ${from} 至 ${to}，共 ${getLength(gap)} 天。`,
  };
}
