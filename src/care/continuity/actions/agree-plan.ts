import { action, guard, type Fact } from '../../../kernel/actions/action.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { ProblemDetails } from '../../../kernel/errors/problem.js';
import { findCategory } from '../../../law/code-lists/code-lists.js';
import { ReasonDto } from '../../../people/accounts/reason.dto.js';
import { guardSecondPerson } from '../../../people/accounts/second-person.js';
import { serviceFirstDaySql } from '../plan-standing.queries.js';
import { loadPlanItems, sayPlan, type StoredItem } from '../plan-facts.js';
import { planSubject, type LockedPlan } from '../plan.subject.js';
import { beyondTerm, refuseUnannouncedRenewal, refuseUnassuredItems, type RenewedContract } from '../renewal-checks.js';

interface PlannedContract extends RenewedContract {
  /** Day from which its residents know the service. */
  begun: PlainDate;
}

/** The contract with what supplements added to it: what they added is to be had in the next year as well. */
const loadPlannedContract: Fact<LockedPlan, PlannedContract> = async ({ tx, root }) => {
  const [row] = await tx.query<PlannedContract>(
    `SELECT c.id AS contract, c.buyer_id AS buyer, c.category, (c.amount + c.supplements)::text AS amount, c.content -> 'term' AS term,
       ${serviceFirstDaySql('c')} AS first, coalesce(c.started_on::text, c.content #>> '{window,start}') AS begun
     FROM contract c WHERE c.id = $1`,
    [root.contract.id],
  );
  return row as PlannedContract;
};

const loadItems: Fact<LockedPlan, StoredItem[]> = ({ tx, root }) => loadPlanItems(tx, root.id);

const findUnplannedLines: Fact<LockedPlan, string[]> = async ({ tx, root }) => {
  const lines = await tx.query<{ id: string }>(
    `SELECT service_line_id AS id FROM contract_service_line WHERE contract_id = $1
       AND service_line_id NOT IN (SELECT service_line_id FROM continuity_plan_item WHERE plan_id = $2) ORDER BY 1`,
    [root.contract.id, root.id],
  );
  return lines.map(({ id }) => id);
};

/** What budget lines lack for the renewals of the plan. */
const findBudgetGaps: Fact<LockedPlan, ProblemDetails | null> = async (situation) =>
  refuseUnassuredItems(situation.tx, await loadPlannedContract(situation), await loadItems(situation), 'with_plans');

/** Lines of a public service that end without an opinion of their residents since the service began. */
const findUnheardLines: Fact<LockedPlan, string[]> = async ({ tx, root }) => {
  const unheard = await tx.query<{ id: string }>(
    `SELECT i.service_line_id AS id FROM continuity_plan_item i JOIN contract c ON c.id = $2
     WHERE i.plan_id = $1 AND i.kind = 'end' AND NOT EXISTS (
       SELECT FROM service_line_opinion o WHERE o.service_line_id = i.service_line_id
         AND o.held_on >= coalesce(c.started_on::text, c.content #>> '{window,start}')::date) ORDER BY 1`,
    [root.id, root.contract.id],
  );
  return unheard.map(({ id }) => id);
};

/** Who wrote any of it agrees to none of it. */
export const agreePlan = action(planSubject, 'agree', ReasonDto, {
  operationId: 'agreeContinuityPlan',
  summary: { en: 'Agree to a continuity plan that somebody else proposed', zh: '同意他人提出的接续方案' },
  guards: {
    own_proposal: guardSecondPerson(({ root }) => Promise.resolve(root.proposedBy)),
    lines_without_plan: guard({ findUnplannedLines }, ({ findUnplannedLines: lines }) =>
      lines.length === 0 ? null : { facts: { serviceLines: lines } },
    ),
    renewal_not_announced: guard({ loadPlannedContract, loadItems }, (facts, { today }) =>
      refuseUnannouncedRenewal(facts.loadPlannedContract, facts.loadItems, today),
    ),
    renewal_beyond_term: guard({ loadPlannedContract, loadItems }, (facts, { today }) =>
      beyondTerm(facts.loadPlannedContract, facts.loadItems, today),
    ),
    budget_not_assured: guard({ findBudgetGaps }, (facts) => facts.findBudgetGaps),
    residents_opinion_missing: guard({ loadPlannedContract, findUnheardLines }, (facts) => {
      const { category, begun } = facts.loadPlannedContract;
      if (findCategory(category ?? '')?.publicService !== true) return null;
      const lines = facts.findUnheardLines;
      return lines.length === 0 ? null : { facts: { serviceLines: lines, since: begun } };
    }),
  },
  async effect({ tx, principal, root, given, now, today }) {
    await sayPlan(tx, root.contract, root.id, { agreedOn: today }, '接续方案已商定');
    return {
      set: {
        agreedOn: today,
        agreedBy: principal.id,
        since: now,
        ...(given.reason !== undefined && { decisionReason: given.reason }),
      },
    };
  },
});
