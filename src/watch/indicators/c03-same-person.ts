import type { PersonRef } from '../facts/fact-types.js';
import type { HandedIn } from '../facts/handed-in-facts.js';
import type { Severity } from '../runs/assessment-types.js';
import { BACKGROUND, chooseClause } from '../rules/bids/collusion-basis.rules.js';
import { clear, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator-types.js';
import { policy, toBasis } from '../rules/policy.rules.js';
import {
  countPairs,
  findNothingComparable,
  findUnknownParts,
  joinNames,
  listHolders,
  listSharedMarks,
  listStandingBids,
  toMarkEvidence,
  type SharedMark,
} from '../rules/bids/shared-marks.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

const CLAUSE = 'COLLUDE-87-37-3';
/** One name may be that of two people; two names of the same pair seldom are. */
const NAMES_FOR_RISK = 2;

/**
 * C03: bids of different bidders that name the same member of the project or the same person to ask. A bid holds names and no
 * identity numbers, so that one name alone is a notice; two names, or a name with its telephone number, are a risk.
 */
export const C03: Indicator<'lot'> = {
  id: 'C03',
  version: 2,
  severity: 'risk',
  family: 'rigging',
  facts: 'lot',
  subjectTypes: ['lot'],
  ...TEXTS.C03,
  parameters: [policy('sharedPersons', 0, 'pair'), policy('namesForRisk', NAMES_FOR_RISK, 'piece')],
  basis: toBasis('law', CLAUSE),
  cites: [CLAUSE, BACKGROUND],
  uses: ['method', 'startedOn', 'startIsLatest', 'bidCount', 'handedIn', 'withdrawn'] satisfies FieldOf<'lot'>[],
  timed: false,
  evaluate(facts) {
    const silence = findNothingComparable(facts);
    if (silence !== null) return silence;
    const bids = listStandingBids(facts);
    const shared = listSharedMarks(bids, listPeople);
    const basis = chooseClause(CLAUSE, facts);
    if (shared.length === 0) {
      const gap = findUnknownParts(facts, 'persons', (bid) => listPeople(bid).length > 0);
      if (gap !== null) return gap;
      const explanation = {
        en: `No two of the ${bids.length} bids name the same member of the project or the same person to ask.`,
        zh: `${bids.length} 份投标（响应）文件中没有同名的项目成员或联系人员。`,
      };
      return clear({ basis, value: '0', threshold: '0', unit: 'pair', evidence: [], explanation });
    }
    const said = shared.map((mark) => {
      const names = joinNames(mark.bids);
      return {
        en: `${names.en} name a person of the same name (${mark.label})`,
        zh: `${names.zh}的项目成员或联系人员同名（${mark.label}）`,
      };
    });
    return triggerFinding({
      basis,
      severity: weighNames(shared),
      value: String(countPairs(shared)),
      threshold: '0',
      unit: 'pair',
      evidence: shared.flatMap((mark) => toMarkEvidence(mark, 'persons')),
      speaksOf: listHolders(shared),
      explanation: {
        en: `${said.map(({ en }) => en).join('; ')}. Two people may bear one name. What would settle it: who they are, and for whom they work.`,
        zh: `${said.map(({ zh }) => zh).join('；')}。同名者未必为同一人。需要核实：相关人员身份及其任职单位。`,
      },
    });
  },
};

/** Each name once, be it that of a member of the project or of somebody to ask. */
const listPeople = ({ team, contacts }: HandedIn): PersonRef[] => [
  ...new Map([...(team ?? []), ...(contacts ?? [])].map((person) => [person.key, person])).values(),
];

function weighNames(shared: readonly SharedMark[]): Severity {
  const pairs = shared.flatMap(({ bids }) => bids.flatMap((a, i) => bids.slice(i + 1).map((b) => [a, b] as const)));
  const times = new Map<string, number>();
  for (const [a, b] of pairs) times.set(`${a.key}\n${b.key}`, (times.get(`${a.key}\n${b.key}`) ?? 0) + 1);
  const isBeside = pairs.some(([a, b]) => a.phones?.some(({ key }) => b.phones?.some((other) => other.key === key)));
  return isBeside || [...times.values()].some((count) => count >= NAMES_FOR_RISK) ? 'risk' : 'notice';
}
