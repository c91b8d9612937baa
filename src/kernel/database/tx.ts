import type { ClientBase } from 'pg';
import type { EntityManager } from 'typeorm';
import type { Principal } from '../access/principal.js';
import type { StoredContent } from '../audit/bound-rows.js';
import type { ChangeLog, Recorded } from '../audit/change-log.js';
import { PendingRows } from '../audit/pending-rows.js';
import type { PersonKeys } from '../audit/persons/person-keys.js';
import { BROKEN, type RowKind } from '../audit/row-kinds.js';
import type { StatementSeals } from '../audit/statement-seals.js';
import { joinToldRows, mergeToldRows, type ToldRow } from '../audit/tables/told-rows.js';
import { surround } from '../observability/surroundings.js';
import type { Actor, Change } from '../outbox/change.js';
import { finishPostponedStatements } from './connections/postponed-statements.js';
import { postponePreparedStatement, runPreparedStatement } from './prepared.js';

/** A transaction that is open. */
export interface Ambient {
  /** Whose it is: a process may hold several applications. */
  owner: object;
  /** What was open around it, of another one. */
  around: Ambient | undefined;
  manager: EntityManager;
  /** Of the manager; undefined until there is one. */
  connection: ClientBase | undefined;
  afterCommit: (() => void)[];
  /** How many use cases are under way, one inside the other. */
  depth: number;
  /** Depth of a use case that is through, whose savepoint is still set: releasing it can wait for the next one. */
  through: number | null;
  /** A savepoint that nothing was done under yet; it is set together with the next one. */
  owed: string;
  /** Depth whose savepoint is set and nothing was done under yet; null: of none. */
  ready: number | null;
  /** Rows whose change the database has told and no entry holds yet. */
  told: ToldRow[];
  /** Asks that nothing of another stand in what comes, until what it answers is called: where work goes side by side. */
  standAlone: (() => Promise<() => void>) | undefined;
  /** How many changes were recorded: what leaves it as it was changed nothing. */
  changes: number;
}

/** One unit of work. Everything a use case writes goes through its manager; every change of state through `record`. */
export class Tx {
  private at?: Date;
  /** Whom the changes are recorded of: the principal, unless it works for somebody who asked for it earlier. */
  actor: Actor;

  constructor(
    readonly manager: EntityManager,
    readonly principal: Principal,
    private readonly log: ChangeLog,
    private readonly ambient: Ambient,
    private readonly pending = new PendingRows(),
  ) {
    this.actor = principal;
  }

  async query<T>(sql: string, params: unknown[] = []): Promise<T[]> {
    const result: unknown = await this.manager.query(sql, params);
    // TypeORM answers UPDATE and DELETE with [rows, count]; RETURNING rows are what a caller wants.
    return (isCounted(result) ? result[0] : result) as T[];
  }

  /** The same for a statement of a hot path, whose text is one of few: it is planned once per connection. */
  runPreparedQuery<T>(sql: string, params: unknown[]): Promise<T[]> {
    return runPreparedStatement<T>(this.manager, sql, params);
  }

  /** The same for one whose answer nobody needs: it goes with what comes next, in one round trip, and fails with it. */
  postponeQuery(sql: string, params: unknown[]): Promise<void> {
    return postponePreparedStatement(this.manager, sql, params);
  }

  /** What was postponed is done, with what the database told of it. */
  async finishStatements(): Promise<void> {
    const { connection } = this.ambient;
    if (connection) await finishPostponedStatements(connection);
  }

  /** What a use case asks for one row and answers many by the same statements (`shareCalls`). */
  async share<Call, Answer>(work: SharedWork<Call, Answer>, call: Call): Promise<Answer> {
    const [answer] = await work(this, [call]);
    return answer as Answer;
  }

  /**
   * Keeps a row, by its key, that is soon written again: a batch may write what was kept last once its attempt is through
   * (`BatchTx.attempt`). Answers whether it was kept; else it is for the caller to write.
   */
  keepRow<Row>(_work: SharedWork<Row, unknown>, _key: string, _row: Row): boolean {
    return false;
  }
  /** The row that is kept under this key, which is no longer: the caller writes it, or another in its place. */
  takeKeptRow<Row>(_work: SharedWork<Row, unknown>, _key: string): Row | undefined {
    return undefined;
  }

  /** Business time, read once per unit of work so that everything in it happened at one instant. */
  async now(): Promise<Date> {
    this.at ??= (await this.query<{ now: Date }>('SELECT business_now() AS now'))[0]?.now;
    return this.at as Date;
  }

  /** Business time that another statement of this unit of work has read on its way, unless it was known already. */
  setTime(now: Date): void {
    this.at ??= now;
  }

  /** Seals of statements that the database keeps and cannot make. */
  get seals(): StatementSeals {
    return this.log.seals;
  }

  /** Keys of persons: what they cover, nobody reads once they are destroyed. */
  get persons(): PersonKeys {
    return this.log.persons;
  }

  /** One audit row and one outbox row, by one statement of this transaction. Returns both ids. */
  async record(change: Change): Promise<Recorded> {
    this.ambient.changes++;
    const [complete] = await this.addRows([change]);
    return this.log.append(this.manager, this.actor, complete as Change, await this.now());
  }

  /** Many changes by few statements (a batch, an import). */
  async recordAll(changes: readonly Change[]): Promise<Recorded[]> {
    this.countChanges(changes.length);
    return this.log.appendAll(this.manager, this.actor, await this.addRows(changes), await this.now());
  }

  /** The same for the product itself, where it may not be said who asked for it, nor by which request. */
  async recordOfSystem(change: Change): Promise<Recorded> {
    const [complete] = await this.addRows([change]);
    const now = await this.now();
    const { manager, log } = this;
    return surround({ trail: undefined }, () =>
      log.append(manager, { kind: 'system', id: null }, complete as Change, now),
    );
  }

  /**
   * Tells that this unit of work wrote, ended or deleted a row by which somebody acts: the next entry of its owner binds the
   * row as it stands then. It must have been written here, whole: what others put there would be bound with it.
   */
  bindRow(kind: RowKind, owner: string, id: string): void {
    this.pending.add(kind, owner, id);
  }

  /** Whether a row that is an aggregate of its own is what the product wrote last. */
  async isRowBound(kind: RowKind, id: string): Promise<boolean> {
    const [row] = await this.query<StoredContent>(
      `SELECT ${kind.id('t')} AS id, ${kind.content('t')} AS content FROM ${kind.table} t WHERE ${kind.match}`,
      [[id]],
    );
    const { rows } = await this.log.bound.load(this.manager, kind.aggregate, id);
    return row !== undefined && this.log.bound.holds(rows ?? null, kind, row);
  }

  /** Ids of the owner's rows that count, as its newest entry says, whether they are there or not. */
  async loadBoundIds(kind: RowKind, owner: string): Promise<string[]> {
    return (await this.findBoundIds([kind], owner))?.flat() ?? [];
  }

  /** The same of several kinds of one aggregate; null where an entry that is none of ours hides what counts. */
  async findBoundIds(kinds: readonly [RowKind, ...RowKind[]], owner: string): Promise<string[][] | null> {
    const { rows } = await this.log.bound.load(this.manager, kinds[0].aggregate, owner);
    if (rows && BROKEN in rows) return null;
    return kinds.map(({ name }) => Object.keys(rows?.[name] ?? {}));
  }

  /** Whether the rows of these kinds that the owner has, by this column, are all that its newest entry names, each as it was bound. */
  async areRowsWhole(kinds: readonly [RowKind, ...RowKind[]], column: string, owner: string): Promise<boolean> {
    const { rows } = await this.log.bound.load(this.manager, kinds[0].aggregate, owner);
    if (rows && BROKEN in rows) return false;
    for (const kind of kinds) {
      const stored = await this.loadContents(kind, column, owner);
      if (stored.length !== Object.keys(rows?.[kind.name] ?? {}).length) return false;
      if (!stored.every((row) => this.log.bound.holds(rows ?? null, kind, row))) return false;
    }
    return true;
  }

  /** Of this kind the owner's rows count no longer that do not stand there as they were bound: put back later they are nothing. */
  async keepWholeRows(kind: RowKind, column: string, owner: string): Promise<void> {
    const { rows } = await this.log.bound.load(this.manager, kind.aggregate, owner);
    const stored = await this.loadContents(kind, column, owner);
    const whole = stored.filter((row) => this.log.bound.holds(rows ?? null, kind, row));
    this.pending.add(
      kind,
      owner,
      null,
      whole.map(({ id }) => id),
    );
  }

  private loadContents(kind: RowKind, column: string, owner: string): Promise<StoredContent[]> {
    return this.query(
      `SELECT ${kind.id('t')} AS id, ${kind.content('t')} AS content FROM ${kind.table} t WHERE t.${column} = $1 AND ${kind.acts}`,
      [owner],
    );
  }

  /** Of this kind none of the owner's counts any more, whether its row is there or not, but those that are bound in the same unit of work. */
  unbindKind(kind: RowKind, owner: string): void {
    this.pending.add(kind, owner, null);
  }

  /** Records what is not bound yet. */
  async recordBoundRows(): Promise<void> {
    const changes = this.pending.listChanges();
    if (changes.length > 0)
      await this.log.appendAll(this.manager, this.actor, await this.addRows(changes), await this.now());
  }

  private async addRows(changes: readonly Change[]): Promise<readonly Change[]> {
    // What the database tells of it belongs to these changes.
    await this.finishStatements();
    const complete = await this.pending.attach(this.manager, this.log.bound, changes);
    if (changes.length === 0) return complete;
    return joinToldRows(complete, mergeToldRows(this.ambient.told.splice(0)));
  }

  /** Whether a piece of work changed anything, by what it recorded. */
  async detectChange(work: () => Promise<unknown>): Promise<boolean> {
    const before = this.ambient.changes;
    await work();
    return this.ambient.changes > before;
  }

  protected countChanges(count: number): void {
    this.ambient.changes += count;
  }

  protected setAlone(standAlone: Ambient['standAlone']): void {
    this.ambient.standAlone = standAlone;
  }

  /** Savepoints of use cases are gone with the one around them. */
  protected forgetSavepoints(): void {
    this.ambient.through = null;
  }

  /** What was told by now, for a part of the work that may be undone; `resetRows` makes it as if nothing was told since. */
  protected listRows(): readonly ToldRow[] {
    return [...this.ambient.told];
  }

  protected resetRows(rows: readonly ToldRow[]): void {
    this.ambient.told = [...rows];
  }

  afterCommit(step: () => void): void {
    this.ambient.afterCommit.push(step);
  }

  /** The same unit of work, for one that is like it in most ways. */
  protected static parts(tx: Tx): ConstructorParameters<typeof Tx> {
    return [tx.manager, tx.principal, tx.log, tx.ambient, tx.pending];
  }
}

const isCounted = (result: unknown): result is [unknown[], number] =>
  Array.isArray(result) && result.length === 2 && Array.isArray(result[0]) && typeof result[1] === 'number';
/** Answers many calls at once, in their order; each waits until none of the others can go on either. */
export type SharedWork<Call, Answer> = (tx: Tx, calls: readonly Call[]) => Promise<readonly Answer[]>;
