import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SYSTEM } from '../../../kernel/access/principal.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { JobRegistry } from '../../../kernel/queue/jobs/job-registry.js';
import { defineJob } from '../../../kernel/queue/jobs/job.js';
import {
  endFollowing,
  findPendingRoot,
  listRecordsOfBody,
  lockFollowedMerge,
  notePendingRoot,
  owePendingReferences,
  type FollowedMerge,
  type NamingRoot,
} from '../../../people/organisations/merges/merge-references.js';
import { toContractChange } from '../contract-projection.js';
import { followMergedTender } from '../../tenders/merged-tender.js';
import { TenderChangesService } from '../../tenders/tender-changes.service.js';

/** Purchases that were recorded follow the merge of a record that they name, and its undoing. */
export const followMerge = defineJob({
  kind: 'event',
  name: 'follow-merge',
  queue: 'imports',
  on: (event) => event.aggregate === 'organisation_merge' && (event.action === 'confirm' || event.action === 'undo'),
  unfinished: {
    aggregate: 'organisation_merge',
    ids: `SELECT id::text FROM organisation_merge WHERE state IN ('in_force', 'undone') AND decided_at IS NOT NULL AND followed_at IS NULL`,
  },
});

@Injectable()
export class MergeFollower implements OnModuleInit {
  constructor(
    private readonly registry: JobRegistry,
    private readonly transactions: Transactions,
    private readonly changes: TenderChangesService,
  ) {}

  onModuleInit(): void {
    this.registry.handle(followMerge, ({ id }) => this.follow(id));
  }

  /**
   * One root after another, each in its own transaction; broken off and begun again it does what is left. One that fails holds no
   * other back.
   * @throws what the first that failed did, once the others have followed
   */
  async follow(merge: string): Promise<void> {
    await this.transactions.run(SYSTEM, (tx) => owePurchases(tx, merge));
    const failed = new Map<string, Error>();
    for (;;) {
      const root = await this.transactions.run(SYSTEM, (tx) => findNext(tx, merge, [...failed.keys()]));
      if (root === null) {
        if (failed.size > 0 || (await this.transactions.run(SYSTEM, (tx) => endFollowing(tx, merge)))) break;
        continue;
      }
      try {
        await this.transactions.run(SYSTEM, (tx) => this.followRoot(tx, merge, root));
      } catch (error) {
        failed.set(root.id, error as Error);
      }
    }
    const [error] = failed.values();
    if (error !== undefined) throw error;
  }

  private async followRoot(tx: Tx, id: string, root: NamingRoot): Promise<void> {
    const merge = await lockFollowedMerge(tx, id);
    if (merge === null) return;
    if (root.type === 'tender') await followMergedTender(tx, this.changes, merge, root);
    else await this.followContract(tx, merge, root.id);
    await notePendingRoot(tx, merge, root);
  }

  /** Its facts are read anew: who performs or evaluated it goes by another record. A recorded one follows from its purchase. */
  private async followContract(tx: Tx, merge: FollowedMerge, id: string): Promise<void> {
    const [contract] = await tx.query<{ tender_id: string; conducted: string }>(
      `SELECT tender_id, conducted FROM contract WHERE id = $1`,
      [id],
    );
    if (contract?.conducted === 'elsewhere')
      await followMergedTender(tx, this.changes, merge, { type: 'tender', id: contract.tender_id, fields: ['facts'] });
    const [row] = await tx.query<ContractRow>(
      `UPDATE contract SET version = version + 1, updated_at = clock_timestamp() WHERE id = $1
       RETURNING id, dataset, region, buyer_id, supplier_id`,
      [id],
    );
    if (row) await tx.record({ ...toContractChange(row), action: 'ground_changed', data: { merge: merge.id } });
  }
}

type ContractRow = Parameters<typeof toContractChange>[0];

/** The next root to follow, null where none is left but those that failed. */
async function findNext(tx: Tx, id: string, failed: readonly string[]): Promise<NamingRoot | null> {
  const merge = await lockFollowedMerge(tx, id);
  return merge && findPendingRoot(tx, merge, failed);
}

/** Notes everything recorded that names the record of a merge in force, or one that went into it before. */
async function owePurchases(tx: Tx, id: string): Promise<void> {
  const merge = await lockFollowedMerge(tx, id);
  if (merge?.state !== 'in_force') return;
  const roots = await tx.query<{ type: string; id: string; field: string }>(
    `SELECT 'tender' AS type, id::text, 'buyer' AS field FROM tender WHERE buyer_id = $1
     UNION ALL SELECT 'tender', id::text, 'agent' FROM tender WHERE agent_id = $1
     UNION ALL SELECT DISTINCT f.subject_type, f.subject_id::text, 'facts' FROM fact f, unnest($2::text[]) AS record
       WHERE strpos(f.data::text, record) > 0`,
    [merge.from, await listRecordsOfBody(tx, merge.from)],
  );
  await owePendingReferences(tx, id, roots);
}
