var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import { Injectable } from '@nestjs/common';
import { AsyncLocalStorage } from 'node:async_hooks';
import { DataSource } from 'typeorm';
import { ChangeLog } from '../audit/change-log.js';
import { LastingProblem } from '../errors/problem.js';
import { Nudge } from '../outbox/nudge.js';
import { prepared } from './prepared.js';
import { PoolReader } from './reader.js';
/** One unit of work. Everything a use case writes goes through its manager; every change of state through `record`. */
export class Tx {
    manager;
    principal;
    log;
    ambient;
    at;
    /** Whom the changes are recorded of: the principal, unless it works for somebody who asked for it earlier. */
    actor;
    constructor(manager, principal, log, ambient) {
        this.manager = manager;
        this.principal = principal;
        this.log = log;
        this.ambient = ambient;
        this.actor = principal;
    }
    async query(sql, params = []) {
        const result = await this.manager.query(sql, params);
        // TypeORM answers UPDATE and DELETE with [rows, count]; RETURNING rows are what a caller wants.
        return (isCounted(result) ? result[0] : result);
    }
    /** The same for a statement of a hot path, whose text is one of few: it is planned once per connection. */
    prepared(sql, params) {
        return prepared(this.manager, sql, params);
    }
    /** Business time, read once per unit of work so that everything in it happened at one instant. */
    async now() {
        this.at ??= (await this.query('SELECT business_now() AS now'))[0]?.now;
        return this.at;
    }
    /** Business time that another statement of this unit of work has read on its way, unless it was known already. */
    happensAt(now) {
        this.at ??= now;
    }
    /** One audit row and one outbox row, by one statement of this transaction. Returns both ids. */
    async record(change) {
        return this.log.append(this.manager, this.actor, change, await this.now());
    }
    /** Many changes by few statements (a batch, an import). */
    async recordAll(changes) {
        return this.log.appendAll(this.manager, this.actor, changes, await this.now());
    }
    afterCommit(step) {
        this.ambient.afterCommit.push(step);
    }
    /** The same unit of work, for one that is like it in most ways. */
    static parts(tx) {
        return [tx.manager, tx.principal, tx.log, tx.ambient];
    }
}
const isCounted = (result) => Array.isArray(result) && result.length === 2 && Array.isArray(result[0]) && typeof result[1] === 'number';
/** Lost races that a second attempt settles: serialization failure, deadlock. */
const TRANSIENT = new Set(['40001', '40P01']);
const ATTEMPTS = 3;
/** What a unit of work came to: its answer, or a refusal that does not undo it. */
async function settled(work) {
    try {
        const result = await work;
        return () => result;
    }
    catch (error) {
        if (!(error instanceof LastingProblem))
            throw error;
        return () => {
            throw error;
        };
    }
}
/** Starts a transaction and tries to take the lock for as long as it lasts, in one round trip. */
async function begin(client, lock) {
    if (lock === undefined) {
        await client.query('START TRANSACTION');
        return true;
    }
    const text = `START TRANSACTION; SELECT pg_try_advisory_xact_lock('${lock}'::bigint) AS held`;
    // pg answers several statements with several results.
    const [, tried] = (await client.query(text));
    return tried.rows[0]?.held === true;
}
/**
 * Opens transactions. Inside one that is already open on this request (an idempotent request, a batch) it makes a
 * savepoint of the same connection instead, so no request ever takes two connections.
 */
let Transactions = class Transactions {
    dataSource;
    log;
    nudge;
    ambient = new AsyncLocalStorage();
    pool;
    constructor(dataSource, log, nudge) {
        this.dataSource = dataSource;
        this.log = log;
        this.nudge = nudge;
        this.pool = new PoolReader(dataSource);
    }
    /** The open transaction, else the pool: for reads, which must see the caller's own writes. */
    get reader() {
        return this.ambient.getStore()?.manager ?? this.pool;
    }
    async run(principal, work) {
        const outer = this.ambient.getStore();
        const use = (open) => work(new Tx(open.manager, principal, this.log, open));
        for (let attempt = 1;; attempt++) {
            try {
                return await (outer ? this.savepoint(outer, () => use(outer)) : this.open(use));
            }
            catch (error) {
                if (attempt >= ATTEMPTS || !TRANSIENT.has(error.code ?? ''))
                    throw error;
            }
        }
    }
    /**
     * Opens a transaction that every `run` inside `work` joins with a savepoint. It tries to hold `lock` until it ends, and
     * tells the work whether it does: what is read then was committed by whoever held it before.
     */
    around(lock, work) {
        return this.open((open, held) => work(open.manager, held), lock);
    }
    /** Inside `around`: what `run` did in `work` is undone if it fails, and the transaction goes on. */
    attempt(work) {
        const open = this.ambient.getStore();
        if (!open)
            throw new Error('Nothing can be attempted outside a transaction');
        return this.savepoint(open, work, true);
    }
    async open(work, lock) {
        const runner = this.dataSource.createQueryRunner();
        const open = { manager: runner.manager, afterCommit: [], depth: 0, through: null, owed: '' };
        let begun = false;
        try {
            const client = (await runner.connect());
            begun = true;
            const held = await begin(client, lock);
            const answer = await this.ambient.run(open, () => settled(work(open, held)));
            await runner.query('COMMIT');
            begun = false;
            this.nudge.nudge();
            for (const step of open.afterCommit)
                step();
            return answer();
        }
        catch (error) {
            if (begun)
                await runner.query('ROLLBACK').catch(() => undefined);
            throw error;
        }
        finally {
            await runner.release();
        }
    }
    /**
     * A deadlock undone to the savepoint gives up its locks, so that another attempt may follow as well. The savepoint of a
     * use case that succeeded goes when the next one is set, else with the commit: a release of its own costs a round trip.
     */
    async savepoint(open, work, late = false) {
        const steps = open.afterCommit.length;
        const depth = open.depth;
        const name = `use_case_${depth}`;
        const set = `${open.owed}${open.through === depth ? `RELEASE SAVEPOINT ${name}; ` : ''}SAVEPOINT ${name}`;
        if (!late)
            await open.manager.query(set);
        open.owed = late ? `${set}; ` : '';
        open.through = null;
        open.depth = depth + 1;
        let answer;
        try {
            answer = await settled(work());
            if (open.owed === '')
                open.through = depth;
        }
        catch (error) {
            open.afterCommit.length = steps;
            open.through = null;
            // Fails where the connection is gone, and with it the transaction; what broke it is the news.
            if (open.owed === '')
                await open.manager.query(`ROLLBACK TO SAVEPOINT ${name}; RELEASE SAVEPOINT ${name}`).catch(() => undefined);
            throw error;
        }
        finally {
            open.depth = depth;
            open.owed = '';
        }
        return answer();
    }
};
Transactions = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [DataSource,
        ChangeLog,
        Nudge])
], Transactions);
export { Transactions };
//# sourceMappingURL=transactions.js.map