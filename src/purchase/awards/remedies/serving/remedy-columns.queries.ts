import type { Scope } from '../../../../kernel/access/scope.js';
import type { Sql } from '../../../../kernel/database/sql.js';
import { documentIdsSql } from '../../../../kernel/documents/document-references.js';
import { isRecorderSql } from '../paper/recorders.queries.js';
import {
  isActedOnSql,
  isChallengeVoidableSql,
  isCorrectorSql,
  isFollowedHereSql,
  isFollowedOpenlySql,
  takesOwnChallengeSql,
} from '../paper/voidable.queries.js';
import { isAuthoritySql, type RemedyTable } from '../remedy-root.js';
import { isJointBuyer } from '../../../tenders/reads/tender-visibility.js';
import { isOpenChallenge } from '../remedy.rules.js';

/** SQL: the day of an instant. */
const day = (column: string): string => `(${column} AT TIME ZONE 'Asia/Shanghai')::date::text`;
const COMMON = `r.recorded_by AS "recordedBy", r.papers, r.id, r.version, r.dataset, r.tender_id AS tender, l.no AS lot, r.state, r.received_at AS "receivedAt", r.posted_on::text AS "postedOn", r.grounds,
  r.requests, r.result, r.remedied_at AS "remediedAt", r.buyer_id AS buyer, r.agent_id AS agent,
  ${day('r.received_at')} AS received_on, business_today()::text AS today`;
/** SQL: the body that recorded the challenge `r`; of a complaint that is an authority. */
export const RECORDER: Record<RemedyTable, string> = {
  challenge: 'r.recorder_id AS recorder',
  complaint: 'NULL::uuid AS recorder',
};
/** SQL: the columns of a challenge or complaint `r` as it is shown. */
export const SELECT: Record<RemedyTable, string> = {
  challenge: `${COMMON}, ${RECORDER.challenge}, ${documentIdsSql('challenge')}, r.challenger_id AS challenger, r.stage, r.step, r.known_on::text AS "knownOn", r.scope, r.last_day::text AS "lastDay",
    ${isOpenChallenge('r')} AS blocks, r.no_effect_reason AS "noEffectReason",
    r.affects_result AS "affectsResult", r.answered_at AS "answeredAt", r.answer, ${day('r.answered_at')} AS done_on`,
  complaint: `${COMMON}, ${RECORDER.complaint}, ${documentIdsSql('complaint')}, r.complainant_id AS complainant, r.challenge_id AS challenge, r.taken_papers AS "takenPapers", r.stage, r.affects_result AS "affectsResult", r.examined_on::text AS "examinedOn",
    r.accepted_on::text AS "acceptedOn", r.refused_on::text AS "refusedOn", r.copies_sent_on::text AS "copiesSentOn",
    (SELECT coalesce(jsonb_agg(jsonb_build_object('organisation', n.organisation_id, 'sentAt', n.sent_at, 'receivedOn', n.received_on,
       'answeredAt', n.answered_at, 'answeredOn', ${day('n.answered_at')}, 'answer', n.answer, 'concerned', n.concerned)
       ORDER BY n.concerned, n.organisation_id), '[]')
     FROM complaint_notice n WHERE n.complaint_id = r.id) AS notices, r.correction_asked_on::text AS "correctionAskedOn",
    r.corrected_on::text AS "correctedOn", r.appraisals, r.refusal_ground AS "refusalGround", r.competent, r.authority_id AS authority, r.effect, r.decided_at AS "decidedAt",
    r.decision, r.reference, ${day('r.decided_at')} AS done_on`,
};
/** SQL: what decides which actions the caller is offered of the row `r`, and how much of it is shown. */
export function selectOfferSql(sql: Sql, table: RemedyTable, scope: Scope): string {
  const me = `${sql.p(scope.caller)}::uuid`;
  const isRecorder = `${isRecorderSql(table, 'r.id', me)} AS "isRecorder", ${isJointBuyer(sql, scope, 'r.tender_id')} AS "isJointBuyer",
    ${isAuthoritySql(sql, scope)} AS "isAuthority"`;
  return table === 'challenge'
    ? `${isRecorder}, ${isActedOnSql('r')} AS "isActedOn", ${isFollowedOpenlySql('r')} AS "isFollowed"`
    : `${isRecorder}, ${isFollowedHereSql('r')} AS "isActedOn", ${isChallengeVoidableSql('r', me)} AS "isChallengeVoidable",
       ${takesOwnChallengeSql('r', me)} AS "takesOwnChallenge", ${isCorrectorSql('r', me)} AS "isCorrector"`;
}
