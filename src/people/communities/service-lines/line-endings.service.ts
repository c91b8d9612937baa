import { Injectable, type OnModuleInit } from '@nestjs/common';
import { heldIn } from '../../../kernel/access/held.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { scopeOf, type Scope } from '../../../kernel/access/scope.js';
import { isMine, isSupervised } from '../../../kernel/access/visible.js';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import { lockKept } from '../../../kernel/database/kept.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { DocumentReferences } from '../../../kernel/documents/document-references.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { invalid } from '../../../kernel/http/validation.js';
import { LifecycleRegistry } from '../../../kernel/actions/registry.js';
import { categoryOf } from '../../../law/code-lists/code-lists.js';
import type { LineActionDto, NewLineOpinionDto } from './line-ending.dto.js';
import { serviceLineLifecycle, type ServiceLineAction } from './service-line.lifecycle.js';
import { changeOfLine, serviceLineRow, type ServiceLineRow } from './service-lines.queries.js';

/** Everybody sees a line. */
const seen = (sql: Sql): Sql => sql;
/** SQL: the committee of one of its communities is among these bodies. */
const OF_ITS_COMMITTEE = (
  bodies: string,
): string => `EXISTS (SELECT FROM service_line_community y JOIN community k ON k.id = y.community_id
  WHERE y.service_line_id = r.id AND k.committee_id = ANY (${bodies}::uuid[]))`;

/** How a service line comes to its end: by a decision of the body that answers for it, after its residents were heard. */
@Injectable()
export class LineEndingsService implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly registry: LifecycleRegistry,
    private readonly references: DocumentReferences,
  ) {}

  onModuleInit(): void {
    this.registry.register(serviceLineLifecycle);
    this.registry.contribute('line_end_not_proposed', async (tx, id) =>
      (await proposalOf(tx, id)) === null ? {} : null,
    );
    this.registry.contribute(
      'own_proposal',
      async (tx, id) => ((await proposalOf(tx, id))?.by === tx.principal.id ? {} : null),
      'service_line',
    );
    // Regulation article 15, in its sense: who receives a public service is heard before it ends.
    this.registry.contribute(
      'residents_opinion_missing',
      async (tx, id) => {
        const { category } = await serviceLineRow(tx.manager, id);
        if (categoryOf(category)?.publicService !== true) return null;
        const proposed = (await proposalOf(tx, id))?.on;
        const heard = await tx.query(
          `SELECT FROM service_line_opinion WHERE service_line_id = $1 AND held_on >= $2::date`,
          [id, proposed],
        );
        return heard.length > 0 ? null : { facts: { since: proposed } };
      },
      'service_line',
    );
  }

  act(principal: Principal, id: string, version: number, action: string, given: LineActionDto): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const scope = scopeOf(principal);
      const kept = (sql: Sql): Sql => sql.and(isMine(sql, scope, 'r.responsible_id'));
      await lockKept(tx, 'service_line', id, { kept, visible: seen }, version);
      const line = await serviceLineRow(tx.manager, id);
      // A proposal and a decision are persons': a key would be one more of the same.
      if (principal.kind !== 'user') throw new Problem('not_permitted');
      const held = heldIn(principal, [line.responsible_id]);
      const transition = await this.registry.enter(tx, serviceLineLifecycle, line, action, given, held);
      const data = await this.effects[transition.action](tx, line, given);
      await tx.query(`UPDATE service_line SET version = version + 1, updated_at = clock_timestamp() WHERE id = $1`, [
        id,
      ]);
      await tx.record({
        ...(await changeOfLine(tx, line)),
        action: transition.action,
        from: line.state,
        to: transition.to === 'ended' ? 'ended' : line.state,
        reason: given.reason ?? null,
        data,
      });
    });
  }

  /** What residents said, by the body that answers for the line or a committee of its communities. */
  hear(principal: Principal, id: string, dto: NewLineOpinionDto): Promise<string> {
    return this.transactions.run(principal, async (tx) => {
      const kept = (sql: Sql): Sql => {
        const bodies = sql.p(
          principal.seats.filter((s) => s.permissions.has('meeting.run')).map((s) => s.organisation),
        );
        return sql.and(`r.responsible_id = ANY (${bodies}::uuid[]) OR ${OF_ITS_COMMITTEE(bodies)}`);
      };
      await lockKept(tx, 'service_line', id, { kept, visible: seen });
      const line = await serviceLineRow(tx.manager, id);
      if (dto.heldOn > todayInShanghai(await tx.now()))
        throw invalid('/heldOn', 'in_future', { en: 'Lies ahead', zh: '晚于今日' });
      if ((dto.agreed ?? 0) > dto.heard)
        throw invalid('/agreed', 'too_large', { en: 'More than were heard', zh: '不得多于听取意见人数' });
      const [row] = await tx.query<{ id: string }>(
        `INSERT INTO service_line_opinion (dataset, service_line_id, form, held_on, heard, agreed, summary, recorded_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`,
        [line.dataset, id, dto.form, dto.heldOn, dto.heard, dto.agreed ?? null, dto.summary, principal.id],
      );
      const opinion = row?.id ?? '';
      await this.references.refer(tx, scopeOf(principal), 'service_line_opinion', opinion, dto.documents, '/documents');
      await tx.record({
        ...(await changeOfLine(tx, line)),
        action: 'residents_heard',
        data: { opinion, form: dto.form, heldOn: dto.heldOn, heard: dto.heard },
      });
      return opinion;
    });
  }

  /** Of these opinions, those whose sheets the caller may read: who answers for the line, its communities, who watches. */
  async seen(scope: Scope, ids: readonly string[]): Promise<string[]> {
    const sql = new Sql();
    sql.and(`o.id = ANY (${sql.p(ids)}::uuid[])`);
    sql.and(
      `${isMine(sql, scope, 'r.responsible_id')} OR ${OF_ITS_COMMITTEE(sql.p(scope.organisations))} OR ${isSupervised(sql, scope, 'r.region')}`,
    );
    const rows = await this.transactions.reader.query<{ id: string }[]>(
      `SELECT o.id FROM service_line_opinion o JOIN service_line r ON r.id = o.service_line_id WHERE ${sql.where}`,
      sql.params,
    );
    return rows.map((row) => row.id);
  }

  private readonly effects: Record<
    ServiceLineAction,
    (tx: Tx, line: ServiceLineRow, given: LineActionDto) => Promise<Record<string, unknown>>
  > = {
    propose_end: async (tx, line, given) => {
      const today = todayInShanghai(await tx.now());
      const on = given.on ?? today;
      // A last day that is over would take away a gap that is there.
      if (on < today || on < line.since)
        throw invalid('/on', 'too_early', { en: 'Not a day to come', zh: '不得早于今日或服务开始日期' });
      await tx.query(
        `UPDATE service_line SET end_proposed_on = $2, end_proposed_by = $3, end_on = $4, end_reason = $5 WHERE id = $1`,
        [line.id, today, tx.principal.id, on, given.reason],
      );
      return { on };
    },
    withdraw_end: async (tx, line) => {
      await tx.query(
        `UPDATE service_line SET end_proposed_on = NULL, end_proposed_by = NULL, end_on = NULL, end_reason = NULL WHERE id = $1`,
        [line.id],
      );
      return {};
    },
    end: async (tx, line, given) => {
      const today = todayInShanghai(await tx.now());
      const [row] = await tx.query<{ until: string }>(
        `UPDATE service_line SET state = 'ended', until = greatest(end_on, $2::date), end_decided_on = $2, end_decision = $3
         WHERE id = $1 RETURNING until::text`,
        [line.id, today, given.reason],
      );
      return { until: row?.until, runningContracts: line.end?.runningContracts ?? 0 };
    },
  };
}

async function proposalOf(tx: Tx, line: string): Promise<{ by: string; on: string } | null> {
  const [row] = await tx.query<{ by: string; on: string }>(
    `SELECT end_proposed_by AS by, end_proposed_on::text AS on FROM service_line WHERE id = $1 AND end_proposed_on IS NOT NULL`,
    [line],
  );
  return row ?? null;
}
