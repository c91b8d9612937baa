import type { Tx } from '../../kernel/database/transactions.js';
import { Problem, type FieldError } from '../../kernel/errors/problem.js';
import type { TickDto } from './acceptance.dto.js';
import type { AcceptanceRoot } from './acceptance-root.js';
import { recordsStanding } from './acceptance.guards.js';
import type { Tick } from './acceptance.rules.js';

const lower = (ids: readonly string[] | undefined): string[] => (ids ?? []).map((id) => id.toLowerCase());

/** What was found of standards of this contract, shown by records of it. */
export async function ticksGiven(tx: Tx, acceptance: AcceptanceRoot, items: readonly TickDto[]): Promise<Tick[]> {
  const ticks = items.map(({ no, result, measured, note, documents, records }): Tick => ({
    no,
    result,
    measured: measured ?? null,
    note: note ?? null,
    documents: lower(documents),
    records: lower(records),
  }));
  const all = ticks.flatMap((tick) => tick.records);
  const standing = await recordsStanding(tx, acceptance.contract_id, all);
  const errors = ticks.flatMap((tick, i): FieldError[] => {
    const known = acceptance.standards.some((standard) => standard.no === tick.no);
    const strangers = tick.records.flatMap((id, j) => (standing.has(id) ? [] : [j]));
    return [
      ...(known ? [] : [unknown(`/items/${i}/no`, 'No standard of this contract', '合同没有该项标准')]),
      ...strangers.map((j) =>
        unknown(`/items/${i}/records/${j}`, 'No record within this contract that stands', '不是该合同内的有效服务记录'),
      ),
    ];
  });
  if (errors.length > 0) throw new Problem('validation_failed', { errors });
  return ticks;
}

const unknown = (pointer: string, en: string, zh: string): FieldError => ({
  pointer,
  code: 'unknown_reference',
  text: { en, zh },
});
