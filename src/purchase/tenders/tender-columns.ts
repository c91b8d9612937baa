import { parseYuan } from '../../kernel/money/money.js';
import type { LockedTender } from './open-tender.js';
import type { TenderChangeDto } from './reads/tender.dto.js';

/** Columns that a change may set, by name; undefined leaves one alone. */
export type TenderColumns = { [K in ChangeableColumn]?: LockedTender[K] };
type ChangeableColumn =
  | 'title'
  | 'buyer_id'
  | 'method'
  | 'category'
  | 'region'
  | 'region_text'
  | 'budget_level'
  | 'programme_id'
  | 'window_start'
  | 'window_end'
  | 'term_text'
  | 'budget'
  | 'project_no';

/** RFC 7396: what is absent stays, null removes; a window member by member. */
export const toTenderColumns = (dto: TenderChangeDto): TenderColumns => ({
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
