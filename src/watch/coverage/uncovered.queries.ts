import { Injectable } from '@nestjs/common';
import { listPermittedBodies } from '../../kernel/access/held.js';
import type { Principal } from '../../kernel/access/principal.js';
import { toPermissionScope, toScope } from '../../kernel/access/scope.js';
import { isMine, isSupervised } from '../../kernel/access/visible.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import { Sql } from '../../kernel/database/sql.js';
import { Transactions } from '../../kernel/database/transactions.js';
import { keyset, type List } from '../../kernel/http/lists/list.js';
import { coveredNameSql } from '../../care/delivery/records/recipients.queries.js';
import { RecipientNames } from '../../care/delivery/records/recipient-names.js';
import { formatRecipientNumber } from '../../care/delivery/records/recipient.rules.js';
import { isJointBuyer } from '../../purchase/tenders/reads/tender-visibility.js';
import { CoverageService } from './coverage.service.js';
import { isFew } from './line-insiders.js';
import type { UncoveredDto, UncoveredQuery, UncoveredRecipientDto } from './uncovered.dto.js';
import { computeUncoveredMonth } from './uncovered.rules.js';
import type { StoredRow } from '../../kernel/database/row-types.js';
import type { Recipient } from '../../care/delivery/records/recipient.entity.js';

interface RecipientRow extends Omit<
  StoredRow<Recipient>,
  'version' | 'dataset' | 'created_at' | 'updated_at' | 'service_line_id'
> {
  /** Of this page and those after it. */
  total: number;
  page_key: string;
}

/** Who is left alone in a month: how many for everybody, who for those whose recipients they are, by name for who serves them. */
@Injectable()
export class UncoveredQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly coverage: CoverageService,
    private readonly names: RecipientNames,
  ) {}

  async loadUncoveredDays(
    principal: Principal,
    line: string,
    query: UncoveredQuery,
    url: string,
  ): Promise<UncoveredDto> {
    const { facts, register, concerned, visible, today } = await this.coverage.loadKnownLine(toScope(principal), line);
    const { servedLast, absorbed, ...found } = computeUncoveredMonth(facts, register, query.month, today);
    const suppressed = !concerned && isFew(found.recipientsAffected);
    const told = concerned ? await this.page(principal, line, { days: servedLast, absorbed }, query, url) : null;
    return {
      serviceLine: line,
      dataset: facts.dataset,
      ...found,
      recipientsAffected: suppressed ? null : found.recipientsAffected,
      suppressed,
      recipients: told && told.items,
      recipientsLeftOut: told?.after ?? 0,
      next: told?.next ?? null,
      excluded: found.excluded.map((one) => ({ ...one, contract: visible.has(one.contract) ? one.contract : null })),
    };
  }

  /** Those on the register on one of the days that the caller's bodies serve, buy for or watch over. */
  private async page(
    principal: Principal,
    line: string,
    { days, absorbed }: { days: readonly PlainDate[]; absorbed: readonly string[] },
    query: UncoveredQuery,
    url: string,
  ): Promise<List<UncoveredRecipientDto> & { after: number }> {
    const sql = new Sql();
    const order = [
      { column: 'r.no', type: 'integer' },
      { column: 'r.id', type: 'uuid' },
    ] as const;
    const page = keyset(query, order, 'ASC', sql);
    const reading = toPermissionScope(principal, 'contract.read');
    sql
      .and(`r.service_line_id = ${sql.p(line)} AND r.contract_id <> ALL (${sql.p(absorbed)}::uuid[])`)
      .and(
        `EXISTS (SELECT FROM unnest(${sql.p(days)}::date[]) AS d (day) WHERE r.since <= d.day AND coalesce(r.until, 'infinity') >= d.day)`,
      )
      .and(
        `r.holder_id = ANY (${sql.p(listPermittedBodies(principal, 'service.record'))}::uuid[]) OR ${isMine(sql, reading, 'c.buyer_id')}
         OR ${isJointBuyer(sql, reading, 'c.tender_id')} OR ${isSupervised(sql, reading, 'c.region')} OR ${isSupervised(sql, reading, 'b.region')}`,
      );
    const rows = await this.transactions.reader.query<RecipientRow[]>(
      `SELECT r.id, r.no, r.holder_id, r.contract_id, r.community_id, ${coveredNameSql('r.id')} AS name, r.since::text AS since, r.until::text AS until,
         count(*) OVER ()::int AS total, ${page.select}
       FROM recipients r JOIN contracts c ON c.id = r.contract_id LEFT JOIN organisations b ON b.id = c.buyer_id
       WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    const list = page.list(rows, url, (row) => this.view(row, principal));
    return { ...list, after: (rows[0]?.total ?? 0) - list.items.length };
  }

  private view(row: RecipientRow, principal: Principal): UncoveredRecipientDto {
    const holds = listPermittedBodies(principal, 'service.record').includes(row.holder_id);
    return {
      id: row.id,
      number: formatRecipientNumber(row.no),
      displayName: holds ? this.names.read(row.id, row.name) : null,
      community: row.community_id,
      servedBy: row.holder_id,
      contract: row.contract_id,
      since: row.since,
      until: row.until,
    };
  }
}
