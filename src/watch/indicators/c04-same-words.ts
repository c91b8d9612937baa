import type { Evidence, Text } from '../runs/assessment-types.js';
import type { ComparisonFacts, LikenessFacts } from '../facts/comparison-facts.js';
import { BACKGROUND, chooseClause } from '../rules/bids/collusion-basis.rules.js';
import { clear, insufficient, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator-types.js';
import { policy, toBasis } from '../rules/policy.rules.js';
import {
  describeReading,
  findComparison,
  findUnread,
  isFinding,
  nameBidders,
  namePlace,
} from '../rules/bids/compared-lot.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

const CLAUSE = 'COLLUDE-87-37-4';
/** Letters in common passages, and common slips of the pen, from which on two bids are looked at. */
const LEAST_CHARACTERS = 150;
const LEAST_SLIPS = 3;
/** While fewer bids of others are known, nobody can tell what many write from what two share, unless it is a large part of a bid. */
const ENOUGH_OTHERS = 100;
const LARGE_PERCENT = 34;
/** Passages of a pair that are named. */
const NAMED = 5;

/** Words that two bids share beyond what both were given. Which passages are compared: `text-likeness.rules.ts`. */
export const C04: Indicator<'lot'> = {
  id: 'C04',
  version: 2,
  severity: 'risk',
  family: 'rigging',
  facts: 'lot',
  subjectTypes: ['lot'],
  ...TEXTS.C04,
  parameters: [
    policy('leastCharacters', LEAST_CHARACTERS, 'piece'),
    policy('leastSlips', LEAST_SLIPS, 'piece'),
    policy('enoughOthers', ENOUGH_OTHERS, 'piece'),
    policy('largeShare', LARGE_PERCENT / 100, 'share'),
  ],
  basis: toBasis('law', CLAUSE),
  cites: [CLAUSE, BACKGROUND],
  uses: ['method', 'startedOn', 'startIsLatest', 'bidCount', 'comparison'] satisfies FieldOf<'lot'>[],
  timed: false,
  evaluate(facts) {
    const comparison = findComparison(facts);
    if (isFinding(comparison)) return comparison;
    const basis = chooseClause(CLAUSE, facts);
    const shared = comparison.likeness.filter(
      ({ characters, slips }) => characters >= LEAST_CHARACTERS || slips >= LEAST_SLIPS,
    );
    const alike = shared.filter((pair) => isTelling(pair, comparison));
    const evidence = alike.flatMap((pair) => listPassages(pair));
    const spoken = { basis, value: String(alike.length), threshold: '0', unit: 'pair' as const };
    if (alike.length > 0) {
      if (comparison.documents !== 'whole') return insufficient({ code: 'given_documents_unread' }, evidence);
      const speaksOf = alike.map(({ sides }) => sides.map(({ key }) => key));
      return triggerFinding({ ...spoken, evidence, speaksOf, explanation: explain(alike, basis.kind === 'law') });
    }
    const unread = findUnread(facts, comparison);
    if (unread !== null) return unread;
    if (shared.length > 0)
      return insufficient(
        { code: 'few_bids_known', seen: comparison.othersKnown ?? 0, least: ENOUGH_OTHERS },
        shared.flatMap((pair) => listPassages(pair)),
      );
    return clear({
      ...spoken,
      evidence: comparison.bids.map((bid) => describeReading(bid)),
      explanation: {
        en: `The ${comparison.bids.length} bids share no passage that the purchase did not give out and others do not commonly write.`,
        zh: `${comparison.bids.length} 份投标（响应）文件除采购方提供的内容和通用表述外，没有相同段落。`,
      },
    });
  },
};

/** Where few bids of others are known: it is a large part of the shorter bid, or slips of the pen, which no boilerplate has. */
function isTelling({ sides, characters, slips }: LikenessFacts, { bids, othersKnown = 0 }: ComparisonFacts): boolean {
  if (othersKnown >= ENOUGH_OTHERS || slips >= LEAST_SLIPS) return true;
  const keys = sides.map(({ key }) => key);
  const own = bids.filter(({ key }) => keys.includes(key)).map((bid) => bid.characters);
  return characters * 100 >= LARGE_PERCENT * Math.min(...own);
}

/** The beginnings of the longest passages, in both bids, and the slips of the pen. */
function listPassages({ sides, passages, alterations }: LikenessFacts): Evidence[] {
  return [
    ...passages.slice(0, NAMED).flatMap(({ no, start, characters }) => [
      { record: sides[0].record, field: namePlace(no), value: `${start}… (${characters})` },
      { record: sides[1].record, field: 'words', value: `${start}… (${characters})` },
    ]),
    ...alterations.slice(0, NAMED).flatMap((value) => sides.map(({ record }) => ({ record, field: 'slip', value }))),
  ];
}

function explain(alike: readonly LikenessFacts[], tendering: boolean): Text {
  const words = alike.map(({ sides, characters, slips }): Text => {
    const { en, zh } = nameBidders(sides);
    return {
      en: `The bids of ${en} share ${characters} letters in passages of 40 or more${slips > 0 ? ` and ${slips} slips of the pen in what they took from the documents` : ''}.`,
      zh: `${zh}的投标（响应）文件有 ${characters} 字的相同段落${slips > 0 ? `，引用采购文件处有 ${slips} 处相同笔误` : ''}。`,
    };
  });
  const note = tendering
    ? { en: '', zh: '' }
    : { en: ' In this method it is a clue, not more.', zh: '本采购方式下仅作为线索。' };
  return {
    en: `${words.map(({ en }) => en).join(' ')} A common source that both may use explains it.${note.en}`,
    zh: `${words.map(({ zh }) => zh).join('')}如有双方均可使用的共同出处，即可说明。${note.zh}`,
  };
}
