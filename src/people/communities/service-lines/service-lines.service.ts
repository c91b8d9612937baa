import { Injectable } from '@nestjs/common';
import { actingBody } from '../../../kernel/access/acting.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { toPermissionScope } from '../../../kernel/access/scope.js';
import { isMine } from '../../../kernel/access/visible.js';
import {
  addExternalIds,
  putByExternalId,
  withExternalId,
  type ExternalId,
} from '../../../kernel/database/external-ids/external-ids.js';
import { lockKeptRoot, mustBeInDataset, type Reach } from '../../../kernel/database/kept.js';
import { changeData, changedColumns, writeChanges } from '../../../kernel/database/merge-patch.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { invalid } from '../../../kernel/http/validation.js';
import { assertFixedFields, toFixedValue } from '../../../kernel/http/validation/fixed-fields.js';
import { findCategory } from '../../../law/code-lists/code-lists.js';
import type { NewServiceLineDto, ServiceLineChangeDto } from './service-line.dto.js';
import { changeOfLine, serviceLineRow, type ServiceLineRow } from './service-line-row.queries.js';
import { firstServedOn, isReliedOn } from './line-use.js';

/** Everybody sees a line; the body that answers for it changes it. */
const reach = (principal: Principal): Reach => {
  const scope = toPermissionScope(principal, 'line.manage');
  return { kept: (sql) => sql.and(isMine(sql, scope, 'r.responsible_id')), visible: (sql) => sql };
};

function mustEndAfterStart(line: { since: string; until?: string | null; knownUntil?: string | null }): void {
  for (const [field, day] of [
    ['until', line.until],
    ['knownUntil', line.knownUntil],
  ] as const)
    if (day && day < line.since)
      throw Problem.ofField('end_before_start', `/${field}`, { en: 'Before `since`', zh: '早于开始日期' });
}

/** What is recorded of elsewhere is known up to some day; of what is kept here every day is, or its gaps would be switched off. */
function assertNoKnownEnd(dataset: string, knownUntil: string | null | undefined): void {
  if (dataset === 'live' && knownUntil)
    throw invalid('/knownUntil', 'not_allowed_value', {
      en: 'What is kept here is known day by day',
      zh: '本平台办理的服务线逐日可知，不得填写',
    });
}

/** A service that residents rely on does not cease to be meant to go on by being called another: that is its end. */
async function assertContinuousCategory(tx: Tx, line: ServiceLineRow, category: string | undefined): Promise<void> {
  if (line.dataset !== 'live' || !isContinuous(line.category) || isContinuous(category ?? line.category)) return;
  if (await isReliedOn(tx, line.id))
    throw Problem.ofField('line_ends_by_decision', '/category', {
      en: 'Of this category nothing is meant to go on',
      zh: '该类别不属于应持续提供的服务',
    });
}

/**
 * Days before a line's first are no days of it: a first day that is moved behind days on which somebody served would take the
 * gaps after them away.
 */
async function assertSameBeginning(tx: Tx, { id, dataset }: ServiceLineRow, since: string | undefined): Promise<void> {
  if (dataset !== 'live' || since === undefined) return;
  const first = await firstServedOn(tx, id);
  if (first !== null && since > first)
    throw invalid('/since', 'too_late', { en: `It was served from ${first} on`, zh: `${first} 起已有服务` });
}

const isContinuous = (category: string): boolean => findCategory(category)?.continuous === true;

@Injectable()
export class ServiceLinesService {
  constructor(private readonly transactions: Transactions) {}

  create(principal: Principal, dto: NewServiceLineDto): Promise<string> {
    return this.transactions.run(principal, (tx) => this.insert(tx, dto));
  }

  private async insert(tx: Tx, dto: NewServiceLineDto): Promise<string> {
    const responsible = actingBody(tx.principal, 'line.manage', dto.responsible, '/responsible');
    mustEndAfterStart(dto);
    const dataset = dto.dataset ?? 'live';
    assertNoKnownEnd(dataset, dto.knownUntil);
    // A line that was over before it was recorded is history; one that residents still have ends by a decision.
    if (dataset === 'live' && dto.until && dto.until >= todayInShanghai(await tx.now()))
      throw new Problem('line_ends_by_decision');
    const communities = dto.communities ?? [];
    await mustBeInDataset(tx, 'community', dataset, communities, (i) => `/communities/${i}`);
    const [row] = await tx.query<{ id: string }>(
      `INSERT INTO service_line (dataset, name, category, target_group, region, responsible_id, since, until, known_until, assumption)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`,
      [
        dataset,
        dto.name,
        dto.category,
        dto.targetGroup ?? null,
        dto.region ?? null,
        responsible,
        dto.since,
        dto.until ?? null,
        dto.knownUntil ?? null,
        dto.assumption ? JSON.stringify({ en: dto.assumption.en, zh: dto.assumption.zh }) : null,
      ],
    );
    const { id } = row as { id: string };
    await tx.query(`INSERT INTO service_line_community (service_line_id, community_id) SELECT $1, unnest($2::uuid[])`, [
      id,
      communities,
    ]);
    await addExternalIds(tx, 'service_line', dataset, id, dto.externalIds);
    const line = await serviceLineRow(tx.manager, id);
    await tx.record({
      ...(await changeOfLine(tx, line)),
      action: 'created',
      to: line.state,
      data: { name: dto.name },
    });
    return id;
  }

  /** Creates or changes the line that another system calls so; the same body twice is the same answer. */
  put(principal: Principal, external: ExternalId, dto: NewServiceLineDto, version?: number): Promise<string> {
    const of = { type: 'service_line', dataset: dto.dataset ?? 'live', external, given: dto.externalIds };
    return this.transactions.run(principal, (tx) =>
      putByExternalId(tx, of, version, (known) => this.putRoot(tx, known, external, dto, version)),
    );
  }

  /** Lines that the caller keeps, before anything of one of them is changed: in one order. */
  async lockRoots(tx: Tx, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const sql = new Sql();
    reach(tx.principal).kept(sql.and(`r.id = ANY (${sql.p(ids)}::uuid[])`));
    await tx.query(`SELECT FROM service_line r WHERE ${sql.where} ORDER BY r.id FOR NO KEY UPDATE OF r`, sql.params);
  }

  /** The same in a larger unit of work, of one that is known or null. */
  async putRoot(
    tx: Tx,
    known: string | null,
    external: ExternalId,
    dto: NewServiceLineDto,
    version?: number,
  ): Promise<string> {
    if (known === null) return this.insert(tx, { ...dto, externalIds: withExternalId(dto.externalIds, external) });
    await this.update(tx, known, version, dto);
    const { responsible_id: responsible, assumption } = await serviceLineRow(tx.manager, known);
    assertFixedFields([
      ['/responsible', responsible, dto.responsible],
      toFixedValue('/assumption', assumption, dto.assumption),
    ]);
    if (dto.communities) await this.setCommunities(tx, known, dto.communities);
    return known;
  }

  private async setCommunities(tx: Tx, id: string, communities: readonly string[]): Promise<void> {
    const before = await serviceLineRow(tx.manager, id);
    const given = [...new Set(communities.map((c) => c.toLowerCase()))].sort();
    const stored = before.communities.map((c) => c.id).sort();
    if (given.join() === stored.join()) return;
    await mustBeInDataset(tx, 'community', before.dataset, communities, (i) => `/communities/${i}`);
    await tx.query(
      `WITH gone AS (DELETE FROM service_line_community WHERE service_line_id = $1 AND NOT (community_id = ANY ($2::uuid[])))
       INSERT INTO service_line_community (service_line_id, community_id) SELECT $1, unnest($2::uuid[]) ON CONFLICT DO NOTHING`,
      [id, given],
    );
    await writeChanges(tx, 'service_line', id, {});
    await tx.record({
      ...(await changeOfLine(tx, await serviceLineRow(tx.manager, id))),
      action: 'communities_set',
      data: { from: stored, to: given },
    });
  }

  change(principal: Principal, id: string, version: number | undefined, dto: ServiceLineChangeDto): Promise<void> {
    return this.transactions.run(principal, (tx) => this.update(tx, id, version, dto));
  }

  private async update(tx: Tx, id: string, version: number | undefined, dto: ServiceLineChangeDto): Promise<void> {
    await lockKeptRoot(tx, 'service_line', id, reach(tx.principal), version);
    const before = await serviceLineRow(tx.manager, id);
    const changed = changedColumns(before, {
      name: dto.name,
      category: dto.category,
      target_group: dto.targetGroup,
      region: dto.region,
      since: dto.since,
      until: dto.until,
      known_until: dto.knownUntil,
    });
    if (Object.keys(changed).length === 0) return;
    // What is recorded of elsewhere tells when it ended; what is kept here ends by its decision.
    if (before.dataset === 'live' && 'until' in changed) throw new Problem('line_ends_by_decision');
    if ('known_until' in changed) assertNoKnownEnd(before.dataset, dto.knownUntil);
    await assertContinuousCategory(tx, before, dto.category);
    if ('since' in changed) await assertSameBeginning(tx, before, dto.since);
    mustEndAfterStart({
      since: dto.since ?? before.since,
      until: dto.until === undefined ? before.until : dto.until,
      knownUntil: dto.knownUntil === undefined ? before.known_until : dto.knownUntil,
    });
    await writeChanges(tx, 'service_line', id, changed);
    const after = await serviceLineRow(tx.manager, id);
    await tx.record({
      ...(await changeOfLine(tx, after)),
      action: 'changed',
      ...(before.state !== after.state && { from: before.state, to: after.state }),
      data: changeData(changed),
    });
  }
}
