import { Injectable } from '@nestjs/common';
import type { Principal } from '../../kernel/access/principal.js';
import { Sql } from '../../kernel/database/sql.js';
import { Transactions } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import type { Language } from '../../kernel/errors/texts.js';
import { keyset } from '../../kernel/http/lists/list.js';
import { getUserId } from '../../people/accounts/user-id.js';
import { addressStep } from '../tasks/task-actions.js';
import { toInbox, type InboxRow } from './inbox.view.js';
import { describeNotification, findNewsSubject, type NotificationKind } from './notification-kinds.js';
import { DUE_ON } from './notification-statements.js';
import type { InboxDto, NotificationDto, NotificationListDto, NotificationsQuery } from './notifications.dto.js';

interface NotificationRow {
  id: string;
  kind: NotificationKind;
  task_id: string;
  search_id: string | null;
  lot: number | null;
  href: string | null;
  due_on: string | null;
  created_at: Date;
  read_at: Date | null;
  ended_at: Date | null;
  page_key: string;
}

const KEY = [
  { column: 'n.created_at', type: 'timestamptz' },
  { column: 'n.id', type: 'uuid' },
] as const;

/** What the caller was told. */
@Injectable()
export class NotificationsQueries {
  constructor(private readonly transactions: Transactions) {}

  /** @throws Problem `not_found` where there is none */
  async one(principal: Principal): Promise<InboxDto> {
    const [row] = await this.transactions.reader.query<InboxRow[]>(
      `SELECT muted, mail, lang, created_at AS "createdAt" FROM inbox WHERE user_id = $1`,
      [getUserId(principal)],
    );
    if (!row) throw new Problem('not_found');
    return toInbox(row);
  }

  async list(
    principal: Principal,
    query: NotificationsQuery,
    url: string,
    lang: Language,
  ): Promise<NotificationListDto> {
    const sql = new Sql();
    sql.and(`n.user_id = ${sql.p(getUserId(principal))}`);
    sql.when(query.kind, (p) => `n.kind = ${p}`);
    if (query.unread === 'true') sql.and('n.read_at IS NULL');
    const page = keyset(query, KEY, 'DESC', sql);
    const rows = await this.transactions.reader.query<NotificationRow[]>(
      `SELECT n.id, n.kind, n.task_id, n.search_id, n.lot, n.href, (${DUE_ON})::text AS due_on, n.created_at, n.read_at, n.ended_at, ${page.select}
       FROM notification n WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    return page.list(rows, url, (row) => toNotification(row, lang));
  }
}

/** What it names of the subject of news. */
const nameSubject = (
  { kind, task_id: id }: NotificationRow,
  subject: 'tender' | 'contract' | 'import',
): string | null => (findNewsSubject(kind) === subject ? id : null);

const toNotification = (row: NotificationRow, lang: Language): NotificationDto => ({
  ...{ id: row.id, kind: row.kind, title: describeNotification(row.kind, lang), task: row.task_id, lot: row.lot },
  tender: nameSubject(row, 'tender'),
  contract: nameSubject(row, 'contract'),
  import: nameSubject(row, 'import'),
  search: row.search_id,
  action: row.href === null ? null : addressStep(row.href),
  dueOn: row.due_on,
  createdAt: row.created_at.toISOString(),
  readAt: row.read_at?.toISOString() ?? null,
  endedAt: row.ended_at?.toISOString() ?? null,
});
