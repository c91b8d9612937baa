import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import { CREATION } from '../../../kernel/http/lists/root-filters.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { keyset, type List, type PageQuery } from '../../../kernel/http/lists/list.js';
import { toView } from '../../../kernel/http/view.js';
import { OwnSessionDto } from './auth.dto.js';
import { endSessions } from './session-endings.js';

interface OwnSessionRow {
  id: string;
  created_at: Date;
  expires_at: Date;
  refreshed_at: Date | null;
  page_key: string;
}

/** The caller's own open sessions. */
@Injectable()
export class OwnSessions {
  constructor(private readonly transactions: Transactions) {}

  async list(principal: Principal, query: PageQuery, url: string): Promise<List<OwnSessionDto>> {
    const sql = new Sql();
    sql.and(`r.user_id = ${sql.p(mustBePerson(principal))}`);
    const page = keyset(query, CREATION, 'ASC', sql);
    const rows = await this.transactions.reader.query<OwnSessionRow[]>(
      `SELECT r.id, r.created_at, r.expires_at,
         (SELECT max(t.used_at) FROM refresh_token t WHERE t.session_id = r.id) AS refreshed_at, ${page.select}
       FROM session r WHERE r.ended_at IS NULL AND r.expires_at > clock_timestamp() AND ${sql.where} ${page.order}`,
      sql.params,
    );
    return page.list(rows, url, (row) => toView(OwnSessionDto, row, { isCurrent: row.id === principal.session }));
  }

  /** @throws Problem `not_found` where it is nobody's or another's, or is over */
  async end(principal: Principal, id: string): Promise<void> {
    const user = mustBePerson(principal);
    await this.transactions.run(principal, async (tx) => {
      const [open] = await tx.query(
        `SELECT id FROM session WHERE id = $1 AND user_id = $2 AND ended_at IS NULL AND expires_at > clock_timestamp()
         FOR UPDATE`,
        [id, user],
      );
      if (!open) throw new Problem('not_found');
      await endSessions(tx, { session: id }, 'signed_out');
    });
  }
}

function mustBePerson({ kind, id }: Principal): string {
  if (kind !== 'user' || id === null) throw new Problem('not_permitted');
  return id;
}
