import { Injectable } from '@nestjs/common';
import { actingBody } from '../../../../kernel/access/acting.js';
import type { Principal } from '../../../../kernel/access/principal.js';
import { toScope, type Scope } from '../../../../kernel/access/scope.js';
import { assertStandingBodies } from '../../../../people/organisations/merges/standing-records.js';
import { Sql } from '../../../../kernel/database/sql.js';
import { Transactions, type Tx } from '../../../../kernel/database/transactions.js';
import { Problem } from '../../../../kernel/errors/problem.js';
import { visibleNeed } from '../../../../people/communities/needs/need-access.queries.js';
import { TENDER_PARTIES, visiblePurchase } from '../../../../purchase/tenders/reads/tender-visibility.js';
import { visibleEvaluation } from '../../evaluation-visibility.js';
import type { MeetingSubject, NewMeetingDto } from '../meeting.dto.js';
import { meetingAudience } from '../meeting.subject.js';

/** The place of each subject, and who sees it. A need lies where its community or its line does. */
const SUBJECTS: Record<MeetingSubject, { region: string; visible: (sql: Sql, scope: Scope) => Sql }> = {
  need: {
    region: `coalesce((SELECT c.region FROM community c WHERE c.id = r.community_id),
      (SELECT s.region FROM service_line s WHERE s.id = r.service_line_id))`,
    visible: visibleNeed,
  },
  tender: { region: 'r.region', visible: (sql, scope) => visiblePurchase(sql, scope, TENDER_PARTIES) },
  evaluation: { region: 'r.region', visible: visibleEvaluation },
};

interface Place {
  dataset: string;
  region: string | null;
}

/** Calls a meeting about something that the caller sees. Answers its id. */
@Injectable()
export class CallMeeting {
  constructor(private readonly transactions: Transactions) {}

  call(principal: Principal, dto: NewMeetingDto): Promise<string> {
    const caller = actingBody(principal, 'meeting.run', dto.caller, '/caller');
    return this.transactions.run(principal, async (tx) => {
      const { dataset, region } = await loadSubjectPlace(tx, dto.subject);
      const invited = (dto.invited ?? []).map((id) => id.toLowerCase()).filter((id) => id !== caller);
      await assertStandingBodies(tx, dataset, [caller], () => '/caller');
      await assertStandingBodies(tx, dataset, dto.invited ?? [], (i) => `/invited/${i}`);
      const [row] = await tx.query<{ id: string; region: string | null }>(
        `INSERT INTO meeting (dataset, region, caller_id, kind, subject_type, subject_id, title, place, held_at)
         VALUES ($1, coalesce($2, (SELECT region FROM organisation WHERE id = $3)), $3, $4, $5, $6, $7, $8, $9)
         RETURNING id, region`,
        [dataset, region, caller, dto.kind, dto.subject.type, dto.subject.id, dto.title, dto.place ?? null, dto.heldAt],
      );
      const id = row?.id ?? '';
      await tx.query(`INSERT INTO meeting_invited (meeting_id, organisation_id) SELECT $1, unnest($2::uuid[])`, [
        id,
        invited,
      ]);
      await tx.record({
        ...meetingAudience({ dataset, region: row?.region ?? null, caller_id: caller, invited }),
        aggregate: 'meeting',
        id,
        action: 'called',
        to: 'called',
        data: { kind: dto.kind, subject: `${dto.subject.type}:${dto.subject.id.toLowerCase()}` },
      });
      return id;
    });
  }
}

async function loadSubjectPlace(tx: Tx, subject: NewMeetingDto['subject']): Promise<Place> {
  const { region, visible } = SUBJECTS[subject.type];
  const sql = new Sql();
  visible(sql.and(`r.id = ${sql.p(subject.id)}`), toScope(tx.principal));
  const [row] = await tx.query<Place>(
    `SELECT r.dataset, ${region} AS region FROM ${subject.type} r WHERE ${sql.where}`,
    sql.params,
  );
  if (row) return row;
  const text = { en: 'There is nothing of this kind that you may see', zh: '没有您可以查看的此事项' };
  throw new Problem('not_found', { errors: [{ pointer: '/subject/id', code: 'not_found', text }] });
}
