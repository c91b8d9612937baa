import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { holdsPermission, listPermittedBodies } from '../../../kernel/access/held.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import { addExternalIds, type ExternalId } from '../../../kernel/database/external-ids/external-ids.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { TAKEN_OUT } from '../../../kernel/identity/taken-out.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { invalid } from '../../../kernel/http/validation.js';
import { assertFixedFields } from '../../../kernel/http/validation/fixed-fields.js';
import type { WorkerKind } from '../../../law/code-lists/code-lists.js';
import type { NewWorkerDto, WorkerChangeDto } from './worker.dto.js';
import { PersonNumbers, attachNumber } from '../persons/person-numbers.js';
import { WorkerNames } from './worker-names.js';
import { lockOwnWorker, type LockedWorker } from './worker.subject.js';

/** Who works for a body. What is recorded of a change says which field, never what: a name in an event is readable for ever. */
@Injectable()
export class WorkersService {
  constructor(
    private readonly transactions: Transactions,
    private readonly names: WorkerNames,
    private readonly numbers: PersonNumbers,
  ) {}

  register(principal: Principal, organisation: string, dto: NewWorkerDto): Promise<string> {
    return this.transactions.run(principal, (tx) => this.insert(tx, organisation, dto));
  }

  /** People of bodies for which the caller manages them, before anything of one of them is changed: in one order. */
  async lockRoots(tx: Tx, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await tx.query(
      `SELECT FROM worker WHERE id = ANY ($1::uuid[]) AND organisation_id = ANY ($2::uuid[]) ORDER BY id FOR NO KEY UPDATE`,
      [ids, listPermittedBodies(tx.principal, 'worker.manage')],
    );
  }

  /** In a larger unit of work, whom the body calls by this number: registered, or changed to what is said now. */
  async putRoot(
    tx: Tx,
    known: string | null,
    number: ExternalId,
    { organisation, ...dto }: NewWorkerDto & { organisation: string },
  ): Promise<string> {
    if (known === null) return this.insert(tx, organisation, dto, number);
    const worker = await lockOwnWorker(tx, organisation, known);
    assertFixedFields([['/since', worker.since, dto.since ?? undefined]]);
    const { name, kind, licence } = dto;
    await this.update(tx, worker, { name, kind, ...(licence && { licence }) });
    return known;
  }

  /** What the body calls somebody whom it registered before. */
  attachNumber(
    principal: Principal,
    organisation: string,
    { id, version }: { id: string; version: number | undefined },
    number: ExternalId,
  ): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const worker = await lockOwnWorker(tx, organisation, id);
      const own = { body: worker.organisation_id, number };
      const [place] = await this.numbers.locate(tx, 'worker', worker.dataset, [own]);
      if (place) await this.giveNumber(tx, worker, place, version);
    });
  }

  /** Somebody is called by the body's number no longer. */
  detachNumber(
    principal: Principal,
    organisation: string,
    { id, version }: { id: string; version: number | undefined },
  ): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const worker = await lockOwnWorker(tx, organisation, id);
      assertChangeable(tx, worker, version ?? worker.version);
      await this.numbers.takeBack(tx, 'worker', worker.id, [worker.organisation_id]);
      await recordNumber(tx, worker, 'external_id_detached');
    });
  }

  /** The same in a larger unit of work, by a number as it stands here. */
  async attachRoot(tx: Tx, id: string, number: ExternalId): Promise<void> {
    await this.giveNumber(tx, await lockOwnWorker(tx, number.system, id), number);
  }

  private async giveNumber(tx: Tx, worker: LockedWorker, number: ExternalId, version = worker.version): Promise<void> {
    assertChangeable(tx, worker, version);
    if (this.names.read(worker.id, worker.name) === TAKEN_OUT) throw new Problem('person_erased');
    if (await attachNumber(tx, 'worker', worker, number)) await recordNumber(tx, worker, 'external_id_attached');
  }

  private async insert(tx: Tx, organisation: string, dto: NewWorkerDto, number?: ExternalId): Promise<string> {
    // One number after another along the body, whoever registers.
    const [body] = await tx.query<{ dataset: string }>(
      `SELECT dataset FROM organisation WHERE id = $1 FOR NO KEY UPDATE`,
      [organisation],
    );
    if (!body) throw new Problem('not_found');
    if (!holdsPermission(tx.principal, 'worker.manage', [organisation.toLowerCase()]))
      throw new Problem('not_permitted');
    assertLicence(dto.kind, dto.licence ?? null);
    const today = todayInShanghai(await tx.now());
    const since = dto.since ?? today;
    if (since > today) throw invalid('/since', 'in_future', { en: 'Lies ahead', zh: '晚于今日' });
    const id = randomUUID();
    await tx.query(
      `INSERT INTO worker (id, dataset, organisation_id, no, kind, licence, name, since)
       SELECT $1, $2, $3, coalesce(max(no), 0) + 1, $4, $5, $6, $7 FROM worker WHERE organisation_id = $3`,
      [id, body.dataset, organisation, dto.kind, dto.licence ?? null, this.names.cover(id, dto.name), since],
    );
    await addExternalIds(tx, 'worker', body.dataset, id, number && [number]);
    await tx.record({
      aggregate: 'worker',
      id,
      action: 'registered',
      dataset: body.dataset,
      tenants: [organisation],
      data: { organisation, kind: dto.kind },
      to: 'active',
    });
    return id;
  }

  change(principal: Principal, organisation: string, id: string, version: number, dto: WorkerChangeDto): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const worker = await lockOwnWorker(tx, organisation, id);
      await this.update(tx, worker, dto, version);
    });
  }

  private async update(tx: Tx, worker: LockedWorker, dto: WorkerChangeDto, version = worker.version): Promise<void> {
    const { id } = worker;
    assertChangeable(tx, worker, version);
    const kind = dto.kind ?? worker.kind;
    const licence = dto.licence === undefined ? worker.licence : dto.licence;
    assertLicence(kind, licence);
    const before = { name: this.names.read(id, worker.name), kind: worker.kind, licence: worker.licence };
    if (before.name === TAKEN_OUT) throw new Problem('person_erased');
    const fields = (['name', 'kind', 'licence'] as const).filter(
      (field) => dto[field] !== undefined && dto[field] !== before[field],
    );
    if (fields.length === 0) return;
    await tx.query(
      `UPDATE worker SET name = coalesce($2, name), kind = $3, licence = $4,
         version = version + 1, updated_at = clock_timestamp() WHERE id = $1`,
      [id, dto.name === undefined ? null : this.names.cover(id, dto.name), kind, licence],
    );
    await tx.record({
      aggregate: 'worker',
      id,
      action: 'changed',
      dataset: worker.dataset,
      tenants: [worker.organisation_id],
      data: { organisation: worker.organisation_id, fields },
    });
  }
}

/** What the number is, nobody is told. */
async function recordNumber(
  tx: Tx,
  { id, dataset, organisation_id: organisation }: LockedWorker,
  action: 'external_id_attached' | 'external_id_detached',
): Promise<void> {
  await tx.record({ aggregate: 'worker', id, action, dataset, tenants: [organisation], data: { organisation } });
}

/** Of this version, by whoever manages the body. */
function assertChangeable(tx: Tx, { organisation_id, version }: LockedWorker, expected: number): void {
  if (!holdsPermission(tx.principal, 'worker.manage', [organisation_id])) throw new Problem('not_permitted');
  if (version !== expected) throw new Problem('stale_version');
}

/** A social worker is licensed by a certificate, which has a number. */
function assertLicence(kind: WorkerKind, licence: string | null): void {
  if (kind === 'licensed_social_worker' && licence === null)
    throw invalid('/licence', 'required', {
      en: 'A licensed social worker has a certificate with a number',
      zh: '持证社会工作者须填写证书编号',
    });
}
