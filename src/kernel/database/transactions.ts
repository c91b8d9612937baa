import { Injectable, Optional } from '@nestjs/common';
import type { ClientBase } from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import { ChangeLog } from '../audit/change-log.js';
import { hearToldRows, mergeToldRows } from '../audit/tables/told-rows.js';
import { LastingProblem } from '../errors/problem.js';
import { Nudge } from '../outbox/nudge.js';
import { findSurroundings, surround } from '../observability/surroundings.js';
import { AnswerReader } from './connections/answer-reader.js';
import { finishPostponedStatements, takePostponedStatements } from './connections/postponed-statements.js';
import { nameLostConnection } from './connections/lost-connection.js';
import { allowKeeping, endKeeping, leaveLostStatements, LOST_STATEMENT } from './connections/named-statements.js';
import { beginTransaction, type Begun, type TransactionOptions } from './turns/begin-transaction.js';
import { PoolReader, type Reader } from './reader.js';
import { findTurn } from './turns/request-turn.js';
import { Tx, type Ambient } from './tx.js';
import { WriterGate } from './turns/writer-gate.js';
import type { Principal } from '../access/principal.js';

export { Tx };

const findOpen = (): Ambient | undefined => findSurroundings()?.open as Ambient | undefined;

/** What a second attempt settles: serialization failure, deadlock, a kept statement that its connection cannot run any more. */
const TRANSIENT = new Set(['40001', '40P01', ...LOST_STATEMENT]);
const ATTEMPTS = 3;

const nameSavepoint = (depth: number): string => `use_case_${depth}`;
/** Savepoints that a transaction with a lock begins with: of its first attempt, and of the first use case in it. */
const BEGUN = [0, 1].map(nameSavepoint);

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
  await tx.finishStatements();
  return answer();
}

/**
 * Opens transactions. Inside one that is already open on this request (an idempotent request, a batch) it makes a
 * savepoint of the same connection instead, so no request ever takes two connections.
 */
@Injectable()
export class Transactions {
  private readonly pool: Reader;
  private readonly answers: Reader;

  constructor(
    private readonly dataSource: DataSource,
    private readonly log: ChangeLog,
    private readonly nudge: Nudge,
    @Optional() private readonly gate?: WriterGate,
  ) {
    this.pool = new PoolReader(dataSource);
    this.answers = new AnswerReader(dataSource);
  }

  /** What of these transactions is open where this is called. */
  private get ambient(): Ambient | undefined {
    let open = findOpen();
    while (open !== undefined && open.owner !== this) open = open.around;
    return open;
  }

  /** Reads in `work` are of what a request answers to its change: outside a transaction each connection keeps them (`AnswerReader`). */
  readAnswer<T>(work: () => Promise<T>): Promise<T> {
    return surround({ reader: this.answers }, work);
  }

  /** The open transaction, else the pool, or the replica that this request may read from: everybody sees the own writes. */
  get reader(): Reader {
    return this.ambient?.manager ?? findSurroundings()?.reader ?? this.pool;
  }

  /** The same, and never a replica: for what a process keeps in memory and decides by. */
  get primary(): Reader {
    return this.ambient?.manager ?? this.pool;
  }

  run<T>(principal: Principal, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.repeat(principal, work, (use) => this.open(use));
  }

  /** The same for what only reads, which takes no writer's turn: however many write, it waits for none of them. */
  read<T>(principal: Principal, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.repeat(principal, work, (use) => this.openNow(use, { readOnly: true }));
  }

  private async repeat<T>(
    principal: Principal,
    work: (tx: Tx) => Promise<T>,
    begin: (use: (open: Ambient) => Promise<T>) => Promise<T>,
  ): Promise<T> {
    const outer = this.ambient;
    const use = (open: Ambient) => finishWork(new Tx(open.manager, principal, this.log, open), work);
    // How it fails is the news of the work around, which has to begin anew; and so with what this one tries again.
    if (outer?.connection) await finishPostponedStatements(outer.connection);
    for (let attempt = 1; ; attempt++) {
      try {
        return await (outer ? this.runInner(outer, () => use(outer)) : begin(use));
      } catch (error) {
        if (attempt >= ATTEMPTS || !TRANSIENT.has((error as { code?: string }).code ?? '')) throw error;
      }
    }
  }

  /**
   * Opens a transaction that every `run` inside `work` joins with a savepoint. It tries to hold `lock` until it ends, and
   * tells the work whether it does: what is read then was committed by whoever held it before. The savepoints of its first
   * attempt are set with its beginning: the work only reads before that. `question` is sent with the beginning too, behind the
   * lock, and the work is told its answer.
   */
  openOuterTransaction<T, Row>(
    lock: bigint,
    work: (manager: EntityManager, held: boolean, rows: Row[]) => Promise<T>,
    question?: string,
    values: readonly unknown[] = [],
  ): Promise<T> {
    const outer = {
      lock,
      savepoints: BEGUN,
      question: question === undefined ? undefined : { text: question, values },
    };
    return this.open((open, { held, rows }) => work(open.manager, held, rows as Row[]), outer);
  }

  /** Inside `around`: what `run` did in `work` is undone if it fails, and the transaction goes on. */
  async attempt<T>(work: () => Promise<T>): Promise<T> {
    const open = this.ambient;
    if (!open) throw new Error('Nothing can be attempted outside a transaction');
    if (open.connection) await finishPostponedStatements(open.connection);
    return this.savepoint(open, work, true);
  }

  private async open<T>(
    work: (open: Ambient, begun: Begun) => Promise<T>,
    outer?: TransactionOptions['outer'],
  ): Promise<T> {
    const turn = findTurn();
    const leave = await this.gate?.enter(turn);
    try {
      return await this.openNow(work, {
        outer,
        lockWaitMs: turn && this.gate?.limits.lockWaitMs,
      });
    } finally {
      leave?.();
    }
  }

  private async openNow<T>(work: (open: Ambient, begun: Begun) => Promise<T>, options: TransactionOptions): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    const open: Ambient = {
      owner: this,
      around: findOpen(),
      manager: runner.manager,
      connection: undefined,
      afterCommit: [],
      depth: 0,
      through: null,
      owed: '',
      ready: options.outer === undefined ? null : 0,
      told: [],
      standAlone: undefined,
      changes: 0,
    };
    let stopHearing: (() => void) | undefined;
    let client: ClientBase | undefined;
    let begun = false;
    try {
      client = (await runner.connect()) as ClientBase;
      open.connection = client;
      stopHearing = hearToldRows(client, (row) => open.told.push(row));
      begun = true;
      const answered = await beginTransaction(client, options);
      allowKeeping(client);
      const answer = await surround({ open }, () => settleWork(work(open, answered)));
      await this.log.appendRows(runner.manager, mergeToldRows(open.told));
      await runner.query('COMMIT');
      begun = false;
      this.nudge.nudge();
      for (const step of open.afterCommit) step();
      return answer();
    } catch (error) {
      if (!begun) throw error;
      if (client) takePostponedStatements(client);
      await runner.query('ROLLBACK').catch(() => undefined);
      if (client) leaveLostStatements(client, error);
      throw nameLostConnection(error);
    } finally {
      stopHearing?.();
      // Nothing of it is sent with what the next one begins with.
      if (client) takePostponedStatements(client);
      if (client) endKeeping(client);
      await runner.release();
    }
  }

  private async runInner<T>(open: Ambient, work: () => Promise<T>): Promise<T> {
    const leave = await open.standAlone?.();
    try {
      // While it waited, what stands beside it may have postponed something.
      if (leave && open.connection) await finishPostponedStatements(open.connection);
      return await this.savepoint(open, work);
    } finally {
      leave?.();
    }
  }

  /**
   * A deadlock undone to the savepoint gives up its locks, so that another attempt may follow as well. The savepoint of a
   * use case that succeeded goes when the next one is set, else with the commit: a release of its own costs a round trip.
   * For the same reason the first attempt and its first use case find theirs set (`BEGUN`).
   */
  private async savepoint<T>(open: Ambient, work: () => Promise<T>, late = false): Promise<T> {
    const steps = open.afterCommit.length;
    const told = [...open.told];
    const depth = open.depth;
    const name = nameSavepoint(depth);
    const set = `${open.owed}${open.through === depth ? `RELEASE SAVEPOINT ${name}; ` : ''}SAVEPOINT ${name}`;
    const isSet = open.ready === depth && (late || depth > 0);
    if (!late && !isSet) await open.manager.query(set);
    open.owed = late && !isSet ? `${set}; ` : '';
    open.ready = late && isSet && depth + 1 < BEGUN.length ? depth + 1 : null;
    open.through = null;
    open.depth = depth + 1;
    let answer: () => T;
    try {
      answer = await settleWork(work());
      if (open.owed === '' && open.ready === null) open.through = depth;
    } catch (error) {
      open.afterCommit.length = steps;
      open.told = told;
      open.through = null;
      if (open.connection) takePostponedStatements(open.connection);
      // Fails where the connection is gone, and with it the transaction; what broke it is the news.
      if (open.owed === '' && open.ready === null)
        await open.manager.query(`ROLLBACK TO SAVEPOINT ${name}; RELEASE SAVEPOINT ${name}`).catch(() => undefined);
      throw error;
    } finally {
      open.depth = depth;
      open.owed = '';
      open.ready = null;
    }
    return answer();
  }
}
