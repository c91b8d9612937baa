import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SYSTEM } from '../access/principal.js';
import { Transactions } from '../database/transactions.js';
import { defineJob } from '../queue/jobs/job.js';
import { performEach } from '../queue/jobs/perform-each.js';
import { JobRegistry } from '../queue/jobs/job-registry.js';
import { DocumentStore } from './document-store.js';
import { Antivirus } from './examination/antivirus.js';
import { PlainFile } from './examination/plain-file.js';

/** Asks the antivirus again about documents that came while it was away. */
export const checkHeldDocuments = defineJob({
  kind: 'sweep',
  name: 'check-held-documents',
  queue: 'sweeps',
  every: 60_000,
});

interface HeldDocument {
  id: string;
  organisation_id: string;
  size: string;
  /** As text: an instant of the database is finer than one of this program. */
  created_at: string;
}

/** Before every document. */
const BEGINNING: Pick<HeldDocument, 'created_at' | 'id'> = {
  created_at: '-infinity',
  id: '00000000-0000-0000-0000-000000000000',
};

/** Documents that nobody reads until an antivirus has looked at them. One in which it finds something loses its content. */
@Injectable()
export class HeldDocuments implements OnModuleInit {
  /** Read at once. */
  pageSize = 200;

  constructor(
    private readonly registry: JobRegistry,
    private readonly transactions: Transactions,
    private readonly store: DocumentStore,
    private readonly antivirus: Antivirus,
  ) {}

  onModuleInit(): void {
    this.registry.handle(checkHeldDocuments, () => this.sweep());
  }

  /** All that are held, page by page: those that cannot be judged, and stay, keep no later ones waiting. */
  async sweep(): Promise<void> {
    let isAway = false;
    const faults: unknown[] = [];
    let page = await this.list(BEGINNING);
    while (page.length > 0) {
      await performEach(page, async (document) => {
        if (!isAway) isAway = await this.check(document);
      }).catch((error: unknown) => faults.push(error));
      page = isAway ? [] : await this.list(page.at(-1) as HeldDocument);
    }
    if (faults.length > 0) throw faults[0];
  }

  private list({ created_at, id }: Pick<HeldDocument, 'created_at' | 'id'>): Promise<HeldDocument[]> {
    return this.transactions.reader.query<HeldDocument[]>(
      `SELECT id, organisation_id, size, created_at::text AS created_at FROM document
       WHERE malware_check = 'waiting' AND (created_at, id) > ($1::timestamptz, $2::uuid) ORDER BY document.created_at, id LIMIT $3`,
      [created_at, id, this.pageSize],
    );
  }

  /** True where the antivirus is still away; one that it cannot judge keeps nothing else waiting. */
  private async check({ id, organisation_id, size }: HeldDocument): Promise<boolean> {
    const file = await this.store.open(id);
    const verdict = await this.antivirus.ask(new PlainFile(file, Number(size)).content()).finally(() => file.close());
    if (verdict.check === 'waiting') return verdict.isAway;
    await this.transactions.run(SYSTEM, async (tx) => {
      const changed = await tx.query(
        `UPDATE document SET malware_check = $2 WHERE id = $1 AND malware_check = 'waiting' RETURNING id`,
        [id, verdict.check],
      );
      if (changed.length === 0) return;
      const found = verdict.check === 'found';
      const data = found ? { signature: verdict.signature } : { malwareCheck: verdict.check };
      const action = found ? 'malware_found' : 'released';
      await tx.record({ aggregate: 'document', id, action, data, tenants: [organisation_id] });
    });
    if (verdict.check === 'found') await this.removeContent(id);
    return false;
  }

  /** What a crash left on the disk of documents in which something was found. */
  async removeLeftContents(): Promise<void> {
    const found = await this.transactions.reader.query<{ id: string }[]>(
      `SELECT id FROM document WHERE malware_check = 'found' ORDER BY id`,
    );
    const left = await this.store.listStoredIds(found.map(({ id }) => id));
    await performEach(left, (id) => this.removeContent(id));
  }

  /** Under the lock of the row: one that is sent again and found clean is stored anew. */
  private async removeContent(id: string): Promise<void> {
    await this.transactions.run(SYSTEM, async (tx) => {
      const locked = await tx.query<{ id: string }>(
        `SELECT id FROM document WHERE id = $1 AND malware_check = 'found' FOR NO KEY UPDATE`,
        [id],
      );
      if (locked.length > 0) await this.store.remove(id);
    });
  }
}
