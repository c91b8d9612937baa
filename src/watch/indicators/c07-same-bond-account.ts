import type { BondFacts, LotFacts } from '../facts/fact-types.js';
import { BACKGROUND, chooseClause } from '../rules/bids/collusion-basis.rules.js';
import { clear, insufficient, notApplicable, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator-types.js';
import { policy, toBasis } from '../rules/policy.rules.js';
import {
  countPairs,
  findNothingComparable,
  joinNames,
  listHolders,
  listSharedMarks,
  listStandingBids,
  toMarkEvidence,
} from '../rules/bids/shared-marks.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

const CLAUSE = 'COLLUDE-87-37-6';

/**
 * C07: bonds of different bidders that came from one account, or from accounts of one holder. Version 2 names neither in its
 * words, which the bidders read: what is shown of them stands in the evidence, which is withheld from them.
 */
export const C07: Indicator<'lot'> = {
  id: 'C07',
  version: 3,
  severity: 'risk',
  family: 'rigging',
  facts: 'lot',
  subjectTypes: ['lot'],
  ...TEXTS.C07,
  parameters: [policy('sharedAccounts', 0, 'pair')],
  basis: toBasis('law', CLAUSE),
  cites: [CLAUSE, BACKGROUND],
  uses: ['method', 'startedOn', 'startIsLatest', 'bidCount', 'handedIn', 'bonds'] satisfies FieldOf<'lot'>[],
  timed: false,
  evaluate(facts) {
    const silence = findNothingComparable(facts);
    if (silence !== null) return silence;
    const { paid } = facts.bonds;
    const bids = listStandingBids(facts);
    const findBond = (key: string): BondFacts | undefined => paid.find((bond) => bond.bidder === key);
    const accounts = listSharedMarks(bids, ({ key }) => listRefs(findBond(key), 'account'));
    const holders = listSharedMarks(bids, ({ key }) => listRefs(findBond(key), 'holder'));
    const marks = [...accounts, ...holders];
    const basis = chooseClause(CLAUSE, facts);
    if (marks.length === 0) return judgeDifferentAccounts(facts, bids.length, basis);
    const said = [
      ...accounts.map((mark) => ({ mark, en: 'one account', zh: '同一账户' })),
      ...holders.map((mark) => ({ mark, en: 'accounts of one holder', zh: '同一户名的账户' })),
    ].map(({ mark, en, zh }) => {
      const names = joinNames(mark.bids);
      return {
        en: `the bonds of ${names.en} came from ${en}`,
        zh: `${names.zh}的保证金从${zh}转出`,
      };
    });
    return triggerFinding({
      basis,
      value: String(countPairs(marks)),
      threshold: '0',
      unit: 'pair',
      evidence: [
        ...accounts.flatMap((mark) => toMarkEvidence(mark, 'bond.account')),
        ...holders.flatMap((mark) => toMarkEvidence(mark, 'bond.holder')),
      ],
      speaksOf: listHolders(marks),
      explanation: {
        en: `By what was noted at the check of qualifications, ${said.map(({ en }) => en).join('; ')}. What would settle it: the statement of the bank, and on whose behalf it was paid.`,
        zh: `据资格审查时的登记，${said.map(({ zh }) => zh).join('；')}。需要核实：银行流水，以及代何方缴纳。`,
      },
    });
  },
};

const listRefs = (bond: BondFacts | undefined, field: 'account' | 'holder') => (bond ? [bond[field]] : []);

/** No account is another's among those that are noted; is enough noted? */
function judgeDifferentAccounts(
  { bonds: { asked, paid } }: LotFacts,
  bids: number,
  basis: ReturnType<typeof chooseClause>,
) {
  if (asked === false && paid.length === 0) return notApplicable({ code: 'no_bond' });
  if (asked === null || paid.length < bids) return insufficient({ missing: ['bonds'] });
  return clear({
    basis,
    value: '0',
    threshold: '0',
    unit: 'pair',
    evidence: [],
    explanation: {
      en: `The bonds of the ${bids} bidders came from as many accounts, each of another holder.`,
      zh: `${bids} 家供应商的保证金分别从不同户名的账户转出。`,
    },
  });
}
