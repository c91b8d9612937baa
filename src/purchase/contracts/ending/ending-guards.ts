import { guard, type Guards } from '../../../kernel/actions/action.js';
import type { ProblemDetails } from '../../../kernel/errors/problem.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { loadCalendar } from '../../../law/calendars/calendar-store.js';
import { getRule } from '../../../law/rules/rule-book.js';
import { guardSecondPerson } from '../../../people/accounts/second-person.js';
import { toRuleRefusal } from '../../tenders/conducted/issue.rules.js';
import { computeLeastHearing, isHearingRunning, refuseShortHearing } from '../../tenders/oversight/hearing.rules.js';
import { guardInterest } from '../../tenders/oversight/interest.js';
import { WITHDRAWAL_GROUNDS } from '../agency/agency.rules.js';
import { TERMINATION_GROUNDS } from '../content/content-types.js';
import type { LockedContract } from '../conducted/conducted-contract.js';
import { findHaltProposer, isHaltProposed, refuseOtherGround } from '../halting/halt-guards.js';
import { loadOpenHalts } from '../halting/halt-rows.js';
import { findOpenEnding, loadOpenEndings } from './ending-rows.js';
import { rescissionGuard } from './rescission-guard.js';

interface EndingGiven {
  ground?: string;
  reference?: string;
  hearUntil?: PlainDate | null;
}

/** A ground of the law, and the paper that shows it: a clause, a notice of breach, a decision. */
function refuseGroundless({ ground, reference }: EndingGiven, action: string): ProblemDetails | null {
  const text = { en: 'Number of the clause or paper that shows the ground', zh: '请填写证明该事由的条款或者文书编号' };
  const refused = refuseOtherGround(
    action === 'announce_withdrawal' ? WITHDRAWAL_GROUNDS : TERMINATION_GROUNDS,
    ground,
  );
  if (refused !== null || reference) return refused;
  return toRuleRefusal(getRule('CONTRACT-NO-UNILATERAL'), [{ pointer: '/reference', code: 'required', text }]);
}

const BEGUN: readonly string[] = ['active', 'delivered', 'accepted', 'part_accepted'];
const HALT_ACTIONS: readonly string[] = ['propose_halt', 'order_halt', 'confirm_halt'];

/** Guards of the end of a contract before its time, and of whatever is proposed by one and decided by another. */
export const endingGuards: Guards<LockedContract> = {
  // Regulation article 9: nobody decides of the contract of a body in which they sit.
  ...guardInterest<LockedContract>(({ root }) => (root.supplier_id === null ? [] : [root.supplier_id])),
  ground_not_lawful: guard({}, (_, { given, action }) => refuseGroundless(given as EndingGiven, action)),
  hearing_too_short: guard({ loadCalendar }, ({ loadCalendar: calendar }, { given, today }) => {
    const { ground, hearUntil } = given as EndingGiven;
    return refuseShortHearing(hearUntil, computeLeastHearing(ground, today, calendar));
  }),
  proposed_already: guard({ loadOpenEndings, loadOpenHalts }, (facts, { action, today }) => {
    if (HALT_ACTIONS.includes(action)) return isHaltProposed(facts.loadOpenHalts, today) ? {} : null;
    return findOpenEnding(facts.loadOpenEndings, action) === undefined ? null : {};
  }),
  termination_not_proposed: guard({ loadOpenEndings }, ({ loadOpenEndings: endings }, { action }) =>
    findOpenEnding(endings, action) === undefined ? {} : null,
  ),
  heard_already: guard({ loadOpenEndings }, ({ loadOpenEndings: endings }, { action }) =>
    findOpenEnding(endings, action)?.heard ? {} : null,
  ),
  proposer_decides: guardSecondPerson(async ({ load, action }) => [
    HALT_ACTIONS.includes(action)
      ? findHaltProposer(await load(loadOpenHalts), { action })
      : findOpenEnding(await load(loadOpenEndings), action)?.proposed_by,
  ]),
  hearing_running: guard({ loadOpenEndings }, ({ loadOpenEndings: endings }, { action, today }) => {
    const ending = findOpenEnding(endings, action);
    return ending && isHearingRunning(ending, today) ? { facts: { hearUntil: ending.hear_until } } : null;
  }),
  remedy_not_decided: rescissionGuard,
  performed_already: guard({ loadOpenEndings }, ({ loadOpenEndings: endings }, { root, given, action }) => {
    const begun = BEGUN.includes(root.state) || root.halted_from === 'active';
    const { ground } = action === 'rescind' ? (findOpenEnding(endings, action) ?? {}) : given;
    return ground === 'complaint_decision' && begun ? { facts: { state: root.halted_from ?? root.state } } : null;
  }),
};
