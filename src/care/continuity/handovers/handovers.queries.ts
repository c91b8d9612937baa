import { Injectable } from '@nestjs/common';
import type { Scope } from '../../../kernel/access/scope.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { keyset, type List, type PageQuery } from '../../../kernel/http/lists/list.js';
import { linkAllowedActions } from '../../../kernel/actions/allowed-actions.js';
import { formatRecipientNumber } from '../../delivery/records/recipient.rules.js';
import type { HandedRecipientDto, HandoverDto, HandoverQuery } from './handover.dto.js';
import { isListed, isShown, listHandoverPermissions } from './handover-root.js';
import { handoverSubject } from './handover.subject.js';
import { isDueSql } from './standing-handovers.queries.js';

type HandoverRow = Omit<HandoverDto, 'allowedActions' | 'passedAt'> & {
  buyer: string | null;
  passedAt: Date | null;
  passed: boolean;
};

const SELECT = `h.id, h.version, h.contract_id AS contract, h.service_line_id AS "serviceLine", h.from_id AS "from",
  h.receiver_id AS receiver, h.to_contract_id AS "toContract", h.state, h.recipients, h.recipients_hash AS "recipientsHash",
  (SELECT count(*)::int FROM handover_recipient n WHERE n.handover_id = h.id
     AND (n.consent_on IS NOT NULL OR n.legal_basis IS NOT NULL)) AS named,
  h.acknowledged_on::text AS "acknowledgedOn", h.passes_on::text AS "passesOn", h.passed_at AS "passedAt",
  (h.passed_at IS NOT NULL OR ${isDueSql('h')}) AS passed, h.decision_reason AS "decisionReason", r.buyer_id AS buyer`;
const FROM = `FROM handover h JOIN contract r ON r.id = h.contract_id`;

/** Handovers, for the parties of their contract, who is to take the recipients over, and who watches over the buyer. */
@Injectable()
export class HandoversQueries {
  constructor(private readonly transactions: Transactions) {}

  async list(scope: Scope, query: HandoverQuery, url: string): Promise<List<HandoverDto>> {
    const sql = new Sql();
    sql.and(isShown(sql, scope));
    sql.when(query.contract, (p) => `h.contract_id = ${p}`);
    const order = [
      { column: 'h.created_at', type: 'timestamptz' },
      { column: 'h.id', type: 'uuid' },
    ] as const;
    const page = keyset(query, order, 'ASC', sql);
    const rows = await this.transactions.reader.query<(HandoverRow & { page_key: string })[]>(
      `SELECT ${SELECT}, ${page.select} ${FROM} WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    return page.list(rows, url, ({ page_key: _, ...row }) => toHandoverView(row, scope));
  }

  async one(scope: Scope, id: string, seenBy = isShown): Promise<HandoverDto> {
    const sql = new Sql();
    sql.and(`h.id = ${sql.p(id)}`).and(seenBy(sql, scope));
    const [row] = await this.transactions.reader.query<HandoverRow[]>(
      `SELECT ${SELECT} ${FROM} WHERE ${sql.where}`,
      sql.params,
    );
    if (!row) throw new Problem('not_found');
    return toHandoverView(row, scope);
  }

  /** Who is offered, by number. */
  async recipients(scope: Scope, id: string, query: PageQuery, url: string): Promise<List<HandedRecipientDto>> {
    await this.one(scope, id, isListed);
    const sql = new Sql();
    sql.and(`n.handover_id = ${sql.p(id)}`);
    const order = [
      { column: 'p.no', type: 'integer' },
      { column: 'p.id', type: 'uuid' },
    ] as const;
    const page = keyset(query, order, 'ASC', sql);
    const rows = await this.transactions.reader.query<(HandedRow & { page_key: string })[]>(
      `SELECT p.id AS recipient, p.no, p.community_id AS community, n.consent_on::text AS "consentOn", n.legal_basis AS "legalBasis",
         ${page.select} FROM handover_recipient n JOIN recipient p ON p.id = n.recipient_id WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    return page.list(rows, url, ({ page_key: _, no, ...row }) => ({
      ...row,
      number: formatRecipientNumber(no),
      name: row.consentOn !== null ? 'consent' : row.legalBasis !== null ? 'legal_basis' : null,
    }));
  }
}
type HandedRow = Omit<HandedRecipientDto, 'number' | 'name'> & { no: number };

/** Once its recipients have passed nothing becomes of a handover any more. */
const toHandoverView = ({ buyer, passed, ...row }: HandoverRow, scope: Scope): HandoverDto => ({
  ...row,
  passedAt: row.passedAt?.toISOString() ?? null,
  allowedActions: passed
    ? []
    : linkAllowedActions(
        handoverSubject,
        row.state,
        { id: row.id },
        { permissions: listHandoverPermissions(scope, { buyer, receiver: row.receiver }) },
      ),
});
