import { Injectable } from '@nestjs/common';
import { listHeldPermissions } from '../../../kernel/access/held.js';
import type { Scope } from '../../../kernel/access/scope.js';
import { CREATION } from '../../../kernel/http/lists/root-filters.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { keyset } from '../../../kernel/http/lists/list.js';
import { linkAllowedActions, type AllowedActionDto } from '../../../kernel/actions/allowed-actions.js';
import { visibleMeeting } from './meeting-access.queries.js';
import { MeetingDto, type MeetingListDto, type MeetingQuery } from './meeting.dto.js';
import { SETTLED_BY, type ResolutionAction, type ResolutionState } from './meeting.lifecycle.js';
import { meetingSubject, resolutionSubject } from './meeting.subject.js';
import { toView } from '../../../kernel/http/view.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import type { Meeting } from './meeting.entity.js';

interface ResolutionRow {
  id: string;
  no: number;
  text: string;
  owner: string;
  dueOn: string;
  state: ResolutionState;
}
interface MeetingRow extends StoredRow<Meeting> {
  invited: string[];
  today: string;
  resolutions: ResolutionRow[];
}
const COLUMNS = `r.*, business_today()::text AS today,
  ARRAY(SELECT i.organisation_id FROM meeting_invited i WHERE i.meeting_id = r.id ORDER BY 1) AS invited,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'no', s.no, 'text', s.words, 'owner', s.owner_id,
     'dueOn', s.due_on::text, 'state', s.state) ORDER BY s.no), '[]')
   FROM meeting_resolution s WHERE s.meeting_id = r.id) AS resolutions`;

function toMeetingView(row: MeetingRow, scope: Scope): MeetingDto {
  return toView(MeetingDto, row, {
    caller: row.caller_id,
    subject: { type: row.subject_type, id: row.subject_id },
    resolutions: row.resolutions.map((resolution) => ({
      ...resolution,
      overdue: resolution.state === 'open' && resolution.dueOn < row.today,
      allowedActions: linkSettling(scope, row, resolution),
    })),
    allowedActions: linkAllowedActions(
      meetingSubject,
      row.state,
      { id: row.id },
      { permissions: listHeldPermissions(scope, [row.caller_id]) },
    ),
  });
}

/** What the caller may do with a resolution, each by a seat in a body that may. */
const linkSettling = (
  scope: Scope,
  { id, caller_id: caller }: MeetingRow,
  { id: resolution, owner, state }: ResolutionRow,
): AllowedActionDto[] =>
  (Object.keys(SETTLED_BY) as ResolutionAction[]).flatMap((name) => {
    const permissions = listHeldPermissions(scope, SETTLED_BY[name]({ caller, owner }));
    const allowed = linkAllowedActions(resolutionSubject, state, { id, resolution }, { permissions });
    return allowed.filter(({ action }) => action === name);
  });

@Injectable()
export class MeetingsQueries {
  constructor(private readonly transactions: Transactions) {}

  async list(scope: Scope, query: MeetingQuery, url: string): Promise<MeetingListDto> {
    const sql = visibleMeeting(new Sql(), scope);
    sql.when(query.subject, (p) => `r.subject_type || ':' || r.subject_id = lower(${p})`);
    sql.when(query.state, (p) => `r.state = ${p}`);
    const page = keyset(query, CREATION, 'ASC', sql);
    const rows = await this.transactions.reader.query<(MeetingRow & { page_key: string })[]>(
      `SELECT ${COLUMNS}, ${page.select} FROM meeting r WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    return page.list(rows, url, (row) => toMeetingView(row, scope));
  }

  async one(scope: Scope, id: string): Promise<MeetingDto> {
    const sql = new Sql();
    visibleMeeting(sql.and(`r.id = ${sql.p(id)}`), scope);
    const [row] = await this.transactions.reader.query<MeetingRow[]>(
      `SELECT ${COLUMNS} FROM meeting r WHERE ${sql.where}`,
      sql.params,
    );
    if (!row) throw new Problem('not_found');
    return toMeetingView(row, scope);
  }
}
