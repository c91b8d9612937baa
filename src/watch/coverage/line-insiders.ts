import { narrowScope, type Scope } from '../../kernel/access/scope.js';
import { isMine, isSupervised } from '../../kernel/access/visible.js';
import type { Reader } from '../../kernel/database/reader.js';
import { Sql } from '../../kernel/database/sql.js';
import { isJointBuyer } from '../../purchase/tenders/reads/tender-visibility.js';

/**
 * Whether the line concerns the caller: the body that answers for it, the committees of its communities, the two parties to
 * its contracts and who buys together with the buyer, and who watches over its region. They are told how many it serves however few these are.
 */
export async function concernsLine(reader: Reader, scope: Scope, line: string): Promise<boolean> {
  if (scope.everything) return true;
  const sql = new Sql();
  const reading = narrowScope(scope, 'contract.read');
  sql.and(`r.id = ${sql.p(line)}`).and(`
    ${isMine(sql, reading, 'r.responsible_id')} OR ${isSupervised(sql, reading, 'r.region')}
    OR EXISTS (SELECT FROM service_line_communities k
      WHERE k.service_line_id = r.id AND (${isMine(sql, scope, 'k.committee_id')} OR ${isSupervised(sql, reading, 'k.region')}))
    OR EXISTS (SELECT FROM contract_service_lines c WHERE c.service_line_id = r.id AND c.signed
        AND (${isMine(sql, reading, 'c.buyer_id')} OR ${isMine(sql, reading, 'c.supplier_id')} OR ${isJointBuyer(sql, reading, 'c.tender_id')}))`);
  const rows = await reader.query<unknown[]>(`SELECT FROM service_lines r WHERE ${sql.where}`, sql.params);
  return rows.length > 0;
}

/** Fewer than so many, and who they are might be known. Nobody is no small number: there is nobody to be known. */
const LEAST_TOLD = 5;

export const isFew = (people: number | null): boolean => people !== null && people > 0 && people < LEAST_TOLD;
