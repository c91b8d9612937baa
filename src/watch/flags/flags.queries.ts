import { Injectable } from '@nestjs/common';
import type { Principal } from '../../kernel/access/principal.js';
import { toScope, type Scope } from '../../kernel/access/scope.js';
import { regionWithinSql } from '../../kernel/access/visible.js';
import { CREATION } from '../../kernel/http/lists/root-filters.js';
import { Sql } from '../../kernel/database/sql.js';
import { Transactions } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import type { Language } from '../../kernel/errors/texts.js';
import { keyset } from '../../kernel/http/lists/list.js';
import type { Text } from '../runs/assessment-types.js';
import type { FlagListDto, FlagQuery } from './flag.dto.js';
import type { FlagDetailDto } from './disclosure/flag-evidence.dto.js';
import { findChangedFacts } from './disclosure/changed-facts.queries.js';
import { isJudgedOnUnpublishedSql, restsOnUnpublishedSql } from './disclosure/unpublished.queries.js';
import { FlagEvidenceQueries } from './disclosure/flag-evidence.queries.js';
import { toDetailView, toFlagView, type FlagRow } from './flag.view.js';
import { bodiesBesideSql, isStillConcernedSql } from './hearing/bodies-beside.js';
import { speaksOnPaperSql } from './hearing/unheard-bodies.queries.js';
import { hasNoWorkerSql } from './flag-assignment.js';
import { hasReachChangedSql } from './programmes/programme-reach.js';
import { isOverseen, listAnsweringBodies, mustReadFlags, visibleFlag } from './flag-visibility.js';
import { loadScreenedCounts } from '../screening/markets/screened-counts.queries.js';
import { subjectLabelSql, waitingSinceSql } from '../runs/subject-labels.queries.js';

const FIRST = 5;
const MOST_ASSESSMENTS = 100;
const RANK = `array_position(ARRAY['violation', 'risk', 'notice'], coalesce(s.held ->> 'severity', s.severity))`;

/** What belongs to each flag of a page, by one statement: rows of a page are not asked for one by one. */
const columns = (overseen: string, mine: string): string => `
  r.id, r.version, r.indicator, r.severity, r.state, r.dataset, r.root_type, r.root_id, r.part, r.title, r.explanation, r.limitation,
  r.basis, r.region, r.programme_id, r.part_of, r.hits, r.judged, r.summary, r.assignee, r.due_on::text, r.decided_at, r.appeal_until::text,
  coalesce(r.appeal_until >= business_today(), true) AS appealable, r.opened_at, ${overseen} AS overseen,
  ${subjectLabelSql('r.root_type', 'r.root_id')} AS root_label, ${waitingSinceSql('r.root_type', 'r.root_id')} AS waiting_since,
  listed.count, listed.first, listed.assessments, listed.unpublished, listed.other_version,
  listed.changed_since OR ${overseen} AND ${hasReachChangedSql('r')} AS changed_since,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('at', e.at, 'action', e.action, 'from', e.from_state, 'to', e.to_state,
     'by', e.actor_id, 'organisation', e.organisation_id, 'reason', e.reason, 'data', e.data, 'paper', e.data -> 'paper',
     'superseded', e.action = 'respond' AND EXISTS (SELECT FROM flag_ask k WHERE k.flag_id = e.flag_id
       AND k.organisation_id = e.organisation_id AND (k.answered_at IS NULL OR k.asked_at > e.at))) ORDER BY e.id), '[]')
   FROM flag_event e WHERE e.flag_id = r.id) AS history,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('organisation', a.organisation_id, 'name', o.name, 'askedAt', a.asked_at,
     'dueOn', a.due_on, 'answeredAt', a.answered_at, 'appealedAt', a.appealed_at, 'served', a.served,
     'speaksOnPaper', ${speaksOnPaperSql('a')}, 'mine', a.organisation_id = ANY (${mine}::uuid[]),
     'concerned', ${isStillConcernedSql('a')}) ORDER BY a.asked_at, a.organisation_id), '[]')
   FROM flag_ask a JOIN organisations o ON o.id = a.organisation_id WHERE a.flag_id = r.id) AS asked,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('at', x.at, 'authority', x.authority, 'reference', x.reference, 'reason', x.reason,
     'by', x.actor_id) ORDER BY x.at, x.id), '[]') FROM flag_referral x WHERE x.flag_id = r.id AND ${overseen}) AS referrals,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', x.id, 'part', x.part, 'state', x.state) ORDER BY x.part), '[]') FROM flag x
   WHERE x.indicator = r.indicator AND x.root_type = r.root_type AND x.root_id = r.root_id AND x.id <> r.id AND ${overseen}) AS parts`;

/** Of one version of a rule equal facts have equal hashes; those of two versions are compared with each other where there are some. */
const HASH_CHANGED = `s.active AND s.held ->> 'inputsHash' <> s.inputs_hash`;
const SAME_VERSION = `(s.held_finding ->> 'version' = s.finding ->> 'version')`;
/** What bodies were asked about stays, though the same version of the rule finds it clear by later facts. */
const FOUND_CLEAR = `s.active AND EXISTS (SELECT FROM assessment a WHERE a.id = s.assessment_id AND a.state = 'clear'
  AND a.version::text = s.held_finding ->> 'version' AND a.inputs_hash <> s.held ->> 'inputsHash')`;
/** So it is where another version does: what it was given is kept nowhere, so whoever judged it compared. */
const FOUND_OTHERWISE = `s.active AND s.found_otherwise`;

/** A body learns that the rule finds nothing of it any more, by what everybody may know; not what else was recorded, which may be of others. */
const TOLD_TO_BODY = `(${FOUND_CLEAR} OR ${FOUND_OTHERWISE}) AND NOT ${isJudgedOnUnpublishedSql('s')}`;

/** Subjects that trigger, or, where none does any more, those that did. A cause is no subject of its own, unless alone. */
const subjects = (overseen: string, mine: string): string => `
  LEFT JOIN LATERAL (
    SELECT count(*)::integer AS count,
      coalesce(jsonb_agg(jsonb_build_object('type', s.subject_type, 'id', s.subject_id, 'label', ${subjectLabelSql('s.subject_type', 's.subject_id')}) ORDER BY s.n)
        FILTER (WHERE s.n <= ${FIRST}), '[]') AS first,
      coalesce(jsonb_agg(s.assessment_id ORDER BY s.n) FILTER (WHERE s.n <= ${MOST_ASSESSMENTS}), '[]') AS assessments,
      coalesce(bool_or(NOT ${overseen} AND ${restsOnUnpublishedSql('s')}), false) AS unpublished,
      coalesce(bool_or(CASE WHEN ${overseen} THEN ${HASH_CHANGED} AND ${SAME_VERSION} OR ${FOUND_CLEAR} OR ${FOUND_OTHERWISE} ELSE ${TOLD_TO_BODY} END), false) AS changed_since,
      coalesce(bool_or(${overseen} AND ${HASH_CHANGED} AND NOT ${SAME_VERSION}), false) AS other_version
    FROM (
      SELECT s.*, row_number() OVER (ORDER BY ${RANK}, s.subject_type, s.subject_id) AS n FROM flag_subject s
      WHERE s.flag_id = r.id AND (${overseen} OR s.bodies && ${mine}::uuid[] OR ARRAY(${bodiesBesideSql('s')}) && ${mine}::uuid[])
        AND s.active = EXISTS (SELECT FROM flag_subject x WHERE x.flag_id = r.id AND x.active)
        AND (s.subject_id <> r.root_id OR NOT EXISTS (SELECT FROM flag_subject x
          WHERE x.flag_id = r.id AND x.subject_id <> r.root_id AND x.active = s.active))
    ) s
  ) listed ON true`;

/** Notice, risk, violation: their names stand in the order of their weight, which lets an index hold them. */
const SEVERITY = [{ column: 'r.severity', type: 'text' }, ...CREATION] as const;
const isNewestLast = ({ sort = 'created' }: FlagQuery): boolean => sort === 'created';

@Injectable()
export class FlagsQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly evidence: FlagEvidenceQueries,
  ) {}

  async list(principal: Principal, query: FlagQuery, url: string, lang: Language): Promise<FlagListDto> {
    const scope = toScope(principal);
    mustReadFlags(scope);
    const sql = addFlagFilters(visibleFlag(new Sql(), scope), scope, query, principal);
    const page = keyset(
      query,
      query.sort === 'severity' ? SEVERITY : CREATION,
      isNewestLast(query) ? 'ASC' : 'DESC',
      sql,
    );
    const rows = await this.rows(sql, scope, page.select, page.order);
    const words = await this.loadWords(rows);
    return page.list(rows, url, (row) => toFlagView(row, scope, lang, words.get(row.id)));
  }

  async one(scope: Scope, id: string, lang: Language): Promise<FlagDetailDto> {
    mustReadFlags(scope);
    const sql = new Sql();
    visibleFlag(sql.and(`r.id = ${sql.p(id)}`), scope);
    const [row] = await this.rows(sql, scope, `NULL AS page_key`, '');
    if (!row) throw new Problem('not_found');
    const own = row.overseen ? null : new Set(listOwnBodies(row));
    const [evidence, reach] = await Promise.all([this.evidence.list(row, own, lang), this.evidence.countReach(row)]);
    return { ...toDetailView(toFlagView(row, scope, lang), evidence, own !== null), reach };
  }

  /** What bodies read of flags of a page: no more than where they read one by itself. Those that the same bodies were asked about at once. */
  private async loadWords(rows: readonly FlagRow[]): Promise<Map<string, Text>> {
    const byBodies = new Map<string, FlagRow[]>();
    for (const row of rows.filter(({ overseen }) => !overseen)) {
      const bodies = listOwnBodies(row).join();
      byBodies.set(bodies, [...(byBodies.get(bodies) ?? []), row]);
    }
    const words = new Map<string, Text>();
    for (const [bodies, flags] of byBodies)
      for (const [flag, said] of await this.evidence.listWords(flags, new Set(bodies.split(','))))
        words.set(flag, said);
    return words;
  }

  private async rows(
    sql: Sql,
    scope: Scope,
    select: string,
    order: string,
  ): Promise<(FlagRow & { page_key: string })[]> {
    const overseen = isOverseen(sql, scope, 'r.region');
    const mine = sql.p(listAnsweringBodies(scope));
    const { reader } = this.transactions;
    const rows = await reader.query<(FlagRow & { page_key: string })[]>(
      `SELECT ${columns(overseen, mine)}, ${select} FROM flag r ${subjects(overseen, mine)} WHERE ${sql.where} ${order}`,
      sql.params,
    );
    const explain = await loadScreenedCounts(reader, rows);
    const changed = await findChangedFacts(
      reader,
      rows.filter((row) => row.other_version && !row.changed_since),
    );
    return rows.map((row) => ({
      ...row,
      explanation: explain(row),
      changed_since: row.changed_since || changed.has(row.id),
    }));
  }
}

/** Bodies of the reader that were asked about it. */
const listOwnBodies = ({ asked }: FlagRow): string[] =>
  asked.flatMap(({ mine, organisation }) => (mine ? [organisation] : [])).sort();

function addFlagFilters(sql: Sql, scope: Scope, query: FlagQuery, principal: Principal): Sql {
  sql.when(query.indicator, (p) => `r.indicator = ${p}`);
  sql.when(query.severity, (p) => `r.severity = ${p}`);
  sql.when(query.state, (p) => `r.state = ${p}`);
  sql.when(query.programme, (p) => `r.programme_id = ${p}::uuid`);
  // What a flag of a programme stands for is told there; a body that was asked about one of them still finds it.
  if (query.partOf !== undefined) sql.and(`r.part_of = ${sql.p(query.partOf)}::uuid`);
  else
    sql.and(
      `r.part_of IS NULL OR NOT EXISTS (SELECT FROM flag w WHERE w.id = r.part_of AND ${isOverseen(sql, scope, 'w.region')})`,
    );
  sql.when(query.dataset, (p) => `r.dataset = ${p}`);
  if (query.region !== undefined) sql.and(regionWithinSql(sql, 'r.region', query.region));
  // Whether somebody works a case, and who, is for who oversees it alone.
  if (query.assignee !== undefined) sql.and(isOverseen(sql, scope, 'r.region'));
  if (query.assignee === 'none') sql.and(hasNoWorkerSql('r'));
  else if (query.assignee !== undefined)
    sql.and(
      `r.assignee = ${sql.p(query.assignee === 'me' ? (principal.kind === 'user' ? principal.id : null) : query.assignee)}::uuid`,
    );
  return sql;
}
