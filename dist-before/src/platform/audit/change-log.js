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
import { forPurpose, Keys } from '../config/keys.js';
import { prepared } from '../database/prepared.js';
import { canonicalText, CHAIN_PURPOSE, GENESIS, recordOf, sealOf } from './audit.chain.js';
import { APPEND } from './change-log.sql.js';
import { HeadCache } from './head-cache.js';
const ROWS_PER_STATEMENT = 500;
/** Writers of one chain at once, without a lock on its root; each try but the last waits for another to commit. */
const ATTEMPTS = 100;
/**
 * Writes the audit row and the outbox row of changes, in the caller's transaction.
 *
 * A row's seal covers its number and the seal before it, and the key stays outside the database, so the head must be
 * known here before the row can be made. It is guessed (the first row of a new chain, else what this process wrote last)
 * and checked by the statement that writes; a wrong guess writes nothing and answers the true head. So a change costs one
 * statement, two after another process wrote last. The lock on the root row makes the guess stable, but is not relied
 * on: two writers of one chain meet at its unique number, and the later one tries again.
 */
let ChangeLog = class ChangeLog {
    ring;
    heads = new HeadCache(10_000);
    constructor(keys) {
        this.ring = forPurpose(keys.audit, CHAIN_PURPOSE);
    }
    async append(manager, actor, change, at) {
        const [recorded] = await this.appendAll(manager, actor, [change], at);
        return recorded;
    }
    /** Many changes by few statements; answers in their order. Changes of one aggregate chain in the order given. */
    async appendAll(manager, actor, changes, at) {
        const recorded = new Array(changes.length);
        let open = changes.map((change, index) => ({ change, index }));
        for (let attempt = 0; open.length > 0;) {
            const wave = firstOfEach(open);
            const failed = await this.write(manager, actor, wave, at, recorded);
            attempt = failed.size === wave.length ? attempt + 1 : 0;
            if (attempt === ATTEMPTS)
                throw new Error(`The audit chain of ${wave[0]?.change.aggregate} does not stand still`);
            const written = new Set(wave.filter((w) => !failed.has(w.index)).map((w) => w.index));
            open = open.filter((o) => !written.has(o.index));
        }
        return recorded;
    }
    /** Writes what it can; answers the indexes whose guessed head was wrong (the true one is now remembered). */
    async write(manager, actor, wave, at, recorded) {
        const rows = wave.map(({ change, index }) => this.row(actor, change, at, index));
        const answers = await prepared(manager, APPEND, [JSON.stringify(rows.map((r) => r.json))]);
        const failed = new Set();
        const byIndex = new Map(rows.map((r) => [r.json.n, r]));
        for (const { n, audit, event, head_seq, head_seal } of answers) {
            const row = byIndex.get(n);
            if (!row)
                continue;
            if (audit !== null && event !== null) {
                recorded[n] = { audit, event };
                this.heads.set(row.json.aggregate_type, row.json.aggregate_id, row.head);
                continue;
            }
            failed.add(n);
            const head = head_seq !== null && head_seal !== null ? { seq: head_seq, seal: head_seal } : GENESIS;
            this.heads.set(row.json.aggregate_type, row.json.aggregate_id, head);
        }
        return failed;
    }
    row(actor, change, at, n) {
        const before = this.heads.get(change.aggregate, change.id) ?? GENESIS;
        const key = this.ring[0];
        const record = recordOf(actor, change, at, before, key);
        const canonical = canonicalText(record);
        const seal = sealOf(canonical, key).toString('hex');
        const head = { seq: record.seq, seal };
        const { aggregate, id, seq, actor: by, data, from, to } = record;
        const json = {
            n,
            aggregate_type: aggregate,
            aggregate_id: id,
            seq,
            at: record.at,
            action: record.action,
            actor_kind: by.kind,
            actor_id: by.id,
            tenants: record.tenants,
            region: record.region,
            dataset: record.dataset,
            public: record.public,
            key: record.key,
            prev: record.prev,
            seal,
            canonical,
            payload: { data, from, to },
        };
        return { json, head };
    }
};
ChangeLog = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Keys])
], ChangeLog);
export { ChangeLog };
/** One change per aggregate, at most a statement's worth: the heads of a statement are those before it. */
function firstOfEach(open) {
    const seen = new Set();
    const wave = [];
    for (const item of open) {
        const name = `${item.change.aggregate} ${item.change.id}`;
        if (seen.has(name))
            continue;
        seen.add(name);
        wave.push(item);
        if (wave.length === ROWS_PER_STATEMENT)
            break;
    }
    return wave;
}
//# sourceMappingURL=change-log.js.map