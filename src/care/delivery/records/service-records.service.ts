import { Injectable } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { randomUUID } from 'node:crypto';
import type { Principal } from '../../../kernel/access/principal.js';
import { toScope } from '../../../kernel/access/scope.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { DocumentReferences } from '../../../kernel/documents/document-references.js';
import { Problem, problemBody } from '../../../kernel/errors/problem.js';
import type { Language } from '../../../kernel/errors/texts.js';
import type { Change } from '../../../kernel/outbox/change.js';
import type { Faults } from '../../../kernel/http/body.js';
import { fieldErrors } from '../../../kernel/http/validation.js';
import { findFaults } from '../../../kernel/http/validation/find-faults.js';
import { lowerIds } from '../../../kernel/http/validation/lower-ids.js';
import type { ConductedContract } from '../../../purchase/contracts/conducted/conducted-contract.js';
import { RecordChecker, toProblem } from './storing/record-checks.js';
import { completeFields, hashEntry, toSentEntry, type RecordedEntry } from './storing/recorded-entry.js';
import { chooseLine } from './lines/record-lines.js';
import {
  findStandingRecord,
  insertRecords,
  loadEntry,
  hasDepartedRecipient,
  type NewRecord,
} from './storing/record-store.js';
import { hasClosed, lockSupplierContract, RECORDED, REPORTED, servedNow, toItsParties } from './served-contract.js';
import { NewServiceRecordDto, type ServiceCorrectionDto, type StoredRecordDto } from './service-record.dto.js';
import { refuseRecordMove, takesAway } from './service-record.rules.js';

/** What became of one record of a request. */
type Outcome = StoredRecord | Problem;
interface StoredRecord {
  id: string;
  /** Its token was there already, with the same words. */
  repeated: boolean;
  /** Another record stands in its place. */
  corrected: boolean;
}

/** Records of service: told by the agency, stored once, corrected by another that names them. */
@Injectable()
export class ServiceRecordsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly checker: RecordChecker,
    private readonly references: DocumentReferences,
  ) {}

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
          : { ...about, ok: true, id: outcome.id, repeated: outcome.repeated };
      });
    });
  }

  /**
   * Records of one contract within a unit of work of their own; answers of each whether it was there already. What says otherwise
   * than what stands of its token corrects it, where there is a reason to: the first words too, once others took their place. What it
   * does not say stays as it is.
   */
  async recordAll(
    tx: Tx,
    contract: string,
    dtos: readonly NewServiceRecordDto[],
    reason: string | null,
  ): Promise<boolean[]> {
    const outcomes = await this.store(tx, await lockSupplierContract(tx, contract), dtos, () => '');
    const repeated: boolean[] = [];
    const correctedHere = new Set<string>();
    for (const [i, outcome] of outcomes.entries()) {
      const { clientToken = '', ...record } = dtos[i] as NewServiceRecordDto;
      const isProblem = outcome instanceof Problem;
      if (!isProblem && !(outcome.repeated && (outcome.corrected || correctedHere.has(clientToken)))) {
        repeated.push(outcome.repeated);
        continue;
      }
      const refusal = isProblem ? outcome : refuseToken(outcome.id, '');
      if (refusal.code !== 'token_used') throw refusal;
      const standing = await findStandingRecord(tx, contract, clientToken);
      // What was withdrawn is not told anew by its token.
      if (standing === null) throw refusal;
      const id = await this.replace(tx, contract, standing, { reason, record }, '', refusal);
      if (id !== null) correctedHere.add(clientToken);
      repeated.push(id === null);
    }
    return repeated;
  }

  /** Takes the place of a record, or takes it away; the old one is kept. Answers the id of what was stored. */
  correct(principal: Principal, contract: string, record: string, dto: ServiceCorrectionDto): Promise<string> {
    return this.transactions.run(principal, async (tx) => {
      const id = await this.replace(tx, contract, record, dto, '/record');
      if (id === null) throw new Problem('correction_empty');
      return id;
    });
  }

  /** Null where the record says so already. `refusal`: of a row of a file, which leaves what it does not say, for want of a reason. */
  private async replace(
    tx: Tx,
    contract: string,
    record: string,
    dto: Pick<ServiceCorrectionDto, 'record'> & { reason: string | null },
    at: string,
    refusal?: Problem,
  ): Promise<string | null> {
    const locked = await lockSupplierContract(tx, contract);
    const old = await loadEntry(tx, contract, record);
    const said = dto.record !== null && refusal && old ? completeFields(dto.record, old.entry) : dto.record;
    const sent = said === null ? null : toSentEntry(said);
    // That somebody had died or left is often told once all was accepted: then who was not served is taken out, and nothing else is told.
    const isTakenOut = old !== null && takesAway(old.entry, sent) && (await hasDepartedRecipient(tx, record));
    const served = await servedNow(tx, locked, isTakenOut ? REPORTED : RECORDED);
    if (old === null) throw new Problem('not_found');
    if (old.superseded) throw new Problem('corrected_already');
    const checks = await this.checker.open(tx, served, sent === null ? [] : [sent], { id: record, entry: old.entry });
    const standing = refusal ? { ...old.entry, confirmation: null } : old.entry;
    if (sent !== null && hashEntry({ ...sent, serviceLine: chooseLine(sent, checks.lines) }) === hashEntry(standing))
      return null;
    if (dto.reason === null && refusal) throw refusal;
    const entry = sent === null ? old.entry : await this.checker.check(checks, sent, at, old.entry);
    if (entry instanceof Problem) throw entry;
    const move = refuseRecordMove(old.entry, sent === null ? null : entry, checks.days, at);
    if (move) throw toProblem(move);
    const row: NewRecord = {
      id: randomUUID(),
      token: null,
      hash: hashEntry(entry),
      entry,
      corrects: record,
      reason: dto.reason,
      withdrawn: dto.record === null,
    };
    await this.insert(tx, served.contract, [row]);
    await tx.record({
      ...toItsParties(served.contract),
      aggregate: 'service_record',
      id: record,
      action: row.withdrawn ? 'withdrawn' : 'corrected',
      reason: dto.reason,
      data: { contract, by: row.id },
    });
    return row.id;
  }

  private async store(
    tx: Tx,
    contract: ConductedContract,
    dtos: readonly NewServiceRecordDto[],
    pointer: (index: number) => string,
  ): Promise<Outcome[]> {
    // A device that heard no answer asks again, perhaps once all was accepted: what it had stored it is still told.
    const served = hasClosed(contract) ? null : await servedNow(tx, contract);
    const entries = dtos.map(toSentEntry);
    const checks = served && (await this.checker.open(tx, served, entries));
    const tokens = dtos.flatMap((dto) => dto.clientToken ?? []);
    const known = new Map(
      (
        await tx.query<{ id: string; token: string; hash: string; corrected: boolean }>(
          `SELECT s.id, s.client_token AS token, s.content_hash AS hash,
             EXISTS (SELECT FROM service_record n WHERE n.corrects = s.id) AS corrected
           FROM service_record s WHERE s.contract_id = $1 AND s.client_token = ANY ($2::text[])`,
          [contract.id, tokens],
        )
      ).map(({ token, ...known }) => [token, known]),
    );
    const rows: NewRecord[] = [];
    const outcomes: Outcome[] = [];
    for (const [i, sent] of entries.entries()) {
      const token = dtos[i]?.clientToken ?? null;
      const hash = hashEntry(sent);
      const before = token === null ? undefined : known.get(token);
      if (before) {
        const { id, corrected } = before;
        outcomes.push(before.hash === hash ? { id, repeated: true, corrected } : refuseToken(id, pointer(i)));
        continue;
      }
      const entry =
        checks === null
          ? new Problem('contract_not_running', { facts: { state: contract.state } })
          : await this.checker.check(checks, sent, pointer(i));
      if (checks === null || entry instanceof Problem) {
        outcomes.push(entry as Problem);
        continue;
      }
      const id = randomUUID();
      rows.push({ id, token, hash, entry, corrects: null, reason: null, withdrawn: false });
      if (token !== null) known.set(token, { id, hash, corrected: false });
      checks.days.take(entry);
      checks.workerDays.take(entry);
      outcomes.push({ id, repeated: false, corrected: false });
    }
    await this.insert(tx, contract, rows);
    if (rows.length > 0) await tx.record({ ...toItsParties(contract), ...toRecordedChange(contract.id, rows) });
    return outcomes;
  }

  /** Stores records, each with the photo that confirms it. */
  private async insert(tx: Tx, contract: ConductedContract, rows: readonly NewRecord[]): Promise<void> {
    await insertRecords(tx, contract, rows);
    for (const { id, entry } of rows)
      for (const photo of listPhotos(entry))
        await this.references.refer(tx, toScope(tx.principal), 'service_record', id, [photo], () => PHOTO);
  }
}

const PHOTO = '/confirmation/photo';

/** One record is told by itself; several are one change, which names each with the hash of what it says. */
function toRecordedChange(contract: string, rows: readonly NewRecord[]): Change {
  const [only] = rows;
  if (rows.length === 1 && only) {
    const { servedOn, form, minutes } = only.entry;
    return {
      aggregate: 'service_record',
      id: only.id,
      action: 'recorded',
      data: { contract, servedOn, form, minutes },
    };
  }
  const records = rows.map(({ id, hash }) => ({ id, hash }));
  return { aggregate: 'service_record_batch', id: randomUUID(), action: 'recorded', data: { contract, records } };
}

const listPhotos = ({ confirmation }: RecordedEntry): string[] =>
  confirmation?.how === 'photo' ? [confirmation.document] : [];

function refuseToken(record: string, at: string): Problem {
  const text = { en: 'Another record bears this token', zh: '该令牌已用于另一条记录' };
  return new Problem('token_used', {
    errors: [{ pointer: `${at}/clientToken`, code: 'not_unique', text }],
    facts: { record },
  });
}

/** One record of a batch as it must be, or what is wrong with it. */
function parseRecord(given: object, index: number): NewServiceRecordDto | Problem {
  const dto = lowerIds(plainToInstance(NewServiceRecordDto, given));
  const faults = findFaults(dto);
  if (faults.length === 0) return dto;
  return new Problem('validation_failed', { errors: fieldErrors(faults, `/records/${index}`) });
}
