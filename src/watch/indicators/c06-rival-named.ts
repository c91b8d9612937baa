import { BACKGROUND, chooseClause } from '../rules/bids/collusion-basis.rules.js';
import { clear, insufficient, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator-types.js';
import { toBasis } from '../rules/policy.rules.js';
import { describeReading, findComparison, findUnread, isFinding, namePlace } from '../rules/bids/compared-lot.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

const CLAUSE = 'COLLUDE-87-37-5';

/** Another bidder's name or credit code inside a bid. What counts: `named-rivals.rules.ts`. */
export const C06: Indicator<'lot'> = {
  id: 'C06',
  version: 2,
  severity: 'risk',
  family: 'rigging',
  facts: 'lot',
  subjectTypes: ['lot'],
  ...TEXTS.C06,
  parameters: [{ name: 'namedRivals', value: '0', unit: 'pair', effectiveFrom: null, effectiveTo: null, basis: 'law' }],
  basis: toBasis('law', CLAUSE),
  cites: [CLAUSE, BACKGROUND],
  uses: ['method', 'startedOn', 'startIsLatest', 'bidCount', 'comparison'] satisfies FieldOf<'lot'>[],
  timed: false,
  evaluate(facts) {
    const comparison = findComparison(facts);
    if (isFinding(comparison)) return comparison;
    const { names } = comparison;
    const basis = chooseClause(CLAUSE, facts);
    const pairs = new Map(names.map((naming) => [`${naming.in.key}\n${naming.named.key}`, naming]));
    const evidence = names.map(({ in: { record }, named, member, no, times }) => ({
      record,
      field: namePlace(no),
      value: `${member ?? named.bidder} (${times})`,
    }));
    const spoken = { basis, value: String(pairs.size), threshold: '0', unit: 'pair' as const };
    if (pairs.size > 0) {
      if (comparison.documents !== 'whole') return insufficient({ code: 'given_documents_unread' }, evidence);
      const words = [...pairs.values()].map(({ in: own, named, member }) => ({
        en: `${member === undefined ? '' : `${member}, of the consortium of `}${named.bidder} is named in the bid of ${own.bidder}`,
        zh: `${own.bidder}的投标（响应）文件中出现${member === undefined ? '' : `${named.bidder}的联合体成员`}${member ?? named.bidder}的名称或代码`,
      }));
      const note =
        basis.kind === 'law'
          ? { en: '', zh: '' }
          : { en: ' In this method it is a clue, not more.', zh: '本采购方式下仅作为线索。' };
      return triggerFinding({
        ...spoken,
        evidence,
        speaksOf: names.map(({ in: own, named }) => [own.key, named.key]),
        explanation: {
          en: `${words.map(({ en }) => en).join('; ')}. The page on which the name stands tells whether there is a reason for it.${note.en}`,
          zh: `${words.map(({ zh }) => zh).join('；')}。核对所在页面可判断是否另有原因。${note.zh}`,
        },
      });
    }
    const unread = findUnread(facts, comparison);
    if (unread !== null) return unread;
    return clear({
      ...spoken,
      evidence: comparison.bids.map((bid) => describeReading(bid)),
      explanation: {
        en: `None of the ${comparison.bids.length} bids names another bidder of the lot.`,
        zh: `${comparison.bids.length} 份投标（响应）文件均未出现同一包其他供应商的名称或代码。`,
      },
    });
  },
};
