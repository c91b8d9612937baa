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
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { createHash, randomUUID } from 'node:crypto';
import canonicalize from 'canonicalize';
import { Transactions } from '../../platform/database/transactions.js';
import { Problem, problemBody } from '../../platform/errors/problem.js';
import { fieldErrors } from '../../platform/http/validation.js';
import { contentsOf } from '../rules/code-lists.js';
import { STANDS } from './counted.sql.js';
import { lockServed, toItsParties } from './served-contract.js';
import { NewServiceRecordDto, } from './service-record.dto.js';
import { MinutesOfDays, refusalOf } from './service-record.rules.js';
const entryOf = (dto) => ({
    servedOn: dto.servedOn,
    form: dto.form,
    content: dto.content ?? null,
    minutes: dto.minutes,
    workers: { ...dto.workers },
    recipients: (dto.recipients ?? []).map((id) => id.toLowerCase()).sort(),
    participants: dto.participants ?? null,
    withinContract: dto.withinContract ?? true,
    note: dto.note ?? null,
});
const hashOf = (entry) => createHash('sha256')
    .update(canonicalize({ ...entry }) ?? '')
    .digest('hex');
/** Records of service: told by the agency, stored once, corrected by another that names them. */
let ServiceRecordsService = class ServiceRecordsService {
    transactions;
    constructor(transactions) {
        this.transactions = transactions;
    }
    /** One record; answers its id. */
    record(principal, contract, dto) {
        return this.transactions.run(principal, async (tx) => {
            const [outcome] = await this.store(tx, await lockServed(tx, contract), [dto], () => '');
            if (outcome instanceof Problem)
                throw outcome;
            return outcome.id;
        });
    }
    /** Many, as a device kept them while it had no network: each stands alone. */
    batch(principal, contract, records, lang) {
        return this.transactions.run(principal, async (tx) => {
            const read = records.map((given, i) => recordIn(given, i));
            const good = read.filter((dto) => dto instanceof NewServiceRecordDto);
            const places = read.flatMap((dto, i) => (dto instanceof Problem ? [] : [i]));
            const stored = await this.store(tx, await lockServed(tx, contract), good, (n) => `/records/${places[n]}`);
            const outcomes = read.map((dto, i) => dto instanceof Problem ? dto : stored[places.indexOf(i)]);
            return outcomes.map((outcome, index) => {
                const said = records[index].clientToken;
                const about = { index, clientToken: typeof said === 'string' ? said : null };
                return outcome instanceof Problem
                    ? { ...about, ok: false, problem: problemBody(outcome, lang) }
                    : { ...about, ok: true, ...outcome };
            });
        });
    }
    /** Takes the place of a record, or takes it away; the old one is kept. Answers the id of what was stored. */
    correct(principal, contract, record, dto) {
        return this.transactions.run(principal, async (tx) => {
            const served = await lockServed(tx, contract);
            const old = await entryStored(tx, contract, record);
            if (old === null)
                throw new Problem('not_found');
            if (old.superseded)
                throw new Problem('corrected_already');
            const entry = dto.record === null ? old.entry : entryOf(dto.record);
            if (dto.record !== null) {
                if (hashOf(entry) === hashOf(old.entry))
                    throw new Problem('correction_empty');
                const ground = await groundOf(tx, served, [entry]);
                const refusal = refusalOf(entry, ground, await minutesBefore(tx, [entry], record), '/record');
                if (refusal)
                    throw problemOf(refusal);
            }
            const row = {
                id: randomUUID(),
                token: null,
                hash: hashOf(entry),
                entry,
                corrects: record,
                reason: dto.reason,
                withdrawn: dto.record === null,
            };
            await insert(tx, served, [row]);
            await tx.record({
                ...toItsParties(served.contract),
                aggregate: 'service_record',
                id: record,
                action: row.withdrawn ? 'withdrawn' : 'corrected',
                reason: dto.reason,
                data: { contract, by: row.id },
            });
            return row.id;
        });
    }
    async store(tx, served, dtos, pointer) {
        const { contract } = served;
        const entries = dtos.map(entryOf);
        const ground = await groundOf(tx, served, entries);
        const minutes = await minutesBefore(tx, entries);
        const tokens = dtos.flatMap((dto) => dto.clientToken ?? []);
        const known = new Map((await tx.query(`SELECT id, client_token AS token, content_hash AS hash FROM service_record
           WHERE contract_id = $1 AND client_token = ANY ($2::text[])`, [contract.id, tokens])).map(({ id, token, hash }) => [token, { id, hash }]));
        const rows = [];
        const outcomes = entries.map((entry, i) => {
            const token = dtos[i]?.clientToken ?? null;
            const hash = hashOf(entry);
            const before = token === null ? undefined : known.get(token);
            if (before) {
                if (before.hash === hash)
                    return { id: before.id, repeated: true };
                const text = { en: 'Another record bears this token', zh: '该令牌已用于另一条记录' };
                return new Problem('token_used', {
                    errors: [{ pointer: `${pointer(i)}/clientToken`, code: 'not_unique', text }],
                    facts: { record: before.id },
                });
            }
            const refusal = refusalOf(entry, ground, minutes, pointer(i));
            if (refusal)
                return problemOf(refusal);
            const id = randomUUID();
            rows.push({ id, token, hash, entry, corrects: null, reason: null, withdrawn: false });
            if (token !== null)
                known.set(token, { id, hash });
            for (const recipient of entry.recipients)
                minutes.add(recipient, entry.servedOn, entry.minutes);
            return { id, repeated: false };
        });
        await insert(tx, served, rows);
        await tx.recordAll(rows.map(({ id, entry }) => ({
            ...toItsParties(contract),
            aggregate: 'service_record',
            id,
            action: 'recorded',
            data: { contract: contract.id, servedOn: entry.servedOn, form: entry.form, minutes: entry.minutes },
        })));
        return outcomes;
    }
};
ServiceRecordsService = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions])
], ServiceRecordsService);
export { ServiceRecordsService };
const problemOf = ({ code, errors, facts }) => new Problem(code, { errors, ...(facts && { facts }) });
/** One record of a batch as it must be, or what is wrong with it. */
function recordIn(given, index) {
    const dto = plainToInstance(NewServiceRecordDto, given);
    const faults = validateSync(dto, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true });
    if (faults.length === 0)
        return dto;
    return new Problem('validation_failed', { errors: fieldErrors(faults, `/records/${index}`) });
}
async function groundOf(tx, { contract, today, from, to }, entries) {
    // Locked, in one order: somebody may be served under two contracts, and has one day. Who was handed over was served until then.
    const rows = await tx.query(`SELECT r.id, (CASE WHEN r.holder_id = $2 THEN r.until ELSE least(r.until, h.day) END)::text AS until FROM recipient r
     CROSS JOIN LATERAL (SELECT max(x.acknowledged_on) AS day FROM handover_recipient y JOIN handover x ON x.id = y.handover_id
       WHERE y.recipient_id = r.id AND x.contract_id = $3 AND x.state = 'acknowledged') h
     WHERE r.id = ANY ($1::uuid[]) AND (r.holder_id = $2 OR h.day IS NOT NULL)
       AND r.service_line_id IN (SELECT service_line_id FROM contract_service_line WHERE contract_id = $3)
     ORDER BY r.id FOR NO KEY UPDATE OF r`, [entries.flatMap((entry) => entry.recipients), contract.supplier_id, contract.id]);
    return {
        today,
        from,
        to,
        contents: contentsOf(contract.category),
        recipients: new Map(rows.map(({ id, until }) => [id, until])),
    };
}
/** Minutes that stand on the days of these records, but for one that is being corrected. */
async function minutesBefore(tx, entries, except = null) {
    const rows = await tx.query(`SELECT p.recipient_id AS recipient, s.served_on::text AS day, sum(s.minutes)::int AS minutes
     FROM service_record_recipient p JOIN service_record s ON s.id = p.record_id
     WHERE p.recipient_id = ANY ($1::uuid[]) AND s.served_on = ANY ($2::date[]) AND s.id IS DISTINCT FROM $3::uuid
       AND ${STANDS} GROUP BY 1, 2`, [entries.flatMap((entry) => entry.recipients), entries.map((entry) => entry.servedOn), except]);
    const minutes = new MinutesOfDays();
    for (const row of rows)
        minutes.add(row.recipient, row.day, row.minutes);
    return minutes;
}
async function entryStored(tx, contract, id) {
    const [row] = await tx.query(`SELECT s.served_on::text AS "servedOn", s.form, s.content_code AS content, s.minutes, s.workers, s.participants,
       s.within_contract AS "withinContract", s.note, NOT ${STANDS} AS superseded,
       ARRAY(SELECT recipient_id::text FROM service_record_recipient WHERE record_id = s.id ORDER BY 1) AS recipients
     FROM service_record s WHERE s.id = $1 AND s.contract_id = $2`, [id, contract]);
    if (!row)
        return null;
    const { superseded, ...entry } = row;
    return { entry, superseded };
}
async function insert(tx, { contract }, rows) {
    if (rows.length === 0)
        return;
    await tx.query(`INSERT INTO service_record (id, dataset, contract_id, client_token, content_hash, served_on, form, content_code, minutes,
       workers, within_contract, participants, visits, note, recorded_at, recorded_by, corrects, reason, withdrawn)
     SELECT (j ->> 'id')::uuid, $2, $3, j ->> 'token', j ->> 'hash', (e ->> 'servedOn')::date, e ->> 'form', e ->> 'content',
       (e ->> 'minutes')::int, e -> 'workers', (e ->> 'withinContract')::boolean, (e ->> 'participants')::int,
       greatest(coalesce((e ->> 'participants')::int, 0), jsonb_array_length(e -> 'recipients')), e ->> 'note',
       $4, $5, (j ->> 'corrects')::uuid, j ->> 'reason', (j ->> 'withdrawn')::boolean
     FROM jsonb_array_elements($1::jsonb) j, LATERAL (SELECT j -> 'entry' AS e) x`, [JSON.stringify(rows), contract.dataset, contract.id, await tx.now(), tx.principal.id]);
    await tx.query(`INSERT INTO service_record_recipient (record_id, recipient_id)
     SELECT (j ->> 'id')::uuid, p::uuid
     FROM jsonb_array_elements($1::jsonb) j, jsonb_array_elements_text(j -> 'entry' -> 'recipients') p`, [JSON.stringify(rows)]);
}
//# sourceMappingURL=service-records.service.js.map