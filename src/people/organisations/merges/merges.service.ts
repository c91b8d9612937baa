import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { invalid } from '../../../kernel/http/validation.js';
import { bindMerge } from './merge-binding.js';
import type { NewMergeDto } from './merge.dto.js';
import { loadMergeFindings, refuseMerge } from './merge-findings.js';
import type { MergedPair } from './merge-move.js';
import { MERGE_GUARDS } from './merge.lifecycle.js';

/** Proposes that two records are one body. */
@Injectable()
export class MergesService {
  constructor(private readonly transactions: Transactions) {}

  /** @throws Problem `not_found`, `dataset_mismatch`, `conflict`, and what `refuseMerge` refuses with */
  propose(principal: Principal, organisation: string, { into, ground }: NewMergeDto): Promise<string> {
    return this.transactions.run(principal, async (tx) => {
      const pair = { from: organisation.toLowerCase(), to: into.toLowerCase() };
      const dataset = await loadDataset(tx, pair);
      // A key would be the first of two hands that may both be one person's.
      if (principal.kind !== 'user') throw new Problem('not_permitted');
      await assertMergeable(tx, pair);
      const [row] = await tx.query<{ id: string }>(
        `INSERT INTO organisation_merge (dataset, organisation_id, into_id, ground, proposed_by) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT DO NOTHING RETURNING id`,
        [dataset, pair.from, pair.to, ground, principal.id],
      );
      if (!row) throw await createOpenProblem(tx, pair.from);
      bindMerge(tx, row.id);
      await tx.record({
        ...{ aggregate: 'organisation_merge', id: row.id, action: 'proposed', dataset, tenants: [], to: 'proposed' },
        data: { ...pair },
      });
      return row.id;
    });
  }
}

async function assertMergeable(tx: Tx, pair: MergedPair): Promise<void> {
  const findings = await loadMergeFindings(tx, pair);
  for (const code of MERGE_GUARDS) {
    const details = refuseMerge[code](findings);
    if (details) throw new Problem(code, details);
  }
}

/** The dataset of both. */
async function loadDataset(tx: Tx, { from, to }: MergedPair): Promise<string> {
  const rows = await tx.query<{ id: string; dataset: string }>(
    `SELECT id, dataset FROM organisation WHERE id = ANY ($1::uuid[])`,
    [[from, to]],
  );
  const dataset = rows.find(({ id }) => id === from)?.dataset;
  if (dataset === undefined) throw new Problem('not_found');
  if (from === to) throw invalid('/into', 'itself', { en: 'It is the same record', zh: '不能与自身合并' });
  if (rows.find(({ id }) => id === to)?.dataset !== dataset)
    throw Problem.ofField('dataset_mismatch', '/into', {
      en: 'There is no such organisation in this dataset',
      zh: '该数据集中没有此组织',
    });
  return dataset;
}

/** Names the merge of the record that is open already. */
async function createOpenProblem(tx: Tx, organisation: string): Promise<Problem> {
  const [open] = await tx.query<{ id: string }>(
    `SELECT id FROM organisation_merge WHERE organisation_id = $1 AND state IN ('proposed', 'in_force')`,
    [organisation],
  );
  const text = { en: 'A merge of this record is open already', zh: '该登记已有未结束的合并' };
  const href = open && `/api/v1/organisations/${organisation}/merges/${open.id}`;
  return new Problem('conflict', { errors: [{ pointer: '', code: 'not_unique', text, ...(href && { href }) }] });
}
