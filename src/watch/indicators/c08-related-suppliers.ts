import type { Evidence, Finding, Text } from '../runs/assessment-types.js';
import type { BidFacts, LotFacts, PersonRef } from '../facts/fact-types.js';
import { compareStart } from '../rules/bids/procedure-start.rules.js';
import { chooseWeakest, judgeRelation, type Held } from '../rules/bids/relation-days.rules.js';
import { clear, findDispute, insufficient, notApplicable, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator-types.js';
import { toBasis } from '../rules/policy.rules.js';
import { findBelowLimit, findUnknownLimit } from '../rules/reach.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** Both rules hold from the day of the Regulation on. */
const IN_FORCE = '2015-03-01';
const CONSORTIUM = 'CONSORTIUM-ONCE';

/**
 * C08: bidders of one lot under the same head, or one holding or managing the other directly (条例 18 I: they may not
 * take part in the same procurement), or one body in two bids, alone or in a consortium (条例 22 II). A founder in common is
 * none of these and breaks no law: a risk, and a choice of ours to say so.
 */
export const C08: Indicator<'lot'> = {
  id: 'C08',
  version: 6,
  severity: 'violation',
  family: 'rigging',
  facts: 'lot',
  subjectTypes: ['lot'],
  ...TEXTS.C08,
  parameters: [
    { name: 'relatedPairs', value: '0', unit: 'pair', effectiveFrom: IN_FORCE, effectiveTo: null, basis: 'law' },
  ],
  basis: toBasis('law', 'RELATED-SUPPLIERS'),
  cites: ['RELATED-SUPPLIERS', CONSORTIUM],
  uses: [
    'method',
    'startedOn',
    'startIsLatest',
    'bidCount',
    'bids',
    'withdrawn',
    'handedIn',
    'deadline',
    'reach',
  ] satisfies FieldOf<'lot'>[],
  timed: false,
  evaluate(facts) {
    if (facts.method === 'SINGLE_SOURCE') return notApplicable({ code: 'single_source' });
    const quarrel = findDispute(facts.conflicts, ['bids']);
    if (quarrel !== null) return insufficient(quarrel);
    const bids = facts.bids.toSorted((a, b) => (a.key < b.key ? -1 : 1));
    const known = listPairs(bids).flatMap(([a, b]) => listTies(a, b, facts));
    const ties = known.filter(({ held }) => held === 'yes' || held === 'undated');
    const barred = ties.filter((tie) => tie.kind !== 'founder');
    if (barred.length > 0) return judgeRelatedBids(facts, barred);
    if (ties.length > 0) return judgeRelatedBids(facts, ties);
    const open = known.filter(({ held }) => held === 'unknown');
    if (open.length > 0)
      return insufficient(
        { code: 'precision', fields: ['receipts', 'deadline'] },
        open.flatMap(({ evidence }) => evidence),
      );
    if (facts.bidCount === 1) return notApplicable({ code: 'one_bidder' });
    const gap = gaps(facts);
    return gap ?? clearUnrelatedBids(bids);
  },
};

const BARRED: Text = {
  en: 'Such suppliers may not take part in the same procurement.',
  zh: '此类供应商不得参加同一合同项下的政府采购活动。',
};
const TWICE: Text = {
  en: 'A member of a consortium may not bid for the same contract alone or in another.',
  zh: '联合体各方不得再单独参加或者与其他供应商另外组成联合体参加同一合同项下的政府采购活动。',
};
const FOUNDERS: Text = {
  en: 'No rule forbids this by itself; whether they bid independently of each other is to be asked.',
  zh: '法规并不因此禁止其参加；双方是否各自独立投标，可向其核实。',
};
const UNDATED: Text = {
  en: ' Of what is registered not every day is known: whether it was so on the day of the bid is to be asked.',
  zh: '部分登记信息没有起止日期，投标当日是否存在该关系有待核实。',
};

interface Tie {
  kind: 'head' | 'holding' | 'management' | 'founder' | 'consortium';
  bidders: readonly [string, string];
  /** Keys of the bids between which it is, which are not those of members of a consortium. */
  bids: readonly [string, string];
  evidence: Evidence[];
  /** Person or body in common, or empty. */
  label: string;
  /** On the day of the bids. */
  held: Held;
}

const WORDS: Record<Tie['kind'], (tie: Tie) => Text> = {
  head: ({ bidders: [a, b], label }) => ({
    en: `${a} and ${b} have the same head (${label})`,
    zh: `${a}与${b}的单位负责人为同一人（${label}）`,
  }),
  holding: ({ bidders: [a, b] }) => ({ en: `${a} directly holds control of ${b}`, zh: `${a}对${b}直接控股` }),
  management: ({ bidders: [a, b] }) => ({ en: `${a} manages ${b}`, zh: `${a}与${b}存在管理关系` }),
  consortium: ({ bidders: [a, b], label }) => ({
    en: `${label} takes part in the bids of both ${a} and ${b}`,
    zh: `${label}同时参加${a}与${b}的投标`,
  }),
  founder: ({ bidders: [a, b], label }) => ({
    en: `${a} and ${b} have a founder in common (${label})`,
    zh: `${a}与${b}有共同发起人（${label}）`,
  }),
};

function listPairs(bids: readonly BidFacts[]): [BidFacts, BidFacts][] {
  return bids.flatMap((a, i) => bids.slice(i + 1).map((b): [BidFacts, BidFacts] => [a, b]));
}

function listTies(a: BidFacts, b: BidFacts, facts: LotFacts): Tie[] {
  if (a.key === b.key) return [];
  const pairs = listBidBodies(a).flatMap((x) =>
    listBidBodies(b)
      .filter((y) => y.body !== x.body)
      .map((y) => [x, y] as const),
  );
  return [...pairs.flatMap(([x, y]) => listBodyTies(x, y, facts)), ...listSharedBodies(a, b)];
}

function listBodyTies(a: BidBody, b: BidBody, facts: LotFacts): Tie[] {
  return [
    ...listSharedPersons('head', 'heads', a, b, facts),
    ...control('holding', 'holds', a, b, facts),
    ...control('holding', 'holds', b, a, facts),
    ...control('management', 'manages', a, b, facts),
    ...control('management', 'manages', b, a, facts),
    ...listSharedPersons('founder', 'founders', a, b, facts),
  ];
}

/** A bidder, or who bids together with it: a relation of each of them is one of the bid, but never with its own partners. */
interface BidBody extends BidFacts {
  /** Its own key; `key` is that of the bid. */
  body: string;
}

const listBidBodies = (bid: BidFacts): BidBody[] => [
  { ...bid, body: bid.key },
  ...(bid.members ?? [])
    .filter(({ key }) => key !== bid.key)
    .map(({ key, name, registration = null }) => ({ ...bid, body: key, bidder: name, registration })),
];

function listSharedPersons(
  kind: 'head' | 'founder',
  field: 'heads' | 'founders',
  a: BidBody,
  b: BidBody,
  facts: LotFacts,
): Tie[] {
  const theirs = new Map((b.registration?.[field] ?? []).map((person) => [person.key, person]));
  return (a.registration?.[field] ?? [])
    .toSorted(byKey)
    .flatMap((person) => {
      const same = theirs.get(person.key);
      return same === undefined ? [] : [{ person, same }];
    })
    .map(({ person, same }) => ({
      kind,
      bidders: [a.bidder, b.bidder],
      bids: [a.key, b.key],
      label: person.label,
      held: chooseWeakest([judgeRelation(a, field, person.key, facts), judgeRelation(b, field, person.key, facts)]),
      evidence: [toEvidence(a, field, person.label), toEvidence(b, field, same.label)],
    }));
}

function control(
  kind: 'holding' | 'management',
  field: 'holds' | 'manages',
  a: BidBody,
  b: BidBody,
  facts: LotFacts,
): Tie[] {
  if (a.registration?.[field]?.includes(b.body) !== true) return [];
  const held = judgeRelation(a, field, b.body, facts);
  return [
    {
      kind,
      bidders: [a.bidder, b.bidder],
      bids: [a.key, b.key],
      label: '',
      held,
      evidence: [toEvidence(a, field, b.bidder)],
    },
  ];
}

/** Bodies that are in both bids, as bidder or as a member of its consortium. */
function listSharedBodies(a: BidFacts, b: BidFacts): Tie[] {
  const theirs = new Set(listBodies(b).keys());
  return [...listBodies(a)]
    .filter(([key]) => theirs.has(key))
    .map(([, name]) => ({
      kind: 'consortium',
      bidders: [a.bidder, b.bidder],
      bids: [a.key, b.key],
      label: name,
      held: 'yes',
      evidence: [a, b].map(({ record }) => ({ record, field: 'members', value: name })),
    }));
}

const listBodies = ({ key, bidder, members = [] }: BidFacts): Map<string, string> =>
  new Map([[key, bidder], ...members.map((member) => [member.key, member.name] as const)]);

function toEvidence(bid: BidFacts, field: string, value: string): Evidence {
  return { record: bid.registration?.record ?? bid.record, field, value };
}

function byKey(a: PersonRef, b: PersonRef): number {
  return a.key < b.key ? -1 : 1;
}

/** The law is that of the day the procedure began, and of a purchase that reaches its limit: else nobody can say it was broken. */
function judgeRelatedBids(facts: LotFacts, ties: readonly Tie[]): Finding {
  const { startedOn, reach } = facts;
  const evidence = ties.flatMap((tie) => tie.evidence);
  if (reach.state === 'below') return findBelowLimit(reach, evidence);
  if (reach.state === 'unknown') return findUnknownLimit(reach, evidence);
  if (startedOn === null) return insufficient({ missing: ['startedOn'] }, evidence);
  const isInForce = compareStart(IN_FORCE, facts);
  if (isInForce === 'no') return notApplicable({ code: 'rule_not_in_force', inForceFrom: IN_FORCE }, evidence);
  if (isInForce === 'unknown') return insufficient({ code: 'precision', fields: ['startedOn'] }, evidence);
  const pairs = new Set(ties.map((tie) => tie.bidders.toSorted().join('\n'))).size;
  const words = ties.map((tie) => WORDS[tie.kind](tie));
  const isUndated = ties.some(({ held }) => held === 'undated');
  // Nobody can say of any of them that it was so on the day of the bid: a thing to look at, no breach of the law.
  const isOpen = ties.every(({ held }) => held === 'undated');
  const isConsortium = ties.every(({ kind }) => kind === 'consortium');
  const isFounder = ties.every(({ kind }) => kind === 'founder');
  const meaning = isFounder ? FOUNDERS : isConsortium ? TWICE : BARRED;
  return triggerFinding({
    ...(isConsortium && { basis: toBasis('law', CONSORTIUM) }),
    ...(isFounder && { basis: { kind: 'POLICY' as const } }),
    ...((isOpen || isFounder) && { severity: 'risk' as const }),
    value: String(pairs),
    threshold: '0',
    unit: 'pair',
    evidence,
    speaksOf: ties.map(({ bids }) => bids),
    explanation: {
      en: `By what is registered, ${words.map((word) => word.en).join('; ')}. ${meaning.en}${isUndated ? UNDATED.en : ''}`,
      zh: `按登记信息，${words.map((word) => word.zh).join('；')}。${meaning.zh}${isUndated ? UNDATED.zh : ''}`,
    },
  });
}

/** None found among what is known; is enough known to say there is none? */
function gaps({ bids, bidCount, withdrawn, conflicts }: LotFacts): Finding | null {
  const quarrel = findDispute(conflicts, ['bidCount']);
  if (quarrel !== null) return insufficient(quarrel);
  if (bidCount === null) return insufficient({ missing: ['bidCount'] });
  if (bidCount === 0) return notApplicable({ code: 'no_bids' });
  if (bids.length + withdrawn < bidCount) return insufficient({ missing: ['bids'] });
  const known = bids
    .flatMap(listBidBodies)
    .every(
      ({ registration }) =>
        registration !== null &&
        registration.heads !== null &&
        registration.holds !== null &&
        registration.manages !== null &&
        registration.founders !== null,
    );
  return known ? null : insufficient({ missing: ['registrations'] });
}

function clearUnrelatedBids(bids: readonly BidFacts[]): Finding {
  return clear({
    value: '0',
    threshold: '0',
    unit: 'pair',
    evidence: [],
    explanation: {
      en: `No two of the ${bids.length} bidders have the same head or founder, and none holds or manages another, by what is registered.`,
      zh: `按登记信息，${bids.length} 家供应商之间无同一单位负责人或共同发起人，也无直接控股、管理关系。`,
    },
  });
}
