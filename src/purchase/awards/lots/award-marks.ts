import type { Adoption } from '../../../kernel/audit/adopt-once.js';
import type { Reader } from '../../../kernel/database/reader.js';

/**
 * SQL: what was carried out on the lot of the award `a` when that was ended. Both are written at one instant of one unit of work: the
 * row of the award does not say which remedy it was, its audit entry says when.
 */
const appliedSql = (effect: string): string => `
  EXISTS (SELECT FROM audit_entry e JOIN remedy_application p ON p.lot_id = a.lot_id AND p.applied_at = e.at
    WHERE e.aggregate_type = 'award' AND e.aggregate_id = a.id::text AND e.action IN ('invalidate', 'cancel') AND p.effect ${effect})`;
const WRONG = `a.remedied AND ${appliedSql(`IN ('redo', 'new_round')`)} AND NOT ${appliedSql(`= 'next_rank'`)}`;

const hasNone = async (from: Reader): Promise<boolean> =>
  (await from.query<unknown[]>(`SELECT a.id FROM award a WHERE ${WRONG} LIMIT 1`)).length === 0;

/**
 * An earlier version put the winner out for good by every remedy, also where the purchase was to begin anew (`invalidateAward`): should
 * the failure of such a lot be undone, it would be missing among the candidates. `migrate` takes these marks away, with an entry of the audit.
 */
export const AWARD_MARKS: Adoption = {
  name: 'marks of awards',
  isAdopted: hasNone,
  async adopt(tx) {
    const mended = await tx.query<{ id: string }>(`UPDATE award a SET remedied = false WHERE ${WRONG} RETURNING a.id`);
    const awards = mended.map(({ id }) => id).sort();
    await tx.record({ aggregate: 'installation', id: 'award_marks', action: 'mended', data: { awards } });
    return awards.length;
  },
};
