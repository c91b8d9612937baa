import { guard, type GuardView, type Guards } from '../../../kernel/actions/action.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { ProblemDetails } from '../../../kernel/errors/problem.js';
import { getRule } from '../../../law/rules/rule-book.js';
import { haltGroundUnproven } from '../../awards/remedies/open-remedies.js';
import { toRuleRefusal } from '../../tenders/conducted/issue.rules.js';
import type { LockedContract } from '../conducted/conducted-contract.js';
import { loadOpenChallenges, loadOwedRemedies } from '../conducted/signing-facts.js';
import {
  HALT_GROUNDS,
  HALTED_AT_ONCE,
  HALTED_BY_TWO,
  refuseEndlessHalt,
  refuseRepeatedHalt,
  refuseUnservedLines,
  type HaltGiven,
} from './halt.rules.js';
import {
  loadNoticeDays,
  loadOpenHalts,
  loadServedLines,
  loadServingBodies,
  loadUnconfirmedHalt,
  type OpenHalt,
} from './halt-rows.js';

type View = GuardView<LockedContract, unknown>;

/** A ground of a closed list: neither side changes, halts or ends a contract at will (Law article 50). */
export function refuseOtherGround(list: readonly string[], ground: string | undefined): ProblemDetails | null {
  if (list.includes(ground ?? '')) return null;
  const text = { en: 'A ground of the closed list', zh: '请给出规定事由' };
  const refused = toRuleRefusal(getRule('CONTRACT-NO-UNILATERAL'), [{ pointer: '/ground', code: 'required', text }]);
  return { ...refused, facts: { grounds: list } };
}

const findProposedHalt = (halts: readonly OpenHalt[]): OpenHalt | undefined =>
  halts.find(({ state }) => state === 'proposed');
export const findInForce = (halts: readonly OpenHalt[]): OpenHalt | undefined =>
  halts.find(({ state }) => state === 'in_force');

/** The number of the paper of which a halt by two speaks. */
function refuseUnnamedPaper({ ground, reference }: HaltGiven): ProblemDetails | null {
  if (reference || !(HALTED_BY_TWO as readonly string[]).includes(ground ?? '')) return null;
  const text = { en: 'Number of the notice or of the paper that shows it', zh: '请填写通知或者证明文件的编号' };
  return toRuleRefusal(getRule('CONTRACT-NO-UNILATERAL'), [{ pointer: '/reference', code: 'required', text }]);
}

/** Guards of what halts a contract and of what confirms it. */
export const haltGuards: Guards<LockedContract> = {
  halt_ground_missing: guard({}, (_, { given, action }) => {
    const asked = given as HaltGiven;
    const list = action === 'propose_halt' ? HALTED_BY_TWO : HALT_GROUNDS;
    return refuseOtherGround(list, asked.ground) ?? refuseUnnamedPaper(asked);
  }),
  halt_ground_unproven: haltGroundUnproven,
  halt_not_proposed: guard({ loadOpenHalts }, ({ loadOpenHalts: halts }, { given, action }) => {
    if (action === 'halt')
      return (HALTED_AT_ONCE as readonly string[]).includes((given as HaltGiven).ground ?? '') ? null : {};
    return findProposedHalt(halts) === undefined ? {} : null;
  }),
  halt_too_long: guard(
    { loadOpenHalts, loadOpenChallenges, loadOwedRemedies, loadNoticeDays },
    (facts, { given, action, today }) => {
      const asked = action === 'order_halt' ? (findProposedHalt(facts.loadOpenHalts) ?? {}) : (given as HaltGiven);
      const isOnRecord = facts.loadOpenChallenges.length > 0 || facts.loadOwedRemedies.length > 0;
      return refuseEndlessHalt(asked, { today, isOnRecord, had: facts.loadNoticeDays });
    },
  ),
  recipients_unserved: guard({ loadServedLines, loadServingBodies }, (facts, { root, given, today }) => {
    const { loadServedLines: lines, loadServingBodies: known } = facts;
    return refuseUnservedLines(given, { lines, known, supplier: root.supplier_id, today });
  }),
  halt_repeated: guard({ loadUnconfirmedHalt }, (facts, { given, today }) =>
    refuseRepeatedHalt(given as HaltGiven, facts.loadUnconfirmedHalt, today),
  ),
  halt_confirmed_already: guard({ loadOpenHalts }, ({ loadOpenHalts: halts }) => {
    const halt = findInForce(halts);
    return halt?.ground === 'danger_to_recipients' && !halt.confirmed ? null : {};
  }),
};

/** Who proposed the halt that is to be ordered or confirmed. */
export const findHaltProposer = (halts: readonly OpenHalt[], { action }: Pick<View, 'action'>): string | null =>
  (action === 'confirm_halt' ? findInForce(halts) : findProposedHalt(halts))?.proposed_by ?? null;
/** Whether another person may still order what is proposed: its last day is not over. */
export const isHaltProposed = (halts: readonly OpenHalt[], today: PlainDate): boolean =>
  halts.some(({ state, until }) => state === 'proposed' && (until === null || until >= today));
