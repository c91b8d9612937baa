import type { HandedIn } from '../facts/handed-in-facts.js';
import { BACKGROUND, chooseClause } from '../rules/bids/collusion-basis.rules.js';
import { clear, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator-types.js';
import { policy, toBasis } from '../rules/policy.rules.js';
import {
  countPairs,
  findNothingComparable,
  findUnknownParts,
  joinNames,
  listSharedMarks,
  listStandingBids,
  toMarkEvidence,
} from '../rules/bids/shared-marks.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

const CLAUSE = 'COLLUDE-87-37-2';

/** C02: bids of different bidders that are to be asked about at one telephone number or one e-mail address. */
export const C02: Indicator<'lot'> = {
  id: 'C02',
  version: 1,
  severity: 'risk',
  family: 'rigging',
  facts: 'lot',
  subjectTypes: ['lot'],
  ...TEXTS.C02,
  parameters: [policy('sharedContacts', 0, 'pair')],
  basis: toBasis('law', CLAUSE),
  cites: [CLAUSE, BACKGROUND],
  uses: ['method', 'startedOn', 'bidCount', 'handedIn', 'withdrawn'] satisfies FieldOf<'lot'>[],
  timed: false,
  evaluate(facts) {
    const silence = findNothingComparable(facts);
    if (silence !== null) return silence;
    const bids = listStandingBids(facts);
    const phones = listSharedMarks(bids, ({ phones: list }) => list ?? []);
    const mails = listSharedMarks(bids, ({ mails: list }) => list ?? []);
    const basis = chooseClause(CLAUSE, facts);
    if (phones.length + mails.length === 0) {
      const gap = findUnknownParts(facts, 'contacts', hasAddress);
      if (gap !== null) return gap;
      const explanation = {
        en: `No two of the ${bids.length} bids name the same telephone number or e-mail address.`,
        zh: `${bids.length} 份投标（响应）文件中没有相同的联系电话或电子邮箱。`,
      };
      return clear({ basis, value: '0', threshold: '0', unit: 'pair', evidence: [], explanation });
    }
    const said = [
      ...phones.map((mark) => ({ mark, en: 'telephone number', zh: '联系电话' })),
      ...mails.map((mark) => ({ mark, en: 'e-mail address', zh: '电子邮箱' })),
    ].map(({ mark, en, zh }) => {
      const names = joinNames(mark.bids);
      return {
        en: `${names.en} name the same ${en} (${mark.label})`,
        zh: `${names.zh}填写的${zh}相同（${mark.label}）`,
      };
    });
    return triggerFinding({
      basis,
      value: String(countPairs([...phones, ...mails])),
      threshold: '0',
      unit: 'pair',
      evidence: [
        ...phones.flatMap((mark) => toMarkEvidence(mark, 'phones')),
        ...mails.flatMap((mark) => toMarkEvidence(mark, 'mails')),
      ],
      explanation: {
        en: `${said.map(({ en }) => en).join('; ')}. What would settle it: who answers there, and on whose behalf.`,
        zh: `${said.map(({ zh }) => zh).join('；')}。需要核实：该联系方式由谁使用、代表哪一方。`,
      },
    });
  },
};

/** A bid that names nobody who can be reached leaves nothing to compare. */
const hasAddress = ({ phones, mails }: HandedIn): boolean => (phones?.length ?? 0) + (mails?.length ?? 0) > 0;
