import { Injectable } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { createHash, randomUUID } from 'node:crypto';
import type { Principal } from '../../../kernel/access/principal.js';
import { canonicalText } from '../../../kernel/audit/canonical.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { Problem, problemBody } from '../../../kernel/errors/problem.js';
import type { Language } from '../../../kernel/errors/texts.js';
import type { Faults } from '../../../kernel/http/body.js';
import { fieldErrors } from '../../../kernel/http/validation.js';
import type { ConductedContract } from '../../../purchase/contracts/conducted/conducted-contract.js';
import { STANDS } from './counted-records.queries.js';
import { hasClosed, lockSupplierContract, lockServedContract, servedNow, toItsParties } from './served-contract.js';
import {
  NewServiceRecordDto,
  type ServiceCorrectionDto,
  type ServiceFieldsDto,
  type StoredRecordDto,
} from './service-record.dto.js';
import { refuseRecordMove, findRecordRefusal, type ServiceEntry } from './service-record.rules.js';
import { loadRecordGround, standingDays } from './standing-days.js';

interface Row {
  id: string;
  token: string | null;
  hash: string;
  entry: ServiceEntry;
  corrects: string | null;
  reason: string | null;
  withdrawn: boolean;
}
/** What became of one record of a request. */
type Outcome = { id: string; repeated: boolean } | Problem;

const toEntry = (dto: ServiceFieldsDto): ServiceEntry => ({
  servedOn: dto.servedOn,
  form: dto.form,
  content: dto.content ?? null,
  minutes: dto.minutes,
  workers: { ...dto.workers },
  // As they were sent: a refusal points to one of them.
  recipients: (dto.recipients ?? []).map((id) => id.toLowerCase()),
  participants: dto.participants ?? null,
  withinContract: dto.withinContract ?? true,
  note: dto.note ?? null,
});
/** Whom it names is a set: in another order it is the same record. */
const hashEntry = (entry: ServiceEntry): string =>
  createHash('sha256')
    .update(canonicalText({ ...entry, recipients: entry.recipients.toSorted() }))
    .digest('hex');

/** Records of service: told by the agency, stored once, corrected by another that names them. */
@Injectable()
export class ServiceRecordsService {
  constructor(private readonly transactions: Transactions) {}

  /** One record; answers its id. */
  record(principal: Principal, contract: string, dto: NewServiceRecordDto): Promise<string> {
    return this.transactions.run(principal, async (tx) => {
      const [outcome] = await this.store(tx, await lockSupplierContract(tx, contract), [dto], () => '');
      if (outcome instanceof Problem) throw outcome;
      return (outcome as { id: string }).id;
    });
  }

  /** Many, as a device kept them while it had no network: each stands alone. */
  batch(
    principal: Principal,
    contract: string,
    records: object[],
    /** What could not be read, by its place. */
    faults: Faults,
    lang: Language,
  ): Promise<StoredRecordDto[]> {
    return this.transactions.run(principal, async (tx) => {
      const read = records.map((given, i) => faults.get(i) ?? parseRecord(given, i));
      const good = read.filter((dto): dto is NewServiceRecordDto => dto instanceof NewServiceRecordDto);
      const places = read.flatMap((dto, i) => (dto instanceof Problem ? [] : [i]));
      const stored = await this.store(
        tx,
        await lockSupplierContract(tx, contract),
        good,
        (n) => `/records/${places[n]}`,
      );
      const outcomes: Outcome[] = read.map((dto, i) =>
        dto instanceof Problem ? dto : (stored[places.indexOf(i)] as Outcome),
      );
      return outcomes.map((outcome, index) => {
        const said = (records[index] as { clientToken?: unknown }).clientToken;
        const about = { index, clientToken: typeof said === 'string' ? said : null };
        return outcome instanceof Problem
          ? { ...about, ok: false, problem: problemBody(outcome, lang) }
          : { ...about, ok: true, ...outcome };
      });
    });
  }

  /** Takes the place of a record, or takes it away; the old one is kept. Answers the id of what was stored. */
  correct(principal: Principal, contract: string, record: string, dto: ServiceCorrectionDto): Promise<string> {
    return this.transactions.run(principal, async (tx) => {
      const served = await lockServedContract(tx, contract);
      const old = await loadEntry(tx, contract, record);
      if (old === null) throw new Problem('not_found');
      if (old.superseded) throw new Problem('corrected_already');
      const entry = dto.record === null ? old.entry : toEntry(dto.record);
      if (dto.record !== null && hashEntry(entry) === hashEntry(old.entry)) throw new Problem('correction_empty');
      const ground = await loadRecordGround(tx, served, dto.record === null ? [] : [entry]);
      const days = await standingDays(tx, served.contract, [old.entry, entry], record);
      const refusal =
        (dto.record === null ? null : findRecordRefusal(entry, ground, days, '/record', old.entry)) ??
        refuseRecordMove(old.entry, dto.record === null ? null : entry, days, '/record');
      if (refusal) throw toProblem(refusal);
      const row: Row = {
        id: randomUUID(),
        token: null,
        hash: hashEntry(entry),
        entry,
        corrects: record,
        reason: dto.reason,
        withdrawn: dto.record === null,
      };
      await insert(tx, served.contract, [row]);
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

  private async store(
    tx: Tx,
    contract: ConductedContract,
    dtos: readonly NewServiceRecordDto[],
    pointer: (index: number) => string,
  ): Promise<Outcome[]> {
    // A device that heard no answer asks again, perhaps once all was accepted: what it had stored it is still told.
    const served = hasClosed(contract) ? null : await servedNow(tx, contract);
    const entries = dtos.map(toEntry);
    const ground = served && (await loadRecordGround(tx, served, entries));
    const days = await standingDays(tx, contract, entries);
    const tokens = dtos.flatMap((dto) => dto.clientToken ?? []);
    const known = new Map(
      (
        await tx.query<{ id: string; token: string; hash: string }>(
          `SELECT id, client_token AS token, content_hash AS hash FROM service_record
           WHERE contract_id = $1 AND client_token = ANY ($2::text[])`,
          [contract.id, tokens],
        )
      ).map(({ id, token, hash }) => [token, { id, hash }]),
    );
    const rows: Row[] = [];
    const outcomes = entries.map((entry, i): Outcome => {
      const token = dtos[i]?.clientToken ?? null;
      const hash = hashEntry(entry);
      const before = token === null ? undefined : known.get(token);
      if (before) {
        if (before.hash === hash) return { id: before.id, repeated: true };
        const text = { en: 'Another record bears this token', zh: '该令牌已用于另一条记录' };
        return new Problem('token_used', {
          errors: [{ pointer: `${pointer(i)}/clientToken`, code: 'not_unique', text }],
          facts: { record: before.id },
        });
      }
      if (ground === null) return new Problem('contract_not_running', { facts: { state: contract.state } });
      const refusal = findRecordRefusal(entry, ground, days, pointer(i));
      if (refusal) return toProblem(refusal);
      const id = randomUUID();
      rows.push({ id, token, hash, entry, corrects: null, reason: null, withdrawn: false });
      if (token !== null) known.set(token, { id, hash });
      days.take(entry);
      return { id, repeated: false };
    });
    await insert(tx, contract, rows);
    await tx.recordAll(
      rows.map(({ id, entry }) => ({
        ...toItsParties(contract),
        aggregate: 'service_record',
        id,
        action: 'recorded',
        data: { contract: contract.id, servedOn: entry.servedOn, form: entry.form, minutes: entry.minutes },
      })),
    );
    return outcomes;
  }
}

const toProblem = ({ code, errors, facts }: NonNullable<ReturnType<typeof findRecordRefusal>>): Problem =>
  new Problem(code, { errors, ...(facts && { facts }) });

/** One record of a batch as it must be, or what is wrong with it. */
function parseRecord(given: object, index: number): NewServiceRecordDto | Problem {
  const dto = plainToInstance(NewServiceRecordDto, given);
  const faults = validateSync(dto, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true });
  if (faults.length === 0) return dto;
  return new Problem('validation_failed', { errors: fieldErrors(faults, `/records/${index}`) });
}

async function loadEntry(
  tx: Tx,
  contract: string,
  id: string,
): Promise<{ entry: ServiceEntry; superseded: boolean } | null> {
  const [row] = await tx.query<ServiceEntry & { superseded: boolean }>(
    `SELECT s.served_on::text AS "servedOn", s.form, s.content_code AS content, s.minutes, s.workers, s.participants,
       s.within_contract AS "withinContract", s.note, NOT ${STANDS} AS superseded,
       ARRAY(SELECT recipient_id::text FROM service_record_recipient WHERE record_id = s.id ORDER BY 1) AS recipients
     FROM service_record s WHERE s.id = $1 AND s.contract_id = $2`,
    [id, contract],
  );
  if (!row) return null;
  const { superseded, ...entry } = row;
  return { entry, superseded };
}

async function insert(tx: Tx, contract: ConductedContract, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `WITH given AS MATERIALIZED (
       SELECT (j ->> 'id')::uuid AS id, (j #>> '{entry,servedOn}')::date AS served_on, j, j -> 'entry' AS e
       FROM jsonb_array_elements($1::jsonb) j
     ), stored AS (
     INSERT INTO service_record (id, dataset, contract_id, client_token, content_hash, served_on, form, content_code, minutes,
       workers, within_contract, participants, visits, note, recorded_at, recorded_by, corrects, reason, withdrawn)
     SELECT id, $2, $3, j ->> 'token', j ->> 'hash', served_on, e ->> 'form', e ->> 'content',
       (e ->> 'minutes')::int, e -> 'workers', (e ->> 'withinContract')::boolean, (e ->> 'participants')::int,
       greatest(coalesce((e ->> 'participants')::int, 0), jsonb_array_length(e -> 'recipients')), e ->> 'note',
       $4, $5, (j ->> 'corrects')::uuid, j ->> 'reason', (j ->> 'withdrawn')::boolean
     FROM given)
     INSERT INTO service_record_recipient (record_id, recipient_id, served_on)
     SELECT id, p::uuid, served_on FROM given, jsonb_array_elements_text(e -> 'recipients') p`,
    [JSON.stringify(rows), contract.dataset, contract.id, await tx.now(), tx.principal.id],
  );
}
