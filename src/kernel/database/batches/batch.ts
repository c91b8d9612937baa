import type { Recorded } from '../../audit/change-log.js';
import type { Change } from '../../outbox/change.js';
import { runPreparedStatement } from '../prepared.js';
import { ASKS_ALONE, SideBySide } from './side-by-side.js';
import type { SharedWork } from '../tx.js';
import { Tx } from '../transactions.js';

/**
 * Many small units of work in one transaction, as an import makes them: their statements are planned once per connection,
 * and their audit and outbox rows are written together at the end. `record` answers no ids: the rows come later.
 */
export class BatchTx extends Tx {
  private held: Change[] = [];
  private savepoint: 'none' | 'used' | 'clean' = 'none';

  private sideBySide: SideBySide | undefined;

  /** Rows of the attempt that goes on, by what writes them; undefined where none wait. */
  private kept: Map<SharedWork<never, unknown>, Map<string, unknown>> | undefined;

  /** What is said with each change beside its own facts: which batch it belongs to. */
  private said: Record<string, unknown> = {};

  /** Runs `work` as a batch of the unit of work that is open. */
  static async run<T>(tx: Tx, said: Record<string, unknown>, work: (batch: BatchTx) => Promise<T>): Promise<T> {
    const batch = new BatchTx(...Tx.parts(tx));
    batch.actor = tx.actor;
    batch.said = said;
    // What the database derives of what changes again and again waits until the work is through.
    await batch.query(`SET LOCAL throughline.batch = 'on'`);
    const result = await work(batch);
    await batch.flush();
    return result;
  }

  override query<T>(sql: string, params: unknown[] = []): Promise<T[]> {
    return params.length === 0 ? super.query<T>(sql) : runPreparedStatement<T>(this.manager, sql, params);
  }

  /** At once: what the database tells of it belongs to the attempt that goes on. */
  override async postponeQuery(sql: string, params: unknown[]): Promise<void> {
    await this.runPreparedQuery(sql, params);
  }

  override record(change: Change): Promise<Recorded> {
    return this.recordAll([change]).then(([recorded]) => recorded as Recorded);
  }
  override recordAll(changes: readonly Change[]): Promise<Recorded[]> {
    this.countChanges(changes.length);
    for (const change of changes) this.held.push({ ...change, data: { ...change.data, ...this.said } });
    return Promise.resolve(changes.map(() => ({ audit: '', event: '' })));
  }

  /** Pieces of work of which none needs what another writes: what they share is done for all of them together. All or none. */
  async runSideBySide(pieces: readonly (() => Promise<void>)[]): Promise<void> {
    if (this.sideBySide) throw new Error('What runs side by side does so once');
    // Before it is asked by more than one.
    await this.now();
    const sideBySide = new SideBySide(this.createSharing());
    this.sideBySide = sideBySide;
    this.setAlone(() => sideBySide.standAlone());
    try {
      await sideBySide.run(pieces);
    } finally {
      this.sideBySide = undefined;
      this.setAlone(undefined);
    }
  }

  /** The same for what answers many at once: it asks for nothing shared, and what it records is of none of them alone. */
  private createSharing(): BatchTx {
    return Object.create(this, {
      share: { value: () => Promise.reject(new Error(ASKS_ALONE)) },
      countChanges: { value: (count: number) => super.countChanges(count) },
    }) as BatchTx;
  }

  override share<Call, Answer>(work: SharedWork<Call, Answer>, call: Call): Promise<Answer> {
    return this.sideBySide?.share(work, call) ?? super.share(work, call);
  }

  override keepRow<Row>(work: SharedWork<Row, unknown>, key: string, row: Row): boolean {
    if (!this.kept) return false;
    const rows = this.kept.get(work) ?? new Map<string, unknown>();
    this.kept.set(work, rows.set(key, row));
    return true;
  }
  override takeKeptRow<Row>(work: SharedWork<Row, unknown>, key: string): Row | undefined {
    const rows = this.kept?.get(work);
    const row = rows?.get(key) as Row | undefined;
    rows?.delete(key);
    return row;
  }

  private async writeKeptRows(): Promise<void> {
    for (const [work, rows] of this.kept ?? [])
      if (rows.size > 0) await (work as SharedWork<unknown, unknown>)(this, [...rows.values()]);
    this.kept = undefined;
  }

  override async detectChange(work: () => Promise<unknown>): Promise<boolean> {
    const piece = this.sideBySide?.current;
    if (!piece) return super.detectChange(work);
    const before = piece.changes;
    await work();
    return piece.changes > before;
  }

  protected override countChanges(count: number): void {
    super.countChanges(count);
    if (this.sideBySide?.current) this.sideBySide.current.changes += count;
  }

  /**
   * One small unit of work: whole, or as if it had not been. Its savepoint is replaced by the next one's. Rows that it writes again
   * and again may wait for its end; then what the database refuses of them is refused there, and not where they were given.
   */
  async attempt<T>(work: () => Promise<T>, rows?: 'rows wait'): Promise<T> {
    if (this.sideBySide) throw new Error('What runs side by side is taken back as a whole');
    const held = this.held.length;
    const told = this.listRows();
    this.forgetSavepoints();
    if (this.savepoint === 'used') await this.query('RELEASE SAVEPOINT attempt; SAVEPOINT attempt');
    if (this.savepoint === 'none') await this.query('SAVEPOINT attempt');
    this.savepoint = 'used';
    try {
      this.kept = rows && new Map();
      const result = await work();
      await this.writeKeptRows();
      // What waits for the end of the transaction fails here, where it can be undone.
      await this.query('SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED');
      return result;
    } catch (error) {
      this.held.length = held;
      this.kept = undefined;
      await this.query('ROLLBACK TO SAVEPOINT attempt');
      this.forgetSavepoints();
      this.savepoint = 'clean';
      this.resetRows(told);
      throw error;
    }
  }

  private async flush(): Promise<void> {
    const changes = this.held;
    this.held = [];
    await super.recordAll(changes);
  }
}
