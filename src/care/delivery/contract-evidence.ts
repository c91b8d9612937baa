import { Injectable } from '@nestjs/common';
import type { Tx } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';

const TEXT = { en: 'Shows the work of another contract', zh: '该材料已用于证明其他合同的履行情况' };

/**
 * A file shows the work of one contract. What already shows that of another is refused, of whichever kind its root is: each
 * module says of its own roots under which contract they stand. A choice of this product (POLICY): whoever worked under two
 * contracts at once has a sheet of each.
 */
@Injectable()
export class ContractEvidence {
  /** SQL by type of root: the rows `id`, `contract_id`. */
  private readonly roots = new Map<string, string>();

  contribute(type: string, rows: string): void {
    if (this.roots.has(type)) throw new Error(`Evidence of ${type} is spoken for twice`);
    this.roots.set(type, rows);
  }

  async assertContractEvidence(tx: Tx, contract: string, documents: readonly string[], pointer: string): Promise<void> {
    if (documents.length === 0) return;
    const roots = [...this.roots].map(
      ([type, rows]) => `SELECT '${type}' AS type, x.id, x.contract_id FROM (${rows}) x`,
    );
    const rows = await tx.query<{ id: string }>(
      `SELECT DISTINCT d.document_id AS id FROM document_reference d JOIN (${roots.join(' UNION ALL ')}) x
         ON x.type = d.root_type AND x.id = d.root_id
       WHERE d.document_id = ANY ($1::uuid[]) AND x.contract_id <> $2`,
      [documents, contract],
    );
    const foreign = new Set(rows.map(({ id }) => id));
    const errors = documents.flatMap((id, i) =>
      foreign.has(id.toLowerCase()) ? [{ pointer: `${pointer}/${i}`, code: 'of_another_contract', text: TEXT }] : [],
    );
    if (errors.length > 0) throw new Problem('validation_failed', { errors });
  }
}
