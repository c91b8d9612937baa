import type { Reader } from '../../kernel/database/reader.js';
import type { PlanDue } from '../../purchase/contracts/conducted/contract-clocks.js';
import { findCategory } from '../../law/code-lists/code-lists.js';
import { planDueSql } from './plan-standing.queries.js';

/** Of a service that is meant to go on. What was agreed counts while it is not withdrawn, here or on record from elsewhere. */
export async function planDue(reader: Reader, contract: string): Promise<PlanDue | null> {
  const [row] = await reader.query<(PlanDue & { category: string | null })[]>(
    `SELECT c.category, c.signed_on::text AS signed, ${planDueSql('c')}::text AS due, (SELECT min(f.data ->> 'agreedOn') FROM fact f
       WHERE f.subject_type = 'contract' AND f.subject_id = c.id AND f.kind = 'plan' AND f.data ->> 'kind' <> 'none'
         AND f.data ->> 'withdrawnOn' IS NULL AND NOT EXISTS (SELECT FROM fact later WHERE later.replaces = f.id)) AS agreed
     FROM contract c WHERE c.id = $1 AND c.conducted = 'here' AND c.state NOT IN ('draft', 'void') AND c.signed_on IS NOT NULL`,
    [contract],
  );
  if (!row?.due || findCategory(row.category ?? '')?.continuous !== true) return null;
  const { signed, due, agreed } = row;
  return { signed, due, agreed };
}
