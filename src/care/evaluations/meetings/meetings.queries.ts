import { Injectable } from '@nestjs/common';
import { heldIn } from '../../../kernel/access/held.js';
import type { Scope } from '../../../kernel/access/scope.js';
import { isMine, isSupervised } from '../../../kernel/access/visible.js';
import { CREATION } from '../../../kernel/database/root-filters.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { keyset } from '../../../kernel/http/lists/list.js';
import { allowedActions } from '../../../kernel/actions/lifecycle.js';
import type {
  AttendedDto,
  MeetingDto,
  MeetingKind,
  MeetingListDto,
  MeetingQuery,
  MeetingSubject,
} from './meeting.dto.js';
import {
  meetingLifecycle,
  resolutionLifecycle,
  SETTLED_BY,
  type ResolutionAction,
  type MeetingState,
  type ResolutionState,
} from './meeting.lifecycle.js';

export interface MeetingRow {
  id: string;
  version: number;
  dataset: string;
  region: string | null;
  caller_id: string;
  kind: MeetingKind;
  subject_type: MeetingSubject;
  subject_id: string;
  title: string;
  place: string | null;
  held_at: Date;
  state: MeetingState;
  attended: AttendedDto[];
  minutes: string | null;
  minuted_at: Date | null;
  created_at: Date;
  updated_at: Date;
}
interface MeetingViewRow extends MeetingRow {
  invited: string[];
  today: string;
  resolutions: { id: string; no: number; text: string; owner: string; dueOn: string; state: ResolutionState }[];
}

const COLUMNS = `r.*, business_today()::text AS today,
  ARRAY(SELECT i.organisation_id FROM meeting_invited i WHERE i.meeting_id = r.id ORDER BY 1) AS invited,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'no', s.no, 'text', s.words, 'owner', s.owner_id,
     'dueOn', s.due_on::text, 'state', s.state) ORDER BY s.no), '[]')
   FROM meeting_resolution s WHERE s.meeting_id = r.id) AS resolutions`;

/** Who called it, who was invited, and who watches over its place. */
export function visibleMeeting(sql: Sql, scope: Scope): Sql {
  if (scope.everything) return sql;
  return sql.and(`${isMine(sql, scope, 'r.caller_id')} OR ${isSupervised(sql, scope, 'r.region')}
    OR EXISTS (SELECT FROM meeting_invited i WHERE i.meeting_id = r.id AND ${isMine(sql, scope, 'i.organisation_id')})`);
}

/** A body runs what it called; what it is to do it settles itself. */
export function keptMeeting(sql: Sql, scope: Scope): Sql {
  if (scope.everything) return sql;
  return sql.and(`${isMine(sql, scope, 'r.caller_id')}
    OR EXISTS (SELECT FROM meeting_resolution s WHERE s.meeting_id = r.id AND ${isMine(sql, scope, 's.owner_id')})`);
}

const viewFor =
  (scope: Scope) =>
  (row: MeetingViewRow): MeetingDto => ({
    id: row.id,
    version: row.version,
    dataset: row.dataset,
    caller: row.caller_id,
    kind: row.kind,
    subject: { type: row.subject_type, id: row.subject_id },
    title: row.title,
    place: row.place,
    heldAt: row.held_at.toISOString(),
    invited: row.invited,
    state: row.state,
    attended: row.attended,
    minutes: row.minutes,
    resolutions: row.resolutions.map((resolution) => ({
      ...resolution,
      overdue: resolution.state === 'open' && resolution.dueOn < row.today,
      allowedActions: settles(scope, { caller: row.caller_id, ...resolution }),
    })),
    minutedAt: row.minuted_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    allowedActions: allowedActions(meetingLifecycle, row.state, { permissions: heldIn(scope, [row.caller_id]) }),
  });

/** What the caller may do with a resolution, each by a seat in a body that may. */
const settles = (scope: Scope, of: { caller: string; owner: string; state: ResolutionState }): string[] =>
  (Object.keys(SETTLED_BY) as ResolutionAction[]).filter((action) =>
    allowedActions(resolutionLifecycle, of.state, { permissions: heldIn(scope, SETTLED_BY[action](of)) }).includes(
      action,
    ),
  );

@Injectable()
export class MeetingsQueries {
  constructor(private readonly transactions: Transactions) {}

  async list(scope: Scope, query: MeetingQuery, url: string): Promise<MeetingListDto> {
    const sql = visibleMeeting(new Sql(), scope);
    sql.when(query.subject, (p) => `r.subject_type || ':' || r.subject_id = lower(${p})`);
    sql.when(query.state, (p) => `r.state = ${p}`);
    const page = keyset(query, CREATION, 'ASC', sql);
    const rows = await this.transactions.reader.query<(MeetingViewRow & { page_key: string })[]>(
      `SELECT ${COLUMNS}, ${page.select} FROM meeting r WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    return page.list(rows, url, viewFor(scope));
  }

  async one(scope: Scope, id: string): Promise<MeetingDto> {
    const sql = new Sql();
    visibleMeeting(sql.and(`r.id = ${sql.p(id)}`), scope);
    const [row] = await this.transactions.reader.query<MeetingViewRow[]>(
      `SELECT ${COLUMNS} FROM meeting r WHERE ${sql.where}`,
      sql.params,
    );
    if (!row) throw new Problem('not_found');
    return viewFor(scope)(row);
  }
}
