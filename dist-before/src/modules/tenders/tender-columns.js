import { parseYuan } from '../../platform/money/money.js';
/** RFC 7396: what is absent stays, null removes; a window member by member. */
export const columnsOf = (dto) => ({
    title: dto.title,
    method: dto.method,
    category: dto.category,
    region: dto.region,
    region_text: dto.regionText,
    budget_level: dto.budgetLevel,
    programme_id: dto.programme?.toLowerCase() ?? dto.programme,
    window_start: dto.window === null ? null : dto.window?.start,
    window_end: dto.window === null ? null : dto.window?.end,
    term_text: dto.termText,
    budget: dto.budget ? parseYuan(dto.budget).toString() : dto.budget,
    project_no: dto.projectNo,
});
//# sourceMappingURL=tender-columns.js.map