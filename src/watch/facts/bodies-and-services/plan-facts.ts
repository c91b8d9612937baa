import type { PartialDate } from '../../../kernel/clock/partial-date.js';
import type { ContractFacts, PlanFact, Recorded } from '../fact-types.js';
import { PLAN_KINDS } from '../fact-types.js';
import { citeValue, textField, type LoadedFact } from '../loading/sourced.rules.js';

/** One that was withdrawn is none. */
export const isPlan = (fact: LoadedFact): boolean => fact.kind === 'plan' && textField(fact, 'withdrawnOn') === null;

export function planFact(fact: LoadedFact): PlanFact {
  const kind = PLAN_KINDS.find((each) => each === fact.data['kind']) ?? 'none';
  const readText = (field: string): string | null => textField(fact, field);
  const [from, agreedOn, carriedOutOn] = [readText('from'), readText('agreedOn'), readText('carriedOutOn')];
  const key = `${kind}/${from ?? '-'}/${agreedOn ?? '-'}`;
  return { key, record: `fact:${fact.id}`, kind, from, agreedOn, carriedOutOn };
}

/**
 * Plans for what follows a contract as it ends by now. Prolonged by what was planned, one that goes on here needs another plan: `prolonged` is
 * the first day of its further time, else empty.
 */
export function splitPlans(
  facts: readonly LoadedFact[],
  conducted: ContractFacts['conducted'],
  end: PartialDate | null,
): { plans: PlanFact[]; prolonged: string } {
  const all = facts.filter(isPlan).map(planFact);
  const isFallen = ({ kind, from }: PlanFact): boolean =>
    conducted === 'here' && kind !== 'none' && from !== null && end !== null && from <= end;
  const fallen = all.filter(isFallen).map(({ from }) => from ?? '');
  return { plans: all.filter((plan) => !isFallen(plan)), prolonged: fallen.sort().at(-1) ?? '' };
}

/** The last milestone that is said to be final, of those that lie in the further time of a prolonged contract. */
export function finalMilestone(facts: readonly LoadedFact[], prolonged: string): Recorded<string> | null {
  const final = facts.filter((fact) => fact.kind === 'milestone' && fact.data['final'] === true);
  const dated = final.filter((fact) => (textField(fact, 'dueOn') ?? '') > prolonged);
  const last = dated.sort((a, b) => ((textField(a, 'dueOn') ?? '') < (textField(b, 'dueOn') ?? '') ? -1 : 1)).at(-1);
  return last === undefined ? null : citeValue(textField(last, 'dueOn'), `fact:${last.id}`, last.source);
}
