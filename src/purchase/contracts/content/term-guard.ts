import { guard, type ActionGuard, type Fact } from '../../../kernel/actions/action.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { findTermRefusal } from '../../tenders/conducted/terms/contract-terms.rules.js';
import { toRuleRefusal } from '../../tenders/conducted/issue.rules.js';
import type { ContractChange } from '../amendments/change.js';
import type { PlannedRenewal } from '../amendments/renewal-plans.js';
import type { LockedContract } from '../conducted/conducted-contract.js';

/** The day on which the service was begun under this contract, and that of a renewal under the first one of its award. */
export interface ServiceStart {
  started: PlainDate | null;
  first: PlainDate | null;
}
interface TermFacts {
  loadChange: ContractChange;
  loadServiceStart: ServiceStart;
  findPlannedRenewal: PlannedRenewal | null;
}

/**
 * The term counts from the day on which the service was begun, whatever first day an amendment writes into the window; that of
 * a renewal from the first day of all.
 */
export const termGuard = (
  code: 'term_too_long' | 'term_conditions_missing',
  needs: { readonly [K in keyof TermFacts]: Fact<LockedContract, TermFacts[K]> },
): ActionGuard<LockedContract> =>
  guard<LockedContract, unknown, TermFacts>(
    needs,
    ({ loadChange: { content }, loadServiceStart: service, findPlannedRenewal: planned }, { today }) => {
      const { start, end } = planned === null ? content.window : { start: planned.first, end: planned.window.end };
      const begun = service.first ?? service.started;
      const first = begun !== null && start !== null && begun < start ? begun : start;
      const refused = findTermRefusal({ window: { start: first, end }, term: content.term }, today);
      return refused?.code === code ? toRuleRefusal(refused.rule, refused.errors) : null;
    },
  );
