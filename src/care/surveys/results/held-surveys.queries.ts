import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { STANDS } from '../../delivery/records/counted-records.queries.js';
import type { Purpose, Question } from '../survey-types.js';
import { IS_OVER, isAbandonedSql, isAnsweredSql } from '../survey-visibility.js';
import type { Answered } from './results.rules.js';

/** A survey that takes answers, or has ended; of one that takes them no stratum is told. */
export interface HeldSurvey {
  id: string;
  contract_id: string;
  runner_id: string;
  purpose: Purpose;
  closes_on: PlainDate;
  over: boolean;
  /** Somebody may have had a slip: slips were printed, or none is kept here (it was recorded). */
  asked: boolean;
  questions: Question[];
  strata: Answered[];
  named: number;
  frame: number;
}

/** SQL: slips of a survey (root `r`) were printed. A code ends with its survey, and what was printed stands in its history alone. */
const HAS_PRINTED = `EXISTS (SELECT FROM audit_entry p
  WHERE p.aggregate_type = 'survey' AND p.aggregate_id = r.id::text AND p.action = 'slips_printed')`;

/** Nothing of a survey is read while it takes answers, nor of one by an evaluator that was replaced. */
const selectHeldSurveysSql = (): string => `
  SELECT r.id, r.contract_id, r.runner_id, r.purpose, r.closes_on::text, ${IS_OVER} AS over, r.questions,
    (NOT EXISTS (SELECT FROM survey_slip k WHERE k.survey_id = r.id) OR ${isAnsweredSql('r')} OR ${HAS_PRINTED}) AS asked,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('community', t.community_id, 'population', t.population, 'sampled', t.sampled,
       'answers', (SELECT coalesce(jsonb_agg(a.answers ORDER BY a.id), '[]') FROM survey_answer a
         WHERE a.survey_id = t.survey_id AND a.stratum = t.no)) ORDER BY t.no), '[]')
     FROM survey_stratum t WHERE t.survey_id = r.id AND ${IS_OVER}) AS strata,
    (SELECT count(*)::integer FROM survey_frame f WHERE f.survey_id = r.id) AS frame,
    (SELECT count(*)::integer FROM survey_frame f WHERE f.survey_id = r.id AND r.questions @> '[{"about": "received"}]' AND EXISTS (
       SELECT FROM service_record_recipient p JOIN service_record s ON s.id = p.record_id
       WHERE p.recipient_id = f.recipient_id AND s.contract_id = r.contract_id AND s.served_on <= r.closes_on AND ${STANDS})) AS named
  FROM survey r JOIN contract c ON c.id = r.contract_id
  WHERE r.contract_id = ANY ($1::uuid[]) AND r.state IN ('open', 'closed') AND NOT ${isAbandonedSql('r', 'c')}`;

/** Surveys of contracts. Answers stand in no view: whoever weighs them is given them by this room. */
export const loadHeldSurveys = async (
  reader: { query<T>(sql: string, params: unknown[]): Promise<T[]> },
  contracts: readonly string[],
): Promise<HeldSurvey[]> =>
  contracts.length === 0 ? [] : reader.query<HeldSurvey>(selectHeldSurveysSql(), [contracts]);
