import { Injectable } from '@nestjs/common';
import { listPermittedBodies } from '../../../kernel/access/held.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { PersonalReads } from '../../../kernel/audit/persons/personal-reads.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { keyset, type List } from '../../../kernel/http/lists/list.js';
import { isUnhandledSql } from '../../../people/personal-data/person-kinds.js';
import { isJointBuyer } from '../../../purchase/tenders/reads/tender-visibility.js';
import { RecipientDto, type RecipientQuery } from './recipient.dto.js';
import { RecipientNames } from './recipient-names.js';
import { formatRecipientNumber } from './recipient.rules.js';
import { toView } from '../../../kernel/http/view.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import type { Recipient } from './recipient.entity.js';

type RecipientRow = Omit<StoredRow<Recipient>, 'dataset' | 'created_at' | 'updated_at'>;

const COLUMNS = `r.id, r.version, r.service_line_id, r.no, r.holder_id, r.contract_id, r.community_id, r.name,
  r.since::text AS since, r.until::text AS until`;

/** SQL: the covered name of a recipient, which stands in no view; `RecipientNames` reads it for who serves there. */
export const coveredNameSql = (recipient: string): string =>
  `(SELECT covered.name FROM recipient covered WHERE covered.id = ${recipient})`;

/** Bodies in which the caller serves: by recording what is done, or, a community, by having taken recipients over. */
const servingBodies = (principal: Pick<Principal, 'seats'>): string[] => [
  ...new Set(
    ['service.record', 'handover.receive'].flatMap((permission) => listPermittedBodies(principal, permission)),
  ),
];

/**
 * SQL: a body of the caller is the committee that took recipient `r` in, or has come in its place: their line has it no more, and it is the
 * committee of their community.
 */
const isCommitteeRecipient = (sql: Sql, principal: Pick<Principal, 'seats'>): string => {
  const own = `ANY (${sql.p(listPermittedBodies(principal, 'handover.receive'))}::uuid[])`;
  const committees = `SELECT k.committee_id FROM service_line_community y JOIN community k ON k.id = y.community_id
    WHERE y.service_line_id = r.service_line_id AND k.committee_id`;
  return `(EXISTS (SELECT FROM organisation h WHERE h.id = r.holder_id AND h.kind = 'community_committee') AND (r.holder_id = ${own}
    OR NOT EXISTS (${committees} = r.holder_id) AND EXISTS (${committees} = ${own} AND k.id = coalesce(r.community_id, k.id))))`;
};

/** Recipients of whom the caller's bodies say how it is with them: they record what is done for them, or took them in. */
export const restrictToOwnRecipients =
  (principal: Pick<Principal, 'seats'>) =>
  (sql: Sql): Sql =>
    sql.and(
      `r.holder_id = ANY (${sql.p(listPermittedBodies(principal, 'service.record'))}::uuid[]) OR ${isCommitteeRecipient(sql, principal)}`,
    );

/** Recipients that the caller's bodies serve or took in, or whose service they buy; to everybody else they are not there. */
export const restrictToReadable =
  (principal: Pick<Principal, 'seats'>) =>
  (sql: Sql): Sql => {
    const serving = sql.p(servingBodies(principal));
    const buying = listPermittedBodies(principal, 'contract.read');
    return sql.and(`r.holder_id = ANY (${serving}::uuid[]) OR ${isCommitteeRecipient(sql, principal)}
      OR EXISTS (SELECT FROM contract c WHERE c.id = r.contract_id
        AND (c.buyer_id = ANY (${sql.p(buying)}::uuid[]) OR ${isJointBuyer(sql, { organisations: buying }, 'c.tender_id')}))`);
  };

const isNamed = ({ displayName }: RecipientDto): boolean => displayName !== null;

@Injectable()
export class RecipientsQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly names: RecipientNames,
    private readonly reads: PersonalReads,
  ) {}

  async list(principal: Principal, line: string, query: RecipientQuery, url: string): Promise<List<RecipientDto>> {
    const { reader } = this.transactions;
    const lines = await reader.query<unknown[]>(`SELECT FROM service_line WHERE id = $1`, [line]);
    if (lines.length === 0) throw new Problem('not_found');
    const sql = restrictToReadable(principal)(new Sql());
    sql.and(`r.service_line_id = ${sql.p(line)}`);
    sql.when(query.contract, (p) => `r.contract_id = ${p}`);
    const order = [
      { column: 'r.no', type: 'integer' },
      { column: 'r.id', type: 'uuid' },
    ] as const;
    const page = keyset(query, order, 'ASC', sql);
    const rows = await reader.query<(RecipientRow & { page_key: string })[]>(
      `SELECT ${COLUMNS}, ${page.select} FROM recipient r WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    const list = page.list(rows, url, (row) => this.view(row, principal));
    await this.reads.note(reader, principal, `service_line:${line}`, list.items.filter(isNamed).length);
    return list;
  }

  async one(principal: Principal, id: string): Promise<RecipientDto> {
    const sql = restrictToReadable(principal)(new Sql());
    sql.and(`r.id = ${sql.p(id)}`);
    const [row] = await this.transactions.reader.query<RecipientRow[]>(
      `SELECT ${COLUMNS} FROM recipient r WHERE ${sql.where}`,
      sql.params,
    );
    if (!row) throw new Problem('not_found');
    const shown = this.view(row, principal);
    await this.reads.note(this.transactions.reader, principal, `recipient:${row.id}`, Number(isNamed(shown)));
    return shown;
  }

  private view(row: RecipientRow, principal: Principal): RecipientDto {
    const serves = servingBodies(principal).includes(row.holder_id);
    return toView(RecipientDto, row, {
      serviceLine: row.service_line_id,
      number: formatRecipientNumber(row.no),
      displayName: serves ? this.names.read(row.id, row.name) : null,
      community: row.community_id,
      servedBy: row.holder_id,
      contract: row.contract_id,
    });
  }
}

/**
 * Nothing that was erased comes back, and what a law keeps is not used.
 * @throws Problem `person_erased`
 */
export async function assertKnownPerson(tx: Tx, id: string): Promise<void> {
  const [known] = await tx.query(
    `SELECT FROM recipient r WHERE r.id = $1 AND ${isUnhandledSql('recipient', 'r.id::text')}`,
    [id],
  );
  if (!known) throw new Problem('person_erased');
}
