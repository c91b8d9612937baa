import { Injectable } from '@nestjs/common';
import type { Scope } from '../../../kernel/access/scope.js';
import { isMine } from '../../../kernel/access/visible.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { isInsider, TENDER_PARTIES, visiblePurchase } from '../reads/tender-visibility.js';
import type { ClarificationListDto, DocumentRequestListDto } from './enquiries.dto.js';

interface ClarificationRow {
  id: string;
  question: string;
  asked_at: Date;
  answer: string | null;
  answered_at: Date | null;
  affects_preparation: boolean | null;
  own: boolean;
}

/** SQL: bids of the tender `r` were opened. Before it nobody learns who asked for the documents, or how many did. */
const IS_OPENED = `EXISTS (SELECT FROM fact f WHERE f.subject_type = 'tender' AND f.subject_id = r.id AND f.kind = 'opening'
  AND NOT EXISTS (SELECT FROM fact later WHERE later.replaces = f.id))`;

/** Questions and requests as far as the caller may see them. A purchase has few, so neither list has pages. */
@Injectable()
export class EnquiriesQueries {
  constructor(private readonly transactions: Transactions) {}

  /** Everybody: those that were answered. The tender's own bodies: those that wait too. A body: its own. */
  async clarifications(scope: Scope, tender: string): Promise<ClarificationListDto> {
    const sql = await this.buildVisibleTender(scope, tender);
    const own = isMine(sql, scope, 'c.organisation_id');
    const insider = isInsider(sql, scope, TENDER_PARTIES);
    const rows = await this.transactions.reader.query<ClarificationRow[]>(
      `SELECT c.id, c.question, c.asked_at, c.answer, c.answered_at, c.affects_preparation, ${own} AS own
       FROM clarification c JOIN tender r ON r.id = c.tender_id
       WHERE ${sql.where} AND (c.answer IS NOT NULL OR ${own} OR ${insider}) ORDER BY c.asked_at, c.id`,
      sql.params,
    );
    return {
      items: rows.map((row) => ({
        id: row.id,
        question: row.question,
        askedAt: row.asked_at.toISOString(),
        answer: row.answer,
        answeredAt: row.answered_at?.toISOString() ?? null,
        affectsPreparation: row.affects_preparation,
        own: row.own,
      })),
      next: null,
    };
  }

  /** A body: its own. The tender's own bodies: all of them, once bids were opened. */
  async documentRequests(scope: Scope, tender: string): Promise<DocumentRequestListDto> {
    const sql = await this.buildVisibleTender(scope, tender);
    const own = isMine(sql, scope, 'd.organisation_id');
    const insider = isInsider(sql, scope, TENDER_PARTIES);
    const rows = await this.transactions.reader.query<
      { id: string; organisation: string; name: string; requested_at: Date }[]
    >(
      `SELECT d.id, d.organisation_id AS organisation, o.name, d.requested_at
       FROM document_request d JOIN tender r ON r.id = d.tender_id JOIN organisation o ON o.id = d.organisation_id
       WHERE ${sql.where} AND (${own} OR ((${insider}) AND ${IS_OPENED})) ORDER BY d.requested_at, d.id`,
      sql.params,
    );
    return {
      items: rows.map(({ requested_at, ...row }) => ({ ...row, requestedAt: requested_at.toISOString() })),
      next: null,
    };
  }

  private async buildVisibleTender(scope: Scope, tender: string): Promise<Sql> {
    const sql = new Sql();
    visiblePurchase(sql.and(`r.id = ${sql.p(tender)}`), scope, TENDER_PARTIES);
    const rows = await this.transactions.reader.query<unknown[]>(`SELECT FROM tender r WHERE ${sql.where}`, sql.params);
    if (rows.length === 0) throw new Problem('not_found');
    return sql;
  }
}
