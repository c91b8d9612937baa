import type { Reader } from '../../kernel/database/reader.js';
import type { PlanDue } from '../../purchase/contracts/conducted/contract-clocks.js';
import { findCategory } from '../../law/code-lists/code-lists.js';
import { planAgreedSql, planDueSql } from './plan-standing.queries.js';

/** Of services that are meant to go on. What was agreed counts while it is not withdrawn, here or on record from elsewhere. */
export async function planDues(reader: Reader, contracts: readonly string[]): Promise<Map<string, PlanDue>> {
  const rows = await reader.query<(PlanDue & { id: string; category: string | null })[]>(
    `SELECT c.id, c.category, c.signed_on::text AS signed, ${planDueSql('c')}::text AS due, ${planAgreedSql('c')} AS agreed
     FROM contract c WHERE c.id = ANY ($1::uuid[]) AND c.conducted = 'here' AND c.state NOT IN ('draft', 'void') AND c.signed_on IS NOT NULL`,
    [contracts],
  );
  const known = rows.filter(({ due, category }) => due && findCategory(category ?? '')?.continuous === true);
  return new Map(known.map(({ id, signed, due, agreed }) => [id, { signed, due, agreed }]));
}
