import { Injectable, Optional } from '@nestjs/common';
import type { ClientBase } from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import { ChangeLog, type Recorded } from '../audit/change-log.js';
import type { PersonKeys } from '../audit/persons/person-keys.js';
import { PendingRows } from '../audit/pending-rows.js';
import type { RowKind } from '../audit/row-kinds.js';
import type { StatementSeals } from '../audit/statement-seals.js';
import {
  joinToldRows,
  mergeToldRows,
  readToldRow,
  type DatabaseNotice,
  type ToldRow,
} from '../audit/tables/told-rows.js';
import { LastingProblem } from '../errors/problem.js';
import { Nudge } from '../outbox/nudge.js';
import { findSurroundings, surround } from '../observability/surroundings.js';
import { beginTransaction } from './begin-transaction.js';
import { runPreparedStatement } from './prepared.js';
import { PoolReader, type Reader } from './reader.js';
import { findTurn } from './turns/request-turn.js';
import { WriterGate } from './turns/writer-gate.js';
import type { Actor, Change } from '../outbox/change.js';
import type { Principal } from '../access/principal.js';

interface Ambient {
  /** Whose it is: a process may hold several applications. */
  owner: Transactions;
  /** What was open around it, of another one. */
  around: Ambient | undefined;
  manager: EntityManager;
  afterCommit: (() => void)[];
  /** How many use cases are under way, one inside the other. */
  depth: number;
  /** Depth of a use case that is through, whose savepoint is still set: releasing it can wait for the next one. */
  through: number | null;
  /** A savepoint that nothing was done under yet; it is set together with the next one. */
  owed: string;
  /** Rows whose change the database has told and no entry holds yet. */
  told: ToldRow[];
}

const findOpen = (): Ambient | undefined => findSurroundings()?.open as Ambient | undefined;

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
    const [complete] = await this.addRows([change]);
    return this.log.append(this.manager, this.actor, complete as Change, await this.now());
  }

  /** Many changes by few statements (a batch, an import). */
  async recordAll(changes: readonly Change[]): Promise<Recorded[]> {
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
    const complete = await this.pending.attach(this.manager, this.log.bound, changes);
    if (changes.length === 0) return complete;
    return joinToldRows(complete, mergeToldRows(this.ambient.told.splice(0)));
  }

  /** What was told by now, for a part of the work that may be undone; given back, it is as if nothing was told since. */
  protected get told(): readonly ToldRow[] {
    return [...this.ambient.told];
  }

  protected set told(rows: readonly ToldRow[]) {
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

/** Lost races that a second attempt settles: serialization failure, deadlock. */
const TRANSIENT = new Set(['40001', '40P01']);
const ATTEMPTS = 3;

/** What a unit of work came to: its answer, or a refusal that does not undo it. */
async function settleWork<T>(work: Promise<T>): Promise<() => T> {
  try {
    const result = await work;
    return () => result;
  } catch (error) {
    if (!(error instanceof LastingProblem)) throw error;
    return () => {
      throw error;
    };
  }
}

/** The unit of work, and what it wrote and has not bound yet. */
async function finishWork<T>(tx: Tx, work: (tx: Tx) => Promise<T>): Promise<T> {
  const answer = await settleWork(work(tx));
  await tx.recordBoundRows();
  return answer();
}

/**
 * Opens transactions. Inside one that is already open on this request (an idempotent request, a batch) it makes a
 * savepoint of the same connection instead, so no request ever takes two connections.
 */
@Injectable()
export class Transactions {
  private readonly pool: Reader;

  constructor(
    private readonly dataSource: DataSource,
    private readonly log: ChangeLog,
    private readonly nudge: Nudge,
    @Optional() private readonly gate?: WriterGate,
  ) {
    this.pool = new PoolReader(dataSource);
  }

  /** What of these transactions is open where this is called. */
  private get ambient(): Ambient | undefined {
    let open = findOpen();
    while (open !== undefined && open.owner !== this) open = open.around;
    return open;
  }

  /** The open transaction, else the pool: for reads, which must see the caller's own writes. */
  get reader(): Reader {
    return this.ambient?.manager ?? this.pool;
  }

  async run<T>(principal: Principal, work: (tx: Tx) => Promise<T>): Promise<T> {
    const outer = this.ambient;
    const use = (open: Ambient) => finishWork(new Tx(open.manager, principal, this.log, open), work);
    for (let attempt = 1; ; attempt++) {
      try {
        return await (outer ? this.savepoint(outer, () => use(outer)) : this.open(use));
      } catch (error) {
        if (attempt >= ATTEMPTS || !TRANSIENT.has((error as { code?: string }).code ?? '')) throw error;
      }
    }
  }

  /**
   * Opens a transaction that every `run` inside `work` joins with a savepoint. It tries to hold `lock` until it ends, and
   * tells the work whether it does: what is read then was committed by whoever held it before.
   */
  openOuterTransaction<T>(lock: bigint, work: (manager: EntityManager, held: boolean) => Promise<T>): Promise<T> {
    return this.open((open, held) => work(open.manager, held), lock);
  }

  /** Inside `around`: what `run` did in `work` is undone if it fails, and the transaction goes on. */
  attempt<T>(work: () => Promise<T>): Promise<T> {
    const open = this.ambient;
    if (!open) throw new Error('Nothing can be attempted outside a transaction');
    return this.savepoint(open, work, true);
  }

  private async open<T>(work: (open: Ambient, held: boolean) => Promise<T>, lock?: bigint): Promise<T> {
    const turn = findTurn();
    const leave = await this.gate?.enter(turn);
    try {
      return await this.openInTurn(work, lock, turn && this.gate?.limits.lockWaitMs);
    } finally {
      leave?.();
    }
  }

  private async openInTurn<T>(
    work: (open: Ambient, held: boolean) => Promise<T>,
    lock: bigint | undefined,
    lockWaitMs: number | undefined,
  ): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    const open: Ambient = {
      owner: this,
      around: findOpen(),
      manager: runner.manager,
      afterCommit: [],
      depth: 0,
      through: null,
      owed: '',
      told: [],
    };
    const hear = (notice: DatabaseNotice): void => {
      const row = readToldRow(notice);
      if (row) open.told.push(row);
    };
    let client: ClientBase | undefined;
    let begun = false;
    try {
      client = (await runner.connect()) as ClientBase;
      client.on('notice', hear);
      begun = true;
      const held = await beginTransaction(client, lock, lockWaitMs);
      const answer = await surround({ open }, () => settleWork(work(open, held)));
      await this.log.appendTold(runner.manager, mergeToldRows(open.told));
      await runner.query('COMMIT');
      begun = false;
      this.nudge.nudge();
      for (const step of open.afterCommit) step();
      return answer();
    } catch (error) {
      if (begun) await runner.query('ROLLBACK').catch(() => undefined);
      throw error;
    } finally {
      client?.off('notice', hear);
      await runner.release();
    }
  }

  /**
   * A deadlock undone to the savepoint gives up its locks, so that another attempt may follow as well. The savepoint of a
   * use case that succeeded goes when the next one is set, else with the commit: a release of its own costs a round trip.
   */
  private async savepoint<T>(open: Ambient, work: () => Promise<T>, late = false): Promise<T> {
    const steps = open.afterCommit.length;
    const told = [...open.told];
    const depth = open.depth;
    const name = `use_case_${depth}`;
    const set = `${open.owed}${open.through === depth ? `RELEASE SAVEPOINT ${name}; ` : ''}SAVEPOINT ${name}`;
    if (!late) await open.manager.query(set);
    open.owed = late ? `${set}; ` : '';
    open.through = null;
    open.depth = depth + 1;
    let answer: () => T;
    try {
      answer = await settleWork(work());
      if (open.owed === '') open.through = depth;
    } catch (error) {
      open.afterCommit.length = steps;
      open.told = told;
      open.through = null;
      // Fails where the connection is gone, and with it the transaction; what broke it is the news.
      if (open.owed === '')
        await open.manager.query(`ROLLBACK TO SAVEPOINT ${name}; RELEASE SAVEPOINT ${name}`).catch(() => undefined);
      throw error;
    } finally {
      open.depth = depth;
      open.owed = '';
    }
    return answer();
  }
}
