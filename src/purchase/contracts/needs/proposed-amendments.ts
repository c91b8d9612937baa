import type { Reader } from '../../../kernel/database/reader.js';
import type { ProblemCode } from '../../../kernel/errors/codes.js';
import { loadChange, type ContractChange } from '../amendments/change.js';
import { applyAmendment, type Difference } from '../amendments/amendment.rules.js';
import { CONTENT_GUARDS } from '../contract.lifecycle.js';
import { findPlannedRenewal } from '../conducted/contract-guards.js';
import { loadServiceStart, loadSupplierKind } from '../conducted/signing-facts.js';
import type { ContractContent } from '../content/content-types.js';
import { askContractGuards } from './asked-guards.js';

/** Of what the second signature is asked, what may have changed since the amendment was proposed; who signs which words is no part of it. */
const ASKED: readonly ProblemCode[] = ['amendment_outdated', 'supplement_too_high', ...CONTENT_GUARDS];

interface Row {
  id: string;
  contract: string;
  content: ContractContent;
  amount: string | null;
  supplements: string;
  difference: Difference[];
  supplement: string | null;
  supplier_kind: string | null;
  started: string | null;
  first: string | null;
}

/** A proposed amendment: what it changes, and whether the contract as it stands by now keeps everybody from signing it. */
interface ProposedAmendment {
  id: string;
  contract: string;
  change: Pick<ContractChange, 'difference' | 'content'>;
  isRefused: boolean;
}

/** Of these amendments those that are proposed, by one statement, judged by the guards of their signing. */
export async function loadProposedAmendments(
  reader: Reader,
  amendments: readonly string[],
  at: { now: Date; today: string },
): Promise<ProposedAmendment[]> {
  const rows = await reader.query<Row[]>(
    `SELECT m.id, c.id AS contract, c.content, c.amount::text, c.supplements::text, m.difference, m.supplement::text,
       (SELECT b.kind FROM organisation b WHERE b.id = c.supplier_id) AS supplier_kind, c.started_on::text AS started, w.first_day::text AS first
     FROM contract_amendment m JOIN contract c ON c.id = m.contract_id LEFT JOIN contract_renewal w ON w.contract_id = c.id
     WHERE m.id = ANY ($1::uuid[]) AND m.state = 'proposed' AND c.content IS NOT NULL`,
    [amendments],
  );
  return rows.map((row) => {
    const { id, contract, difference, supplement, supplier_kind: kind, started, first } = row;
    const content = difference.length > 0 ? applyAmendment(row.content, difference) : row.content;
    const change = {
      ...{ amendment: null, difference, content },
      supplement: supplement === null ? null : BigInt(supplement),
    } satisfies ContractChange;
    const facts = new Map<unknown, unknown>([
      [loadChange, change],
      [loadServiceStart, { started, first }],
      [loadSupplierKind, kind],
      [findPlannedRenewal, null],
    ]);
    const isRefused = askContractGuards(ASKED, facts, { root: row, action: 'amend', ...at }).length > 0;
    return { id, contract, change, isRefused };
  });
}
