import { Injectable } from '@nestjs/common';
import { OwnClock } from '../../kernel/clock/own-clock.js';
import type { Principal } from '../../kernel/access/principal.js';
import { Keys } from '../../kernel/config/keys.js';
import {
  addExternalIds,
  attachExternalId,
  putByExternalId,
  withExternalId,
  type ExternalId,
} from '../../kernel/database/external-ids/external-ids.js';
import { refuseMovedComplaint } from './identity/body-correction.js';
import { refuseSeatedChange } from './identity/body-seats.js';
import { writeBodyChange } from './identity/changed-body.js';
import { isMovedId } from './merges/merge-references.js';
import { assertStandingBodies, holdBodies, refuseMergedRecord } from './merges/standing-records.js';
import { changedColumns, writeChanges } from '../../kernel/database/merge-patch.js';
import { lockRoot } from '../../kernel/database/roots.js';
import { Sql } from '../../kernel/database/sql.js';
import { Transactions, type Tx } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import { invalid } from '../../kernel/http/validation.js';
import type { NewOrganisationDto, OrganisationChangeDto } from './organisation.dto.js';
import type { OrganisationRow } from './organisation-view.dto.js';
import { computeAudience, resolveParties } from './parties.js';
import type { PartyRef } from './party-directory.js';
import { personKey } from './persons/person-keys.js';
import type { RelationsDto } from './relations.dto.js';
import { assertStatedRelations, isStatingRelations } from './stated-relations.js';

type StoredOrganisation = Omit<OrganisationRow, 'external_ids' | 'fiscal_level'>;

const toOrganisationColumns = (dto: OrganisationChangeDto): Record<string, unknown> => ({
  name: dto.name,
  kind: dto.kind,
  credit_code: dto.creditCode?.toUpperCase() ?? dto.creditCode,
  region: dto.region,
  budget_level: dto.budgetLevel,
  categories: dto.categories === null ? [] : dto.categories,
  licensed_workers: dto.licensedWorkers,
  full_time_staff: dto.fullTimeStaff,
  registered_on: dto.registeredOn,
  address: dto.address,
  contact_name: dto.contactName,
  contact_phone: dto.contactPhone,
});

@Injectable()
export class OrganisationsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly keys: Keys,
    private readonly clock: OwnClock,
  ) {}

  create(principal: Principal, dto: NewOrganisationDto): Promise<string> {
    return this.transactions.run(principal, (tx) => this.insert(tx, dto));
  }

  private async insert(tx: Tx, dto: NewOrganisationDto): Promise<string> {
    const dataset = dto.dataset ?? 'live';
    const [row] = await tx.query<{ id: string }>(
      `INSERT INTO organisation (dataset, name, kind, credit_code, region, categories, licensed_workers, registered_on,
           address, contact_name, contact_phone, full_time_staff, budget_level)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING RETURNING id`,
      [
        dataset,
        dto.name,
        dto.kind ?? null,
        dto.creditCode?.toUpperCase() ?? null,
        dto.region ?? null,
        dto.categories ?? [],
        dto.licensedWorkers ?? null,
        dto.registeredOn ?? null,
        dto.address ?? null,
        dto.contactName ?? null,
        dto.contactPhone ?? null,
        dto.fullTimeStaff ?? null,
        dto.budgetLevel ?? null,
      ],
    );
    if (!row) throw await createDuplicateProblem(tx, { ...dto, dataset });
    await addExternalIds(tx, 'organisation', dataset, row.id, dto.externalIds, chooseHref(tx.principal));
    const relations = { persons: dto.persons ?? [], holdings: dto.holdings ?? [], complete: dto.complete ?? false };
    await this.writeRelations(tx, { id: row.id, dataset }, relations);
    await tx.record({
      aggregate: 'organisation',
      id: row.id,
      action: 'created',
      data: { kind: dto.kind ?? null, creditCode: dto.creditCode?.toUpperCase() ?? null },
      ...computeAudience(tx, { id: row.id, region: dto.region ?? null }),
      dataset,
    });
    return row.id;
  }

  /**
   * Creates or changes the body that another system calls so; the same body twice is the same answer. One that is known
   * belongs to everybody who names it, so that only who may change bodies changes it.
   */
  put(principal: Principal, external: ExternalId, dto: NewOrganisationDto, version?: number): Promise<string> {
    const of = { type: 'organisation', dataset: dto.dataset ?? 'live', external, given: dto.externalIds };
    return this.transactions.run(principal, (tx) =>
      putByExternalId(tx, of, version, (known) => this.putRoot(tx, known, external, dto, version)),
    );
  }

  /** Bodies, before anything of one of them is changed: in one order. Whoever may change none holds none. */
  async lockRoots(tx: Tx, ids: readonly string[]): Promise<void> {
    if (ids.length === 0 || !tx.principal.permissions.has('organisation.manage')) return;
    await tx.query(`SELECT FROM organisation WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE`, [ids]);
  }

  /** The same in a larger unit of work, of one that is known or null. */
  async putRoot(
    tx: Tx,
    known: string | null,
    external: ExternalId,
    dto: NewOrganisationDto,
    version?: number,
  ): Promise<string> {
    if (known === null) return this.insert(tx, { ...dto, externalIds: withExternalId(dto.externalIds, external) });
    const [row] = await tx.query<StoredOrganisation>(`SELECT * FROM organisation WHERE id = $1`, [known]);
    if (version !== undefined && row?.version !== version) throw new Problem('stale_version');
    const differs = Object.keys(changedColumns(row as StoredOrganisation, toOrganisationColumns(dto))).length > 0;
    const states = isStatingRelations(dto);
    // What a system called a record that was merged is that record to it: its words change nothing of the other one.
    if (!(differs || states) || (await isMovedId(tx, known, external))) return known;
    if (differs && !tx.principal.permissions.has('organisation.manage')) throw new Problem('not_permitted');
    if (states) await assertStatedRelations(tx, this.keys.identity, row as StoredOrganisation, dto);
    if (differs) await this.update(tx, known, version, dto);
    return known;
  }

  change(principal: Principal, id: string, version: number | undefined, dto: OrganisationChangeDto): Promise<void> {
    return this.transactions.run(principal, (tx) => this.update(tx, id, version, dto));
  }

  private async update(tx: Tx, id: string, version: number | undefined, dto: OrganisationChangeDto): Promise<void> {
    const row = await lockRoot<StoredOrganisation>(tx, 'organisation', id, (sql) => sql, new Sql(), version);
    refuseMergedRecord(row.merged_into);
    const changed = changedColumns(row, toOrganisationColumns(dto));
    if (Object.keys(changed).length === 0) return;
    await refuseSeatedChange(tx, row, changed, this.clock);
    await refuseMovedComplaint(tx, row, changed);
    await writeBodyChange(tx, row, changed);
  }

  /**
   * Notes what another system calls the body: said by a key of that system, or by who manages bodies.
   * @throws Problem `not_found`, `other_system`, `external_id_taken`, `body_merged`
   */
  attachId(principal: Principal, id: string, given: ExternalId): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const row = await lockRoot<StoredOrganisation>(tx, 'organisation', id, (sql) => sql, new Sql());
      if (principal.system !== given.system && !principal.permissions.has('organisation.manage'))
        throw new Problem('other_system');
      refuseMergedRecord(row.merged_into);
      if (!(await attachExternalId(tx, 'organisation', row, given, chooseHref(principal)))) return;
      await writeChanges(tx, 'organisation', id, {});
      await tx.record({
        ...{ aggregate: 'organisation', id, action: 'external_id_attached', data: { externalId: given } },
        ...{ tenants: [id], region: row.region, dataset: row.dataset },
      });
    });
  }

  /** Replaces the persons and bodies behind an organisation as a whole. */
  setRelations(principal: Principal, id: string, version: number, dto: RelationsDto): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const holders = dto.holdings.map(({ organisation }) => organisation);
      await holdBodies(tx, holders, id);
      const row = await lockRoot<StoredOrganisation>(tx, 'organisation', id, (sql) => sql, new Sql(), version);
      refuseMergedRecord(row.merged_into);
      await tx.query(`DELETE FROM organisation_person WHERE organisation_id = $1`, [id]);
      await tx.query(`DELETE FROM organisation_holding WHERE organisation_id = $1`, [id]);
      await this.writeRelations(tx, row, dto);
      await writeChanges(tx, 'organisation', id, {});
      await tx.record({
        aggregate: 'organisation',
        id,
        action: 'relations_stated',
        data: {
          persons: dto.persons.length,
          holdings: dto.holdings.map((h) => h.organisation),
          complete: dto.complete,
        },
        tenants: [id],
        region: row.region,
        dataset: row.dataset,
      });
    });
  }

  /** The bodies that a source names, made where they are not known yet; in their order, null where a party names nothing. */
  findOrCreateByParties(
    tx: Tx,
    dataset: string,
    parties: readonly PartyRef[],
    pointer: (index: number) => string = (index) => `/${index}`,
  ): Promise<(string | null)[]> {
    return resolveParties(tx, dataset, parties, pointer);
  }

  private async writeRelations(tx: Tx, of: { id: string; dataset: string }, dto: RelationsDto): Promise<void> {
    mustEndAfterBeginning(dto);
    const comparable = dto.persons.flatMap((p) => (p.residentId ? [{ ...p, residentId: p.residentId }] : []));
    if (comparable.length > 0)
      await tx.query(
        `INSERT INTO organisation_person (organisation_id, relation, person_key, name, since, until)
         SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::date[], $6::date[]) ON CONFLICT DO NOTHING`,
        [
          of.id,
          comparable.map((p) => p.relation),
          comparable.map((p) => personKey(this.keys.identity, p.residentId)),
          comparable.map((p) => p.name),
          comparable.map((p) => p.since ?? null),
          comparable.map((p) => p.until ?? null),
        ],
      );
    await writeHoldings(tx, of, dto);
    await tx.query(`UPDATE organisation SET relations_known = $2 WHERE id = $1`, [
      of.id,
      dto.complete && comparable.length === dto.persons.length,
    ]);
  }
}

const toHref = (id: string): string => `/api/v1/organisations/${id}`;
/** How the body that has what is given is named to the caller; nobody who may not read bodies is told. */
const chooseHref = ({ permissions }: Principal): typeof toHref | undefined =>
  permissions.has('organisation.read') ? toHref : undefined;

/** Days that are no span are refused. */
function mustEndAfterBeginning({ persons, holdings }: RelationsDto): void {
  for (const [list, relations] of Object.entries({ persons, holdings }))
    for (const [i, { since, until }] of relations.entries())
      if (since && until && until < since)
        throw invalid(`/${list}/${i}/until`, 'end_before_start', {
          en: 'The last day lies before the first',
          zh: '结束日期早于开始日期',
        });
}

async function writeHoldings(tx: Tx, of: { id: string; dataset: string }, dto: RelationsDto): Promise<void> {
  if (dto.holdings.length === 0) return;
  const holders = dto.holdings.map((h) => h.organisation);
  await assertStandingBodies(tx, of.dataset, holders, (i) => `/holdings/${i}/organisation`);
  const itself = holders.findIndex((id) => id.toLowerCase() === of.id);
  if (itself >= 0)
    throw invalid(`/holdings/${itself}/organisation`, 'itself', {
      en: 'A body does not hold itself',
      zh: '组织不能持有自身',
    });
  await tx.query(
    `INSERT INTO organisation_holding (organisation_id, held_by, relation, since, until)
     SELECT $1, * FROM unnest($2::uuid[], $3::text[], $4::date[], $5::date[]) ON CONFLICT DO NOTHING`,
    [
      of.id,
      holders,
      dto.holdings.map((h) => h.relation),
      dto.holdings.map((h) => h.since ?? null),
      dto.holdings.map((h) => h.until ?? null),
    ],
  );
}

/** Names the body that is there to who may read bodies. */
async function createDuplicateProblem(tx: Tx, dto: NewOrganisationDto & { dataset: string }): Promise<Problem> {
  const code = dto.creditCode?.toUpperCase() ?? null;
  const [existing] = await tx.query<{ id: string; name: string }>(
    `SELECT coalesce(merged_into, id) AS id, name FROM organisation WHERE dataset = $1
       AND CASE WHEN $2::text IS NULL THEN credit_code IS NULL AND name = $3 ELSE credit_code = $2 END`,
    [dto.dataset, code, dto.name],
  );
  const shown = tx.principal.permissions.has('organisation.read') ? existing : undefined;
  return new Problem('conflict', {
    ...(shown && { facts: { existing: shown } }),
    errors: [
      {
        pointer: code ? '/creditCode' : '/name',
        code: 'not_unique',
        text: { en: 'Another organisation of this dataset has it', zh: '该数据集中已有同一组织' },
        ...(shown && { href: toHref(shown.id) }),
      },
    ],
  });
}
