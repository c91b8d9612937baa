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
import { createHmac } from 'node:crypto';
import { PUBLIC } from '../../platform/access/principal.js';
import { forPurpose, Keys } from '../../platform/config/keys.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { networkOf } from '../../platform/http/network.js';
import { counted, forgetAt, TRUST_MS, waitOf } from './sign-in.rules.js';
/** Rows deleted with each attempt, oldest first: more than an attempt can add. */
const SWEEP = 10;
/**
 * Counts attempts to sign in, in the database, so that any number of processes count together. The counters are locked
 * while they are read and raised; the password is looked at afterwards, outside the lock.
 */
let SignInThrottle = class SignInThrottle {
    transactions;
    key;
    constructor(keys, transactions) {
        this.transactions = transactions;
        this.key = forPurpose(keys.identity, 'sign-in attempt')[0];
    }
    /** @throws Problem `throttled`, with the seconds to wait. `login` is null where the caller names no account. */
    async enter(login, address) {
        const network = networkOf(address);
        const kinds = new Map([[this.name('address', network), 'address']]);
        if (login !== null) {
            kinds.set(this.name('account', login.toLowerCase()), 'account');
            kinds.set(this.name('pair', login.toLowerCase(), network), 'pair');
        }
        return this.count(kinds);
    }
    /**
     * The same for a code that names no account: by address, and by all addresses together. The code says nothing of where
     * it belongs before it is found, so that what is guessed is counted over everything that such codes open (`what`).
     */
    enterByCode(what, address) {
        return this.count(new Map([
            [this.name('address', what, networkOf(address)), 'address'],
            [this.name('everybody', what), 'everybody'],
        ]));
    }
    count(kinds) {
        return this.transactions.run(PUBLIC, async (tx) => {
            const rows = await this.lock(tx, [...kinds.keys()].sort());
            const now = Math.max(...rows.map((row) => row.now.getTime()));
            const before = rows.map((row) => stored(row, kinds.get(row.key.toString('hex'))));
            const wait = waitOf(before, now);
            if (wait > 0)
                throw new Problem('throttled', { retryAfterSeconds: Math.ceil(wait / 1000) });
            // A counter that blocks everybody but this caller is left alone, now and when the attempt is forgiven.
            const counters = before
                .filter((counter) => (counter.blockedUntil ?? 0) <= now)
                .map((counter) => ({ ...counted(counter, now), key: counter.key }));
            await this.write(tx, counters);
            return { counters };
        });
    }
    /**
     * The attempt was right: it counts for nothing, and its address is known to the account from now on. Attempts of others
     * stay counted.
     */
    async forgive(tx, attempt) {
        for (const { key, kind, blockedUntil } of attempt.counters)
            await tx.query(kind === 'pair'
                ? `UPDATE sign_in_attempt SET level = 0, blocked_until = NULL, trusted_until = clock_timestamp() + $2 * interval '1 ms',
               forget_at = clock_timestamp() + $2 * interval '1 ms' WHERE key = $1`
                : `UPDATE sign_in_attempt SET level = greatest(0, level - 1),
               blocked_until = CASE WHEN blocked_until = $2 THEN NULL ELSE blocked_until END WHERE key = $1`, [key, kind === 'pair' ? TRUST_MS : blockedUntil === null ? null : new Date(blockedUntil)]);
    }
    name(kind, ...parts) {
        return createHmac('sha256', this.key.bytes)
            .update([kind, ...parts].join('\n'))
            .digest('hex');
    }
    /** Makes the rows that are missing and locks all, in one order so that two attempts never wait for each other. */
    async lock(tx, keys) {
        await tx.query(`DELETE FROM sign_in_attempt WHERE key IN (SELECT key FROM sign_in_attempt
         WHERE forget_at < clock_timestamp() AND NOT key = ANY ($1::bytea[])
         ORDER BY forget_at LIMIT ${SWEEP} FOR UPDATE SKIP LOCKED)`, [keys.map((key) => Buffer.from(key, 'hex'))]);
        return tx.query(`INSERT INTO sign_in_attempt AS a (key) SELECT k FROM unnest($1::bytea[]) AS k
       ON CONFLICT (key) DO UPDATE SET key = EXCLUDED.key
       RETURNING a.key, a.level, a.counted_at, a.blocked_until, a.trusted_until, clock_timestamp() AS now`, [keys.map((key) => Buffer.from(key, 'hex'))]);
    }
    async write(tx, counters) {
        const date = (ms) => (ms === null ? null : new Date(ms));
        await tx.query(`UPDATE sign_in_attempt a SET level = v.level, counted_at = v.counted_at, blocked_until = v.blocked_until,
         forget_at = v.forget_at
       FROM unnest($1::bytea[], $2::float8[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[])
         AS v(key, level, counted_at, blocked_until, forget_at)
       WHERE a.key = v.key`, [
            counters.map((c) => c.key),
            counters.map((c) => c.level),
            counters.map((c) => date(c.countedAt)),
            counters.map((c) => date(c.blockedUntil)),
            counters.map((c) => date(forgetAt(c))),
        ]);
    }
};
SignInThrottle = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Keys,
        Transactions])
], SignInThrottle);
export { SignInThrottle };
const stored = (row, kind) => ({
    key: row.key,
    kind,
    level: row.level,
    countedAt: row.counted_at.getTime(),
    blockedUntil: row.blocked_until?.getTime() ?? null,
    trustedUntil: row.trusted_until?.getTime() ?? null,
});
//# sourceMappingURL=sign-in.throttle.js.map