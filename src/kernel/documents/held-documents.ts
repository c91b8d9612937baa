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

const AT_ONCE = 200;

interface HeldDocument {
  id: string;
  organisation_id: string;
  size: string;
}

/** Documents that nobody reads until an antivirus has looked at them. One in which it finds something loses its content. */
@Injectable()
export class HeldDocuments implements OnModuleInit {
  constructor(
    private readonly registry: JobRegistry,
    private readonly transactions: Transactions,
    private readonly store: DocumentStore,
    private readonly antivirus: Antivirus,
  ) {}

  onModuleInit(): void {
    this.registry.handle(checkHeldDocuments, () => this.sweep());
  }

  async sweep(): Promise<void> {
    const held = await this.transactions.reader.query<HeldDocument[]>(
      `SELECT id, organisation_id, size FROM document WHERE malware_check = 'waiting' ORDER BY created_at, id LIMIT $1`,
      [AT_ONCE],
    );
    let isAway = false;
    await performEach(held, async (document) => {
      if (!isAway) isAway = await this.check(document);
    });
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
    if (verdict.check === 'found') await this.store.remove(id);
    return false;
  }
}
