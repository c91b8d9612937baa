import type { PartialDate } from '../../../kernel/clock/partial-date.js';
import { findCategory } from '../../../law/code-lists/code-lists.js';
import type { Category, Recorded, SourceKind } from '../fact-types.js';

/** A fact in force as the loaders read it. */
export interface LoadedFact {
  id: string;
  kind: string;
  lot: number | null;
  data: Record<string, unknown>;
  source: SourceKind;
}

/** A category that says whether it is meant to go on; `OTHER` does not, so nothing is known. */
export function categoryFacts(code: string | null): Category | null {
  const category = code === null ? null : findCategory(code);
  if (category === null || category.continuous === null) return null;
  return { code: category.code, continuous: category.continuous };
}

export const textField = (fact: LoadedFact | undefined, field: string): string | null => {
  const value = fact?.data[field];
  return typeof value === 'string' ? value : null;
};

/** A value with the source of the first fact that says it; `otherwise` where no fact says it in these words. */
export function citeValue<T>(value: T | null, record: string, source: SourceKind | null): Recorded<T> | null {
  return value === null ? null : { value, record, source };
}

/** The first payment under a contract. */
export function firstPayment(facts: readonly LoadedFact[]): Recorded<PartialDate> | null {
  const dated = facts
    .filter((fact) => fact.kind === 'payment')
    .flatMap((fact) => {
      const on = textField(fact, 'on');
      return on === null ? [] : [{ value: on, record: `fact:${fact.id}`, source: fact.source }];
    });
  return dated.reduce<Recorded<PartialDate> | null>((a, b) => (a === null || b.value < a.value ? b : a), null);
}
