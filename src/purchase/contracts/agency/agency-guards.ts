import { guard, type Fact, type Guards } from '../../../kernel/actions/action.js';
import { getRule } from '../../../law/rules/rule-book.js';
import { toRuleRefusal } from '../../tenders/conducted/issue.rules.js';
import type { LockedContract } from '../conducted/conducted-contract.js';
import { findOpenEnding, loadOpenEndings } from '../ending/ending-rows.js';
import { hasDemandRun, REASONABLE_DAYS } from './agency.rules.js';
import { loadDemands, loadOverdue } from './overdue-payments.js';

/** Whether the objection that the request names waits for an answer. */
const isObjectionOpen: Fact<LockedContract, boolean> = async ({ tx, root, given }) => {
  const { objection } = given as { objection?: string };
  const rows = await tx.query(
    `SELECT FROM contract_objection WHERE id = $1 AND contract_id = $2 AND answered_at IS NULL`,
    [objection ?? null, root.id],
  );
  return rows.length > 0;
};

const NO_PAYMENT = 'non_payment';

/** Guards of what an agency does for itself. */
export const agencyGuards: Guards<LockedContract> = {
  objection_unknown: guard({ isObjectionOpen }, (facts) => (facts.isObjectionOpen ? null : {})),
  nothing_overdue: guard({ loadOverdue }, ({ loadOverdue: overdue }) => (overdue.length > 0 ? null : {})),
  // Law article 50: neither side halts at will; the contract itself may say when work rests.
  clause_missing: guard({}, (_, { root }) =>
    root.content.suspensionAfterDays ? null : toRuleRefusal(getRule('CONTRACT-NO-UNILATERAL'), []),
  ),
  demand_not_due: guard({ loadOverdue, loadDemands, loadOpenEndings }, (facts, { root, given, action, today }) => {
    const { ground } =
      action === 'withdraw_from_contract' ? (findOpenEnding(facts.loadOpenEndings, action) ?? {}) : given;
    if (action !== 'suspend_work' && ground !== 'payment_default') return null;
    const days = root.content.suspensionAfterDays ?? REASONABLE_DAYS;
    return hasDemandRun(facts.loadDemands, facts.loadOverdue, days, today) ? null : { facts: { days } };
  }),
  work_not_suspended: guard({}, (_, { root }) => (root.halt_ground === NO_PAYMENT ? null : {})),
  suspended_by_agency: guard({}, (_, { root }) => (root.halt_ground === NO_PAYMENT ? {} : null)),
};
