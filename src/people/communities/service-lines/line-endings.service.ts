import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import { toScope, type Scope } from '../../../kernel/access/scope.js';
import { isMine, isSupervised } from '../../../kernel/access/visible.js';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import { lockKeptRoot } from '../../../kernel/database/kept.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { DocumentReferences } from '../../../kernel/documents/document-references.js';
import { invalid } from '../../../kernel/http/validation.js';
import type { NewLineOpinionDto } from './line-ending.dto.js';
import { changeOfLine, serviceLineRow } from './service-line-row.queries.js';

/** Everybody sees a line. */
const addNoCondition = (sql: Sql): Sql => sql;
/** SQL: the committee of one of its communities is among these bodies. */
const OF_ITS_COMMITTEE = (
  bodies: string,
): string => `EXISTS (SELECT FROM service_line_community y JOIN community k ON k.id = y.community_id
  WHERE y.service_line_id = r.id AND k.committee_id = ANY (${bodies}::uuid[]))`;

/** What residents say about the end of their service line. */
@Injectable()
export class LineEndingsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly references: DocumentReferences,
  ) {}

  /** What residents said, by the body that answers for the line or a committee of its communities. */
  hear(principal: Principal, id: string, dto: NewLineOpinionDto): Promise<string> {
    return this.transactions.run(principal, async (tx) => {
      const restrictToHearers = (sql: Sql): Sql => {
        const bodies = sql.p(
          principal.seats.filter((s) => s.permissions.has('meeting.run')).map((s) => s.organisation),
        );
        return sql.and(`r.responsible_id = ANY (${bodies}::uuid[]) OR ${OF_ITS_COMMITTEE(bodies)}`);
      };
      await lockKeptRoot(tx, 'service_line', id, { kept: restrictToHearers, visible: addNoCondition });
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
      await this.references.refer(tx, toScope(principal), 'service_line_opinion', opinion, dto.documents, '/documents');
      await tx.record({
        ...(await changeOfLine(tx, line)),
        action: 'residents_heard',
        data: { opinion, form: dto.form, heldOn: dto.heldOn, heard: dto.heard },
      });
      return opinion;
    });
  }

  /** Of these opinions, those whose sheets the caller may read: who answers for the line, its communities, who watches. */
  async filterVisible(scope: Scope, ids: readonly string[]): Promise<string[]> {
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
}
