import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { Anchors } from '../../src/kernel/audit/anchors/anchors.js';
import { ANCHOR_PURPOSE } from '../../src/kernel/audit/anchors/anchor.js';
import { AnchorFile } from '../../src/kernel/audit/anchors/anchor-file.js';
import { ChangeLog } from '../../src/kernel/audit/change-log.js';
import { verifyAudit } from '../../src/kernel/audit/verification/verification.js';
import { forPurpose, Keys, type KeyRing } from '../../src/kernel/config/keys.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import type { Change } from '../../src/kernel/outbox/change.js';
import { Nudge } from '../../src/kernel/outbox/nudge.js';
import { PLACE } from '../../src/kernel/outbox/relay-statements.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { listStatements } from '../support/statements.js';

export const newRing = (id: string): KeyRing => [{ id, bytes: randomBytes(32) }];
export const keysOf = (ring: KeyRing): Keys => new Keys(ring, ring, ring);

/** The audit alone, on a database of its own: no application around it. */
export class AuditBench {
  readonly ring: KeyRing;
  readonly nudge = new Nudge();
  readonly log: ChangeLog;
  readonly transactions: Transactions;
  readonly folder = mkdtempSync(join(tmpdir(), 'throughline-audit-'));
  readonly anchorFile = join(this.folder, 'anchors', 'audit-anchors.jsonl');

  private constructor(
    readonly database: TestDatabase,
    readonly dataSource: DataSource,
    ring: KeyRing,
  ) {
    this.ring = ring;
    this.log = new ChangeLog(keysOf(ring));
    this.transactions = new Transactions(dataSource, this.log, this.nudge);
  }

  static async open(ring: KeyRing = newRing('audit-1')): Promise<AuditBench> {
    const database = await createDatabase();
    const dataSource = await new DataSource({ type: 'postgres', url: database.url, extra: { max: 20 } }).initialize();
    return new AuditBench(database, dataSource, ring);
  }

  async close(): Promise<void> {
    await this.dataSource.destroy();
    await this.database.drop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** As it was when it was opened; a clone of the database for each test would cost more than the tests. */
  async reset(): Promise<void> {
    await this.tamper(
      `TRUNCATE audit_entry, audit_anchor, audit_anchor_leaf, outbox, outbox_moved, job_subject RESTART IDENTITY CASCADE`,
    );
    rmSync(this.anchorFile, { force: true });
  }

  record(change: Change) {
    return this.transactions.run(SYSTEM, (tx) => tx.record(change));
  }

  async chain(id: string, ...actions: string[]): Promise<void> {
    for (const action of actions) await this.record({ aggregate: 'tender', id, action, data: { action } });
  }

  /** What the relay does, once. */
  async place(): Promise<void> {
    for (let placed = 1; placed > 0;) {
      const rows = await this.dataSource.query<{ placed: number }[]>(PLACE, [1000]);
      placed = rows[0]?.placed ?? 0;
    }
  }

  anchors(ring = this.ring, file = this.anchorFile): Anchors {
    return new Anchors(this.dataSource, forPurpose(ring, ANCHOR_PURPOSE), new AnchorFile(file));
  }

  async anchor(): Promise<number> {
    await this.place();
    return this.anchors().run();
  }

  async verify(ring = this.ring, file = this.anchorFile) {
    return (await verifyAudit(this.dataSource, ring, file)).outcome;
  }

  async codes(): Promise<string[]> {
    return (await this.verify()).findings.map((f) => `${f.code} ${f.id ?? ''}#${f.seq ?? ''}`);
  }

  /** What a holder of the database's owner account can do. */
  async tamper(sql: string, params: unknown[] = []): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await manager.query(`SET LOCAL session_replication_role = replica`);
      await manager.query(sql, params);
    });
  }
}

/** Counts the statements this process sends while `work` runs, also outside of requests. */
export const countQueries = async (work: () => Promise<unknown>): Promise<number> =>
  (await listStatements(work, () => true)).length;
