import type { Tx } from '../../../kernel/database/transactions.js';
import type { SubjectType } from '../../runs/assessment-types.js';
import { bringsBody, findCorrection, type Correction, type Inputs } from './correction.rules.js';

/** A subject of a flag that may settle, with what its rule is given now; null: it is no more. */
export interface Settling {
  flag: string;
  type: SubjectType;
  id: string;
  uses: readonly string[];
  now: Inputs | null;
}

interface GroundRow {
  flag: string;
  id: string;
  inputs: Inputs;
  corrections: Correction[];
}

/** SQL: a body stands as itself in what the rule was given: in what was recorded there, as a party, or as the holder of one. */
const isPartyAgainSql = (body: string): string => `(
  EXISTS (SELECT FROM facts f WHERE f.subject_id = ANY (a.uses) AND position(${body}::text IN f.data::text) > 0)
  OR EXISTS (SELECT FROM tenders t WHERE t.id = ANY (a.uses) AND ${body} IN (t.buyer_id, t.agent_id))
  OR EXISTS (SELECT FROM contracts c WHERE c.id = ANY (a.uses) AND ${body} IN (c.buyer_id, c.supplier_id))
  OR EXISTS (SELECT FROM organisation_holdings h WHERE h.held_by = ${body} AND h.organisation_id = ANY (a.bodies)))`;

/**
 * SQL: lines that lots of the tender of the step `e` are for. Where one lot is said to be for others, any of them may have come to
 * it, or gone from it; and to a lot that has none of its own, which is for all of them.
 */
const LINES_OF_LOTS = `
  SELECT coalesce(jsonb_agg(s.key), '[]') AS keys FROM tender_service_lines t JOIN service_lines s ON s.id = t.service_line_id
  WHERE t.tender_id = e.aggregate_id::uuid`;

/**
 * SQL: what a flag began with. A step that quotes no values says nothing of what was put right, so it is asked only from then
 * on: whatever was stated before, the rule had read.
 */
const FIRST_EVENT = `(SELECT min(v.audit_id) FROM flag_event v WHERE v.flag_id = a.flag)`;

/** SQL: of which fields the step `e` says that they changed, and not from what to what. What a body is called counts where it goes by that. */
const UNQUOTED_FIELDS = `(${unquotedFieldsSql('e.said')} - CASE WHEN e.aggregate_type = 'organisation' AND EXISTS (
  SELECT FROM organisations o WHERE o.id = e.aggregate_id::uuid AND o.body_key <> o.name) THEN 'name' ELSE '' END)`;

/** SQL: what a body goes by of which the step `e` says that its name changed; NULL where it goes by a credit code. */
const NEW_NAME = `CASE WHEN e.aggregate_type = 'organisation' AND e.said -> 'changed' ? 'name' THEN (
  SELECT o.name FROM organisations o WHERE o.id = e.aggregate_id::uuid AND o.body_key = o.name) END`;

/** SQL: names of fields of which it is said that they changed, and not from what to what. */
function unquotedFieldsSql(says: string): string {
  return `(SELECT coalesce(jsonb_agg(c.key), '[]') FROM jsonb_each(${changedFieldsSql(says)}) c WHERE c.value = '{}')`;
}

/**
 * What the rule was given when it triggered, or when bodies were asked or a person decided, and every correction of the roots it read: facts that replaced another, and
 * changes of the roots' own data, merges of bodies included, newest first. That a service ends is no correction: `until` says what happens.
 * A merge counts of every body that the rule was given, and its undoing where the record that stands by itself again is a party; of
 * an agency that served a line nothing else does, for what is said of it is none of the line's.
 */
const READ = `
  WITH asked AS (
    SELECT s.flag_id AS flag, s.subject_type AS type, s.subject_id AS id, s.given AS inputs, s.uses, s.uses || s.bodies || ARRAY(
      SELECT DISTINCT substr(r #>> '{}', length('organisation:') + 1)::uuid
      FROM jsonb_path_query(s.given, '$.**.record ? (@ starts with "organisation:")') r) AS bodies
    FROM (
      SELECT s.*, coalesce(s.held_finding -> 'inputs', s.inputs) AS given FROM unnest($1::uuid[], $2::text[], $3::uuid[]) AS g(flag, type, id)
      JOIN flag_subject s ON s.flag_id = g.flag AND s.subject_type = g.type AND s.subject_id = g.id
    ) s
  ),
  doubts AS (
    SELECT a.flag, a.id, (SELECT coalesce(jsonb_agg(c), '[]') FROM (
      SELECT t.conflicts FROM tenders t WHERE t.id = ANY (a.uses)
      UNION ALL SELECT r.conflicts FROM contracts r WHERE r.id = ANY (a.uses)
    ) AS g(list), jsonb_array_elements(list) c) AS conflicts
    FROM asked a
  ),
  corrections AS (
    SELECT a.flag, a.id, e.id AS audit, k.seq, jsonb_build_object('audit', e.id::text, 'fact', k.id, 'replaced', o.id,
      'root', k.subject_type || ':' || k.subject_id, 'unquoted', '[]'::jsonb,
      'before', o.data || jsonb_build_object('lot', o.lot), 'after', k.data || jsonb_build_object('lot', k.lot),
      'conflicts', (SELECT coalesce(jsonb_agg(c), '[]') FROM jsonb_array_elements(d.conflicts) c
        WHERE c -> 'facts' @> jsonb_build_array(jsonb_build_object('id', k.id)))) AS said
    FROM asked a JOIN doubts d USING (flag, id)
    JOIN facts k ON k.subject_id = ANY (a.uses) AND k.replaces IS NOT NULL JOIN facts o ON o.id = k.replaces
    LEFT JOIN audit_steps e ON e.aggregate_type = k.subject_type AND e.aggregate_id = k.subject_id::text
      AND e.action = 'facts_recorded' AND e.said -> 'facts' @> jsonb_build_array(jsonb_build_object('id', k.id))
    UNION ALL
    SELECT a.flag, a.id, e.id, NULL, jsonb_build_object('audit', e.id::text, 'fact', NULL, 'replaced', NULL,
      'root', e.aggregate_type || ':' || e.aggregate_id,
      'unquoted', CASE e.action WHEN 'relations_stated' THEN '["relations"]' ELSE ${UNQUOTED_FIELDS} END,
      'called', ${NEW_NAME}, 'before', ${changeSideSql('from')}, 'after', ${changeSideSql('to')}, 'conflicts', '[]'::jsonb)
    FROM asked a
    JOIN audit_steps e ON e.aggregate_id = ANY (a.uses::text[]) AND e.action IN ('changed', 'relations_stated')
      AND (e.aggregate_type IN ('tender', 'contract', 'service_line', 'programme') OR e.aggregate_type = 'organisation' AND a.type <> 'service_line')
      AND (e.action = 'changed' AND ${unquotedFieldsSql('e.said')} = '[]' OR e.id > ${FIRST_EVENT})
    UNION ALL
    SELECT a.flag, a.id, e.id, NULL, jsonb_build_object('audit', e.id::text, 'fact', NULL, 'replaced', NULL,
      'root', e.aggregate_type || ':' || e.aggregate_id, 'unquoted', '[]'::jsonb, 'called', e.said ->> 'creditCode',
      'before', jsonb_build_object('key', o.name), 'after', jsonb_build_object('key', e.said ->> 'creditCode'), 'conflicts', '[]'::jsonb)
    FROM asked a
    JOIN audit_steps e ON e.aggregate_type = 'organisation' AND e.aggregate_id = ANY (a.uses::text[]) AND e.action = 'identified'
      AND a.type <> 'service_line' AND e.id > ${FIRST_EVENT}
    JOIN organisations o ON o.id = e.aggregate_id::uuid
    UNION ALL
    SELECT a.flag, a.id, e.id, NULL, jsonb_build_object('audit', e.id::text, 'fact', NULL, 'replaced', NULL,
      'root', e.aggregate_type || ':' || e.aggregate_id, 'unquoted', '[]'::jsonb,
      'before', ${linesSideSql('from')}, 'after', ${linesSideSql('to')}, 'conflicts', '[]'::jsonb)
    FROM asked a
    JOIN audit_steps e ON e.aggregate_id = ANY (a.uses::text[]) AND e.aggregate_type = 'tender' AND e.action = 'service_lines_set'
    UNION ALL
    SELECT a.flag, a.id, e.id, NULL, jsonb_build_object('audit', e.id::text, 'fact', NULL, 'replaced', NULL,
      'root', e.aggregate_type || ':' || e.aggregate_id, 'unquoted', '[]'::jsonb,
      'before', jsonb_build_object('gone', l.keys), 'after', jsonb_build_object('come', l.keys), 'conflicts', '[]'::jsonb)
    FROM asked a
    JOIN audit_steps e ON e.aggregate_id = ANY (a.uses::text[]) AND e.aggregate_type = 'tender' AND e.action = 'changed'
      AND jsonb_path_exists(e.said, '$.lots[*].members[*] ? (@ == "serviceLines")')
    CROSS JOIN LATERAL (${LINES_OF_LOTS}) l
    WHERE e.id > ${FIRST_EVENT}
    UNION ALL
    SELECT a.flag, a.id, e.id, NULL, jsonb_build_object('audit', e.id::text, 'fact', NULL, 'replaced', NULL,
      'root', 'organisation:' || e.aggregate_id, 'unquoted', '[]'::jsonb, 'merge', true,
      'before', jsonb_build_object('key', o.body_key, 'name', o.name, 'called', o.key),
      'after', jsonb_build_object('key', n.body_key, 'name', n.name, 'called', n.key, 'id', n.id),
      'conflicts', '[]'::jsonb)
    FROM asked a
    JOIN audit_steps e ON e.aggregate_type = 'organisation' AND e.aggregate_id = ANY (a.bodies::text[]) AND e.action IN ('merged', 'parted')
    JOIN organisations o ON o.id = (e.said ->> CASE e.action WHEN 'merged' THEN 'from' ELSE 'to' END)::uuid
    JOIN organisations n ON n.id = (e.said ->> CASE e.action WHEN 'merged' THEN 'to' ELSE 'from' END)::uuid
    WHERE e.id > ${FIRST_EVENT}
      AND CASE e.action WHEN 'merged' THEN o.merged_into IS NOT NULL ELSE n.merged_into IS NULL AND ${isPartyAgainSql('n.id')} END
  )
  SELECT a.flag, a.id, a.inputs,
    (SELECT coalesce(jsonb_agg(c.said ORDER BY c.audit DESC NULLS LAST, c.seq DESC), '[]')
     FROM corrections c WHERE c.flag = a.flag AND c.id = a.id) AS corrections
  FROM asked a`;

/** `changed` of what an audit entry says, where it is a map of fields. */
function changedFieldsSql(says: string): string {
  return `CASE jsonb_typeof(${says} -> 'changed') WHEN 'object' THEN ${says} -> 'changed' ELSE '{}' END`;
}

/** One side of a change as the audit quotes it, its lots' included. */
function changeSideSql(side: 'from' | 'to'): string {
  const quotedSideSql = (within: string) =>
    `(SELECT coalesce(jsonb_object_agg(c.key, c.value -> '${side}'), '{}') FROM jsonb_each(${changedFieldsSql(within)}) c WHERE c.key <> 'until')`;
  return `${quotedSideSql('e.said')} || jsonb_build_object('lots', (
    SELECT coalesce(jsonb_agg(jsonb_build_object('key', l ->> 'no') || ${quotedSideSql('l')}), '[]')
    FROM jsonb_path_query(e.said, '$.lots[*] ? (@.type() == "object")') l))`;
}

/** One side of what services a purchase is for, by the keys that a rule is given. */
function linesSideSql(side: 'from' | 'to'): string {
  return `jsonb_build_object('services', (SELECT coalesce(jsonb_agg(s.key), '[]') FROM service_lines s
    WHERE s.id = ANY (ARRAY(SELECT x::uuid FROM jsonb_array_elements_text(e.said -> '${side}') x))))`;
}

/** For each subject the correction that took away what its finding rested on; those without one were put right later. */
export async function readCorrections(
  tx: Tx,
  settling: readonly Settling[],
): Promise<(flag: string, id: string) => Correction | undefined> {
  if (settling.length === 0) return () => undefined;
  const rows = await tx.query<GroundRow>(READ, [
    settling.map((s) => s.flag),
    settling.map((s) => s.type),
    settling.map((s) => s.id),
  ]);
  const found = new Map<string, Correction>();
  for (const { flag, id, inputs, corrections } of rows) {
    const subject = settling.find((s) => s.flag === flag && s.id === id);
    if (!subject) continue;
    const behind = findCorrection({ uses: subject.uses, was: inputs, now: subject.now }, corrections);
    if (behind) found.set(`${flag} ${id}`, behind);
  }
  return (flag, id) => found.get(`${flag} ${id}`);
}

/** For each subject the newest correction by which one of the bodies that it was not about before came to it; others came by later facts. */
export async function readJoins(
  tx: Tx,
  subjects: readonly { flag: string; type: SubjectType; id: string; newcomers: readonly string[] }[],
): Promise<(flag: string, id: string) => Correction | undefined> {
  const joined = subjects.filter(({ newcomers }) => newcomers.length > 0);
  if (joined.length === 0) return () => undefined;
  const rows = await tx.query<GroundRow>(READ, [
    joined.map((s) => s.flag),
    joined.map((s) => s.type),
    joined.map((s) => s.id),
  ]);
  return (flag, id) => {
    const newcomers = joined.find((s) => s.flag === flag && s.id === id)?.newcomers ?? [];
    const row = rows.find((each) => each.flag === flag && each.id === id);
    return row?.corrections.find((correction) => newcomers.some((body) => bringsBody(correction, body)));
  };
}
