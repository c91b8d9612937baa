import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { Problem, type FieldError } from '../../platform/errors/problem.js';
import { fieldErrors } from '../../platform/http/validation.js';
import { endsBeforeStart } from './conflicts.rules.js';
import { CONTRACT_FACT_DATA, TENDER_FACT_DATA } from './facts.dto.js';
import type { ContractFactKind, TenderFactKind, Window } from './facts.types.js';

/** A fact as a request or a file gives it, before its data is checked against its kind. */
export interface UncheckedFact {
  kind: string;
  lot?: number | null;
  data: object;
  source: object;
  replaces?: string | null;
  reason?: string | null;
}

const isNothing = (value: unknown): boolean => value === null || value === undefined;

/** Unknown is absent: null and missing mean the same, at every level. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, v]) => !isNothing(v))
      .map(([k, v]) => [k, withoutNulls(v)]),
  );
}

/** Checks the data of each fact by the class of its kind; answers the facts with unknowns left out. */
export function checkFacts<K extends TenderFactKind | ContractFactKind>(
  classes: 'tender' | 'contract',
  facts: readonly UncheckedFact[],
): (Omit<UncheckedFact, 'kind' | 'data'> & { kind: K; data: Record<string, unknown> })[] {
  const table: Record<string, new () => object> = classes === 'tender' ? TENDER_FACT_DATA : CONTRACT_FACT_DATA;
  const errors: FieldError[] = [];
  const checked = facts.map((fact, i) => {
    const type = table[fact.kind];
    if (!type) throw new Error(`Unknown kind of fact: ${fact.kind}`);
    const data = withoutNulls(fact.data) as Record<string, unknown>;
    const found = validateSync(plainToInstance(type, data), { whitelist: true, forbidNonWhitelisted: true });
    errors.push(...fieldErrors(found, `/facts/${i}/data`));
    if (fact.replaces && !fact.reason)
      errors.push({
        pointer: `/facts/${i}/reason`,
        code: 'required',
        text: { en: 'A correction says why', zh: '更正必须说明理由' },
      });
    return { ...fact, kind: fact.kind as K, data, source: withoutNulls(fact.source) as object };
  });
  if (errors.length > 0) throw new Problem('validation_failed', { errors });
  checked.forEach((fact, i) => mustEndAfterStart(fact.data['window'] as Window | undefined, `/facts/${i}/data/window`));
  return checked;
}

/** A window that certainly ends before it starts is refused wherever it is given. */
export function mustEndAfterStart(window: Window | null | undefined, pointer: string): void {
  if (endsBeforeStart(window))
    throw new Problem('end_before_start', {
      errors: [
        {
          pointer: `${pointer}/end`,
          code: 'end_before_start',
          text: { en: 'The end lies before the start', zh: '结束日期早于开始日期' },
        },
      ],
    });
}
