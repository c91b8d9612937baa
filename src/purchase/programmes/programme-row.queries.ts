import type { Scope } from '../../kernel/access/scope.js';
import { isMine, isSupervised } from '../../kernel/access/visible.js';
import type { Sql } from '../../kernel/database/sql.js';
import type { BudgetLevel } from '../../law/code-lists/methods.js';
import type { SourceDto } from '../../people/organisations/source.dto.js';
import type { CalendarTemplate } from './calendar-template.js';
import type { ProgrammeState } from './programme.lifecycle.js';

export interface ProgrammeRow {
  id: string;
  version: number;
  dataset: string;
  buyer_id: string;
  name: string;
  year: number;
  region: string | null;
  budget_level: BudgetLevel | null;
  calendar: CalendarTemplate;
  state: ProgrammeState;
  approved_at: Date | null;
  approved_by: string | null;
  written_by: string[];
  source: SourceDto;
  created_at: Date;
  updated_at: Date;
}
/** The bureau's own, and those of the regions the caller watches over. */
export function visibleProgramme(sql: Sql, scope: Scope): Sql {
  if (scope.everything) return sql;
  return sql.and(`${isMine(sql, scope, 'r.buyer_id')} OR ${isSupervised(sql, scope, 'r.region')} OR EXISTS (
    SELECT FROM organisation o WHERE o.id = r.buyer_id AND ${isSupervised(sql, scope, 'o.region')})`);
}
