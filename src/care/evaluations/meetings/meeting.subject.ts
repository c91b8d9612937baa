import { listHeldPermissions } from '../../../kernel/access/held.js';
import { toScope } from '../../../kernel/access/scope.js';
import { subject, type Root } from '../../../kernel/actions/action.js';
import { lockKeptRoot } from '../../../kernel/database/kept.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { keptMeeting, visibleMeeting } from './meeting-access.queries.js';
import {
  meetingLifecycle,
  resolutionLifecycle,
  SETTLED_BY,
  type MeetingState,
  type ResolutionState,
} from './meeting.lifecycle.js';
import { Meeting } from './meeting.entity.js';
import { MeetingResolution } from './meeting-resolution.entity.js';

/** A locked meeting with the bodies that were invited. */
export interface LockedMeeting extends Root<MeetingState> {
  dataset: string;
  region: string | null;
  caller_id: string;
  held_at: Date;
  invited: string[];
}
/** A locked resolution; its version is that of its meeting. */
export interface LockedResolution extends Root<ResolutionState> {
  no: number;
  meeting: LockedMeeting;
  /** Bodies that may do what is asked with it. */
  settledBy: string[];
}

/** The body that called the meeting, and those that were invited. */
export const meetingAudience = ({
  dataset,
  region,
  caller_id,
  invited,
}: Pick<LockedMeeting, 'dataset' | 'region' | 'caller_id' | 'invited'>) => ({
  dataset,
  region,
  tenants: [caller_id, ...invited],
});

async function lockMeeting(tx: Tx, id: string): Promise<LockedMeeting> {
  const scope = toScope(tx.principal);
  const meeting = await lockKeptRoot<Omit<LockedMeeting, 'invited'>>(tx, 'meeting', id, {
    kept: (sql) => keptMeeting(sql, scope),
    visible: (sql) => visibleMeeting(sql, scope),
  });
  const rows = await tx.query<{ id: string }>(
    `SELECT organisation_id AS id FROM meeting_invited WHERE meeting_id = $1`,
    [id],
  );
  return { ...meeting, invited: rows.map((row) => row.id) };
}

/** A meeting is run by the body that called it. */
export const meetingSubject = subject<LockedMeeting, 'meetings/:id', Meeting>({
  lifecycle: meetingLifecycle,
  path: 'meetings/:id',
  entity: Meeting,
  permit: 'meeting.run',
  lock: (tx, { id }) => lockMeeting(tx, id),
  heldBy: ({ principal }, { caller_id }) => Promise.resolve(listHeldPermissions(principal, [caller_id])),
  audience: meetingAudience,
});

/** A resolution is finished by the body whose it is, and dropped by that body or the one that called the meeting. */
export const resolutionSubject = subject<LockedResolution, 'meetings/:id/resolutions/:resolution', MeetingResolution>({
  lifecycle: resolutionLifecycle,
  path: 'meetings/:id/resolutions/:resolution',
  entity: MeetingResolution,
  permit: 'resolution.settle',
  async lock(tx, { id, resolution }, action) {
    const meeting = await lockMeeting(tx, id);
    const [row] = await tx.query<Pick<LockedResolution, 'id' | 'no' | 'state'> & { owner: string }>(
      `SELECT id, no, state, owner_id AS owner FROM meeting_resolution WHERE meeting_id = $1 AND id = $2 FOR NO KEY UPDATE`,
      [id, resolution],
    );
    if (!row) throw new Problem('not_found');
    const { owner, ...locked } = row;
    const settledBy = SETTLED_BY[action as keyof typeof SETTLED_BY]({ caller: meeting.caller_id, owner });
    return { ...locked, version: meeting.version, meeting, settledBy };
  },
  heldBy: ({ principal }, { settledBy }) => Promise.resolve(listHeldPermissions(principal, settledBy)),
  partOf: ({ meeting }) => ({ entity: Meeting, aggregate: 'meeting', id: meeting.id }),
  audience: ({ meeting }) => meetingAudience(meeting),
  eventData: ({ no }) => ({ resolution: no }),
});
