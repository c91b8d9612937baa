import { parseYuan } from '../../platform/money/money.js';
const fen = (yuan) => (yuan ? parseYuan(yuan).toString() : null);
const windowOf = ({ window }) => JSON.stringify([window?.start ?? null, window?.end ?? null]);
const columnsOf = (tender) => ({
    title: tender.title,
    method: tender.method ?? null,
    category: tender.category ?? null,
    region: tender.region ?? null,
    region_text: tender.regionText ?? null,
    budget: fen(tender.budget),
    project_no: tender.projectNo ?? null,
    term_text: tender.termText ?? null,
});
/**
 * A row completes what is not known of its round yet, and changes what it had said itself: a value that another row of
 * the round said stands.
 */
export function roundChanges(open, now, before) {
    const mayChange = (current, earlier) => current === null || (before !== null && current === earlier);
    const said = before && columnsOf(before.tender);
    const columns = {};
    for (const [name, value] of Object.entries(columnsOf(now.tender))) {
        const column = name;
        if (mayChange(open.tender[column], said?.[column]))
            Object.assign(columns, { [column]: value });
    }
    const { window_start, window_end } = open.tender;
    const window = JSON.stringify([window_start, window_end]);
    if ((window_start === null && window_end === null) || (before && window === windowOf(before.tender)))
        Object.assign(columns, {
            window_start: now.tender.window?.start ?? null,
            window_end: now.tender.window?.end ?? null,
        });
    return { columns, lots: open.lots.flatMap((lot) => lotChange(lot, now, before)) };
}
function lotChange(lot, now, before) {
    const given = now.lots.find(({ no }) => no === lot.no);
    if (!given)
        return [];
    const earlier = before?.lots.find(({ no }) => no === lot.no);
    const pick = (current, value, said) => current === null || (earlier !== undefined && current === said) ? value : current;
    const change = {
        no: lot.no,
        name: pick(lot.name, given.name, earlier?.name),
        ceiling: pick(lot.ceiling, fen(given.ceiling), fen(earlier?.ceiling)),
        budget: pick(lot.budget, fen(given.budget), fen(earlier?.budget)),
    };
    return ['name', 'ceiling', 'budget'].some((field) => change[field] !== lot[field]) ? [change] : [];
}
//# sourceMappingURL=round.changes.rules.js.map