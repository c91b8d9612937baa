import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';
import type { Recorded } from '../audit/change-log.js';
import type { Change } from '../outbox/change.js';
import { Tx } from './transactions.js';

const names = new Map<string, string>();
function nameOf(sql: string): string {
  const known = names.get(sql);
  if (known !== undefined) return known;
  const name = `batch_${createHash('sha1').update(sql).digest('hex')}`;
  names.set(sql, name);
  return name;
}

/**
 * Many small units of work in one transaction, as an import makes them: their statements are planned once per connection,
 * and their audit and outbox rows are written together at the end. `record` answers no ids: the rows come later.
 */
export class BatchTx extends Tx {
  private held: Change[] = [];
  private savepoint: 'none' | 'used' | 'clean' = 'none';

  /** Runs `work` as a batch of the unit of work that is open. */
  static async run<T>(tx: Tx, work: (batch: BatchTx) => Promise<T>): Promise<T> {
    const batch = new BatchTx(...Tx.parts(tx));
    const result = await work(batch);
    await batch.flush();
    return result;
  }

  override async query<T>(sql: string, params: unknown[] = []): Promise<T[]> {
    if (params.length === 0) return super.query<T>(sql);
    const client = (await this.manager.queryRunner?.connect()) as ClientBase;
    const { rows } = await client.query({ name: nameOf(sql), text: sql, values: params });
    return rows as T[];
  }

  override record(change: Change): Promise<Recorded> {
    return this.recordAll([change]).then(([recorded]) => recorded as Recorded);
  }
  override recordAll(changes: readonly Change[]): Promise<Recorded[]> {
    this.held.push(...changes);
    return Promise.resolve(changes.map(() => ({ audit: '', event: '' })));
  }

  /** One small unit of work: whole, or as if it had not been. Its savepoint is replaced by the next one's. */
  async attempt<T>(work: () => Promise<T>): Promise<T> {
    const held = this.held.length;
    if (this.savepoint === 'used') await this.query('RELEASE SAVEPOINT attempt; SAVEPOINT attempt');
    if (this.savepoint === 'none') await this.query('SAVEPOINT attempt');
    this.savepoint = 'used';
    try {
      return await work();
    } catch (error) {
      this.held.length = held;
      await this.query('ROLLBACK TO SAVEPOINT attempt');
      this.savepoint = 'clean';
      throw error;
    }
  }

  private async flush(): Promise<void> {
    const changes = this.held;
    this.held = [];
    await super.recordAll(changes);
  }
}
