import { Injectable, type OnModuleInit } from '@nestjs/common';
import { actingBody } from '../../../kernel/access/acting.js';
import { heldIn } from '../../../kernel/access/held.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { scopeOf, type Scope } from '../../../kernel/access/scope.js';
import { lockKept, mustBeInDataset, type Reach } from '../../../kernel/database/kept.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { invalid } from '../../../kernel/http/validation.js';
import { LifecycleRegistry } from '../../../kernel/actions/registry.js';
import type { ReasonDto } from '../../../people/accounts/reason.dto.js';
import { visibleNeed } from '../../../people/communities/needs/need-access.sql.js';
import { TENDER_PARTIES, visiblePurchase } from '../../../purchase/tenders/reads/tender.visibility.js';
import { visibleEvaluation } from '../evaluation.visibility.js';
import type { MeetingActionDto, MeetingSubject, NewMeetingDto, NewResolutionDto } from './meeting.dto.js';
import { meetingLifecycle, resolutionLifecycle, SETTLED_BY, type ResolutionState } from './meeting.lifecycle.js';
import { keptMeeting, visibleMeeting, type MeetingRow } from './meetings.queries.js';

const reach = (principal: Principal): Reach => {
  const scope = scopeOf(principal);
  return { kept: (sql) => keptMeeting(sql, scope), visible: (sql) => visibleMeeting(sql, scope) };
};
/** Where each subject stands, and who sees it. A need lies where its community or its line does. */
const SUBJECTS: Record<MeetingSubject, { region: string; visible: (sql: Sql, scope: Scope) => Sql }> = {
  need: {
    region: `coalesce((SELECT c.region FROM community c WHERE c.id = r.community_id),
      (SELECT s.region FROM service_line s WHERE s.id = r.service_line_id))`,
    visible: visibleNeed,
  },
  tender: { region: 'r.region', visible: (sql, scope) => visiblePurchase(sql, scope, TENDER_PARTIES) },
  evaluation: { region: 'r.region', visible: visibleEvaluation },
};

/** Meetings about what is bought for residents: called, attended, minuted, and what they resolved. */
@Injectable()
export class MeetingsService implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly registry: LifecycleRegistry,
  ) {}

  onModuleInit(): void {
    this.registry.register(meetingLifecycle);
    this.registry.register(resolutionLifecycle);
    this.registry.contribute('meeting_ahead', async (tx, id) => {
      const rows = await tx.query(`SELECT FROM meeting WHERE id = $1 AND held_at > business_now()`, [id]);
      return rows.length > 0 ? {} : null;
    });
    this.registry.contribute<MeetingActionDto>('nobody_attended', (_tx, _id, { attended }) =>
      Promise.resolve((attended ?? []).some(({ count }) => count > 0) ? null : {}),
    );
    this.registry.contribute<MeetingActionDto>('minutes_missing', (_tx, _id, { minutes }) =>
      Promise.resolve(minutes !== undefined && /\S/.test(minutes) ? null : {}),
    );
  }

  call(principal: Principal, dto: NewMeetingDto): Promise<string> {
    const caller = actingBody(principal, 'meeting.run', dto.caller, '/caller');
    return this.transactions.run(principal, async (tx) => {
      const { dataset, region } = await this.subjectOf(tx, dto);
      const invited = (dto.invited ?? []).map((id) => id.toLowerCase()).filter((id) => id !== caller);
      await mustBeInDataset(tx, 'organisation', dataset, [caller], () => '/caller');
      await mustBeInDataset(tx, 'organisation', dataset, dto.invited ?? [], (i) => `/invited/${i}`);
      const [row] = await tx.query<MeetingRow>(
        `INSERT INTO meeting (dataset, region, caller_id, kind, subject_type, subject_id, title, place, held_at)
         VALUES ($1, coalesce($2, (SELECT region FROM organisation WHERE id = $3)), $3, $4, $5, $6, $7, $8, $9) RETURNING *`,
        [dataset, region, caller, dto.kind, dto.subject.type, dto.subject.id, dto.title, dto.place ?? null, dto.heldAt],
      );
      const meeting = row as MeetingRow;
      await tx.query(`INSERT INTO meeting_invited (meeting_id, organisation_id) SELECT $1, unnest($2::uuid[])`, [
        meeting.id,
        invited,
      ]);
      await tx.record({
        ...(await changeOf(tx, meeting)),
        action: 'called',
        to: 'called',
        data: { kind: dto.kind, subject: `${dto.subject.type}:${dto.subject.id.toLowerCase()}` },
      });
      return meeting.id;
    });
  }

  act(principal: Principal, id: string, version: number, action: string, given: MeetingActionDto): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const meeting = await lockKept<MeetingRow>(tx, 'meeting', id, reach(principal), version);
      const held = heldIn(principal, [meeting.caller_id]);
      const transition = await this.registry.enter(tx, meetingLifecycle, meeting, action, given, held);
      if (transition.action === 'minute') await this.resolve(tx, meeting, given.resolutions ?? []);
      await tx.query(
        `UPDATE meeting SET state = $2, attended = coalesce($3, attended), minutes = coalesce($4, minutes),
           minuted_at = CASE WHEN $2 = 'minuted' THEN business_now() ELSE minuted_at END,
           version = version + 1, updated_at = clock_timestamp() WHERE id = $1`,
        [
          id,
          transition.to,
          transition.action === 'hold' ? JSON.stringify(given.attended) : null,
          transition.action === 'minute' ? given.minutes : null,
        ],
      );
      await tx.record({
        ...(await changeOf(tx, meeting)),
        action: transition.action,
        from: meeting.state,
        to: transition.to as string,
        reason: given.reason,
        data: transition.action === 'minute' ? { resolutions: (given.resolutions ?? []).length } : {},
      });
    });
  }

  /** The body that is to do it says that it is done; it, or the one that called, gives it up with a reason. */
  settle(
    principal: Principal,
    id: string,
    resolution: string,
    version: number,
    action: string,
    given: ReasonDto,
  ): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const meeting = await lockKept<MeetingRow>(tx, 'meeting', id, reach(principal), version);
      const [row] = await tx.query<{ id: string; no: number; state: ResolutionState; owner_id: string }>(
        `SELECT id, no, state, owner_id FROM meeting_resolution WHERE meeting_id = $1 AND id = $2 FOR NO KEY UPDATE`,
        [id, resolution],
      );
      if (!row) throw new Problem('not_found');
      const settledBy = (SETTLED_BY as Readonly<Record<string, (typeof SETTLED_BY)['drop'] | undefined>>)[action];
      const held = heldIn(principal, settledBy?.({ caller: meeting.caller_id, owner: row.owner_id }) ?? []);
      const { to, action: done } = await this.registry.enter(tx, resolutionLifecycle, row, action, given, held);
      await tx.query(`UPDATE meeting_resolution SET state = $2, settled_at = business_now() WHERE id = $1`, [
        resolution,
        to,
      ]);
      await tx.query(`UPDATE meeting SET version = version + 1, updated_at = clock_timestamp() WHERE id = $1`, [id]);
      await tx.record({
        ...(await changeOf(tx, meeting)),
        action: `${done}_resolution`,
        reason: given.reason,
        data: { resolution: row.no, to },
      });
    });
  }

  private async resolve(tx: Tx, meeting: MeetingRow, resolutions: readonly NewResolutionDto[]): Promise<void> {
    const invited = await tx.query<{ id: string }>(
      `SELECT organisation_id AS id FROM meeting_invited WHERE meeting_id = $1`,
      [meeting.id],
    );
    const bodies = new Set([meeting.caller_id, ...invited.map(({ id }) => id)]);
    const stranger = resolutions.findIndex(({ owner }) => !bodies.has(owner.toLowerCase()));
    if (stranger >= 0)
      throw invalid(`/resolutions/${stranger}/owner`, 'not_invited', {
        en: 'Neither called the meeting nor was invited',
        zh: '既非召集方，也未受邀',
      });
    await tx.query(
      `INSERT INTO meeting_resolution (meeting_id, no, words, owner_id, due_on)
       SELECT $1, g.n, g.text, g.owner, g."dueOn" FROM ROWS FROM (jsonb_to_recordset($2::jsonb)
         AS (text text, owner uuid, "dueOn" date)) WITH ORDINALITY AS g(text, owner, "dueOn", n)`,
      [meeting.id, JSON.stringify(resolutions.map(({ text, owner, dueOn }) => ({ text, owner, dueOn })))],
    );
  }

  private async subjectOf(tx: Tx, { subject }: NewMeetingDto): Promise<{ dataset: string; region: string | null }> {
    const { region, visible } = SUBJECTS[subject.type];
    const sql = new Sql();
    visible(sql.and(`r.id = ${sql.p(subject.id)}`), scopeOf(tx.principal));
    const [row] = await tx.query<{ dataset: string; region: string | null }>(
      `SELECT r.dataset, ${region} AS region FROM ${subject.type} r WHERE ${sql.where}`,
      sql.params,
    );
    if (row) return row;
    const text = { en: 'There is nothing of this kind that you may see', zh: '没有您可以查看的此事项' };
    throw new Problem('not_found', { errors: [{ pointer: '/subject/id', code: 'not_found', text }] });
  }
}

/** Whom it is told to: the body that called, and those that were invited. */
async function changeOf(tx: Tx, { id, dataset, region, caller_id }: MeetingRow) {
  const rows = await tx.query<{ id: string }>(
    `SELECT organisation_id AS id FROM meeting_invited WHERE meeting_id = $1`,
    [id],
  );
  return { aggregate: 'meeting', id, dataset, region, tenants: [caller_id, ...rows.map((row) => row.id)] };
}
