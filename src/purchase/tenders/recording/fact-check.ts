import { plainToInstance } from 'class-transformer';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem, type FieldError } from '../../../kernel/errors/problem.js';
import { fieldErrors } from '../../../kernel/http/validation.js';
import { findFaults } from '../../../kernel/http/validation/find-faults.js';
import { lowerIds } from '../../../kernel/http/validation/lower-ids.js';
import { endsBeforeStart } from '../purchases/conflicts.rules.js';
import { CONTRACT_FACT_DATA } from './contract-facts.dto.js';
import { daysAhead } from './happened.rules.js';
import { TENDER_FACT_DATA } from '../tender-facts.dto.js';
import { saysNothing } from './fact-content.rules.js';
import {
  LEAST_CONTRACT_FACTS,
  LEAST_TENDER_FACTS,
  type ContractFactKind,
  type FactSource,
  type Least,
  type TenderFactData,
  type TenderFactKind,
} from './fact-types.js';
import type { Window } from './recorded-window.js';

/** A fact as a request or a file gives it, before its data is checked against its kind. */
export interface UncheckedFact {
  kind: string;
  lot?: number | null;
  data: object;
  source: object;
  replaces?: string | null;
  reason?: string | null;
}

export type CheckedFact<K extends string> = Omit<UncheckedFact, 'kind' | 'data'> & {
  kind: K;
  data: Record<string, unknown>;
};

const isNothing = (value: unknown): boolean => value === null || value === undefined;

/** Whether it is made of texts, numbers and plain objects alone, without anything unknown in them. */
function isBare(value: unknown): boolean {
  if (isNothing(value)) return false;
  if (typeof value !== 'object') return true;
  if (Array.isArray(value)) return value.every(isBare);
  return Object.getPrototypeOf(value) === Object.prototype && Object.values(value as object).every(isBare);
}

/** Unknown is absent: null and missing mean the same, at every level. What is bare of it is answered as it is. */
function withoutNulls(value: unknown): unknown {
  if (isBare(value)) return value;
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, v]) => !isNothing(v))
      .map(([k, v]) => [k, withoutNulls(v)]),
  );
}

const LEAST: Readonly<Record<string, Least<never>>> = { ...LEAST_TENDER_FACTS, ...LEAST_CONTRACT_FACTS };

/** Checks the data of each fact by the class of its kind; answers the facts with unknowns left out. */
export function checkFacts<K extends TenderFactKind | ContractFactKind>(
  classes: 'tender' | 'contract',
  facts: readonly UncheckedFact[],
): CheckedFact<K>[] {
  const table: Record<string, new () => object> = classes === 'tender' ? TENDER_FACT_DATA : CONTRACT_FACT_DATA;
  const errors: FieldError[] = [];
  const checked = facts.map((fact, i) => {
    const type = table[fact.kind];
    if (!type) throw new Error(`Unknown kind of fact: ${fact.kind}`);
    const instance = lowerIds(plainToInstance(type, fact.data));
    const found = findFaults(instance);
    errors.push(...fieldErrors(found, `/facts/${i}/data`));
    if (fact.replaces && !fact.reason)
      errors.push({
        pointer: `/facts/${i}/reason`,
        code: 'required',
        text: { en: 'A correction says why', zh: '更正必须说明理由' },
      });
    const data = withoutNulls(instance) as Record<string, unknown>;
    errors.push(...listUnexplainedFields(data, `/facts/${i}/data`));
    const source = withoutNulls(fact.source) as FactSource;
    const least = LEAST[fact.kind];
    if (least && found.length === 0)
      errors.push(...saysNothing(least, { data, source, replaces: fact.replaces ?? null }, `/facts/${i}`));
    return { ...fact, kind: fact.kind as K, data, source };
  });
  if (errors.length > 0) throw new Problem('validation_failed', { errors });
  checked.forEach(({ data }, i) => {
    const said = data as TenderFactData['contract'] & TenderFactData['notice'];
    const { window, publishedOn, documentsFrom, documentsTo, prequalificationTo, publicityTo } = said;
    mustEndAfterStart(window, `/facts/${i}/data/window/end`);
    mustEndAfterStart({ start: documentsFrom, end: documentsTo }, `/facts/${i}/data/documentsTo`);
    mustEndAfterStart({ start: publishedOn, end: prequalificationTo }, `/facts/${i}/data/prequalificationTo`);
    mustEndAfterStart({ start: publishedOn, end: publicityTo }, `/facts/${i}/data/publicityTo`);
  });
  return checked;
}

/** A unit price says of what, and a reason of rejection that there was one. */
function listUnexplainedFields(data: Record<string, unknown>, pointer: string): FieldError[] {
  const errors: FieldError[] = [];
  if (data['unitPrice'] !== undefined && data['unit'] === undefined)
    errors.push({
      pointer: `${pointer}/unit`,
      code: 'required',
      text: { en: 'A unit price says of which unit', zh: '有单价的必须说明计量单位' },
    });
  if (data['rejectedFor'] !== undefined && data['status'] !== 'rejected')
    errors.push({
      pointer: `${pointer}/status`,
      code: 'not_rejected',
      text: { en: 'Only a rejected bid says why it was rejected', zh: '只有被否决的响应才有否决理由' },
    });
  return errors;
}

/** A person records what has happened; a published file is kept as it is. @throws Problem `dated_in_future` */
export async function mustHaveHappened(tx: Tx, facts: readonly CheckedFact<string>[]): Promise<void> {
  const pointers = daysAhead(facts, todayInShanghai(await tx.now()));
  if (pointers.length === 0) return;
  const text = { en: 'This day has not come yet', zh: '该日期尚未到来' };
  throw new Problem('dated_in_future', {
    errors: pointers.map((pointer) => ({ pointer, code: 'dated_in_future', text })),
  });
}

/** A span that certainly ends before it starts is refused wherever it is given. `pointer` is where its end stands. */
export function mustEndAfterStart(span: Window | null | undefined, pointer: string): void {
  if (endsBeforeStart(span))
    throw new Problem('end_before_start', {
      errors: [
        {
          pointer,
          code: 'end_before_start',
          text: { en: 'The end lies before the start', zh: '结束日期早于开始日期' },
        },
      ],
    });
}
