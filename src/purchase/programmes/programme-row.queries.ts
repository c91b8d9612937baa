import type { Scope } from '../../kernel/access/scope.js';
import { isMine, isSupervised } from '../../kernel/access/visible.js';
import type { Sql } from '../../kernel/database/sql.js';
import type { Programme } from './programme.entity.js';
import type { StoredRow } from '../../kernel/database/row-types.js';

export type ProgrammeRow = Pick<
  StoredRow<Programme>,
  | 'id'
  | 'version'
  | 'dataset'
  | 'buyer_id'
  | 'name'
  | 'year'
  | 'region'
  | 'budget_level'
  | 'calendar'
  | 'state'
  | 'approved_at'
  | 'approved_by'
  | 'written_by'
  | 'source'
  | 'created_at'
  | 'updated_at'
>;
/** The bureau's own, and those of the regions the caller watches over. */
export function visibleProgramme(sql: Sql, scope: Scope): Sql {
  if (scope.everything) return sql;
  return sql.and(`${isMine(sql, scope, 'r.buyer_id')} OR ${isSupervised(sql, scope, 'r.region')} OR EXISTS (
    SELECT FROM organisation o WHERE o.id = r.buyer_id AND ${isSupervised(sql, scope, 'o.region')})`);
}
