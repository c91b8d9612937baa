import { Problem } from '../../platform/errors/problem.js';
import { recordsStanding } from './acceptance.guards.js';
const lower = (ids) => (ids ?? []).map((id) => id.toLowerCase());
/** What was found of standards of this contract, shown by records of it. */
export async function ticksGiven(tx, acceptance, items) {
    const ticks = items.map(({ no, result, measured, note, documents, records }) => ({
        no,
        result,
        measured: measured ?? null,
        note: note ?? null,
        documents: lower(documents),
        records: lower(records),
    }));
    const all = ticks.flatMap((tick) => tick.records);
    const standing = await recordsStanding(tx, acceptance.contract_id, all);
    const errors = ticks.flatMap((tick, i) => {
        const known = acceptance.standards.some((standard) => standard.no === tick.no);
        const strangers = tick.records.flatMap((id, j) => (standing.has(id) ? [] : [j]));
        return [
            ...(known ? [] : [unknown(`/items/${i}/no`, 'No standard of this contract', '合同没有该项标准')]),
            ...strangers.map((j) => unknown(`/items/${i}/records/${j}`, 'No record of this contract that stands', '不是该合同的有效服务记录')),
        ];
    });
    if (errors.length > 0)
        throw new Problem('validation_failed', { errors });
    return ticks;
}
const unknown = (pointer, en, zh) => ({
    pointer,
    code: 'unknown_reference',
    text: { en, zh },
});
//# sourceMappingURL=ticks.js.map