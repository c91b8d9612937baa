import { tendersOfBarSql } from '../../purchase/awards/results/first-rank.queries.js';
import { lotsAfterSql } from '../../purchase/bids/handed-in/meetings.queries.js';
import { lotOfSubcontractsSql } from '../../purchase/contracts/contributions/subcontracts.queries.js';
import { isLimitOfSql } from '../../law/rules/limits/limits.queries.js';
import type { GroupType, SubjectType } from './assessment-types.js';
import { SUBJECT_TYPES } from './assessment-types.js';
import type { Reader } from '../facts/loading/frame-types.js';
import type { SubjectRef } from '../facts/loading/load.js';

/** Aggregates whose changes may change an answer. */
const TOUCHING = [
  'tender',
  'lot',
  'award',
  'contract',
  'payment',
  'invoice',
  'milestone',
  'progress_report',
  'continuity_plan',
  'handover',
  'service_day',
  'budget_extension',
  'challenge',
  'complaint',
  'expert_draw',
  'review',
  'service_line',
  'organisation',
  'organisation_bar',
  'programme',
  'working_calendar',
  'threshold',
  'acceptance',
  'survey',
  'evaluation',
  'evaluation_scheme',
  'need',
  'community',
  'user',
] as const;
export type Touching = (typeof TOUCHING)[number];
export const isTouching = (aggregate: string): aggregate is Touching =>
  (TOUCHING as readonly string[]).includes(aggregate);

/** SQL: a tender and everything that is read with it. */
const withTender = (tender: string): string => `
    SELECT 'tender', t.id FROM tenders t WHERE t.id = ${tender}
    UNION SELECT 'lot', l.id FROM lots l WHERE l.tender_id = ${tender}
    UNION SELECT 'lot', after.of FROM (${lotsAfterSql(tender)}) after
    UNION SELECT 'contract', c.id FROM contracts c WHERE c.tender_id = ${tender}
    UNION SELECT 'service_line', t.service_line_id FROM tender_service_lines t WHERE t.tender_id = ${tender}
    UNION SELECT 'service_line', s.service_line_id FROM contract_service_lines s WHERE s.tender_id = ${tender}
    UNION SELECT 'agency', c.supplier_id FROM contracts c WHERE c.tender_id = ${tender} AND c.supplier_id IS NOT NULL
    UNION SELECT 'buyer', t.buyer_id FROM tenders t WHERE t.id = ${tender} AND t.buyer_id IS NOT NULL
    UNION SELECT 'programme', t.programme_id FROM tenders t WHERE t.id = ${tender} AND t.programme_id IS NOT NULL`;

/** SQL: the contract of a row of this view, and its lines. */
const ofContract = (view: string): string => `
    SELECT 'contract', p.contract_id FROM ${view} p WHERE p.id = $1::uuid
    UNION SELECT 'service_line', s.service_line_id FROM contract_service_lines s JOIN ${view} p ON p.contract_id = s.contract_id
      WHERE p.id = $1::uuid`;

/** SQL: who published an evaluation of a contract, or once did. */
const publishingEvaluatorsSql = (contract: string): string => `
    SELECT 'evaluator', o.id FROM facts f JOIN organisations r ON r.id = (f.data #>> '{evaluator,organisation}')::uuid
      JOIN organisations o ON o.id = coalesce(r.merged_into, r.id)
      WHERE f.subject_type = 'contract' AND f.subject_id = ${contract} AND f.kind = 'evaluation'`;

/** SQL: what of a buyer was assessed for another place than the one that oversees it now. */
const overseenElsewhereSql = (buyer: string): string => `
    SELECT r.subject_type, r.subject_id FROM (
      SELECT 'tender' AS type, t.id, t.overseen FROM tenders t WHERE t.buyer_id = ${buyer}
      UNION ALL SELECT 'lot', l.id, t.overseen FROM tenders t JOIN lots l ON l.tender_id = t.id WHERE t.buyer_id = ${buyer}
      UNION ALL SELECT 'contract', c.id, c.overseen FROM contracts c WHERE c.buyer_id = ${buyer}
      UNION ALL SELECT 'programme', p.id, coalesce(p.region, o.region) FROM programmes p JOIN organisations o ON o.id = p.buyer_id
        WHERE p.buyer_id = ${buyer}
    ) now JOIN risk_subject r ON r.subject_type = now.type AND r.subject_id = now.id AND r.region IS DISTINCT FROM now.overseen`;

/** SQL: a purchase of this place and level may be measured by the limit that was stated. */
const hasLimit = isLimitOfSql('$1::uuid', 't.region', 't.budget_level');

/** SQL: from the year before the first day to the year after the last one, the year of a calendar is among them. */
const isNearYearSql = (start: string, end: string): string =>
  `left(${start}, 4) <= ($1::integer + 1)::text AND left(${end}, 4) >= ($1::integer - 1)::text`;

/** SQL: a fact `f` names a day, a month or all of the year of a calendar, or of the one before. */
const HAS_DAY_NEAR_YEAR = `f.data::text ~ concat('"(', $1::integer - 1, '|', $1::integer, ')[-"]')`;

/** What links lead to now. `$1` is the changed root. */
const LINKED: Readonly<Record<Touching, string>> = {
  tender: withTender('$1::uuid'),
  // From the deadline on a purchase goes its way lot by lot.
  lot: withTender('(SELECT tender_id FROM lots WHERE id = $1::uuid)'),
  // Who wins, and from when.
  award: withTender('(SELECT tender_id FROM awards WHERE id = $1::uuid)'),
  contract: `
    SELECT 'contract', c.id FROM contracts c WHERE c.id = $1::uuid
    UNION SELECT 'tender', c.tender_id FROM contracts c WHERE c.id = $1::uuid
    UNION SELECT 'lot', s.lot_id FROM (${lotOfSubcontractsSql('$1::uuid')}) s
    UNION SELECT 'service_line', s.service_line_id FROM contract_service_lines s WHERE s.contract_id = $1::uuid
    UNION SELECT 'agency', c.supplier_id FROM contracts c WHERE c.id = $1::uuid AND c.supplier_id IS NOT NULL
    UNION ${publishingEvaluatorsSql('$1::uuid')}`,
  // Money has clocks of its contract.
  payment: `SELECT 'contract', p.contract_id FROM payments p WHERE p.id = $1::uuid`,
  invoice: `SELECT 'contract', i.contract_id FROM invoices i WHERE i.id = $1::uuid`,
  // What is handed in for payment starts a clock also where the buyer is late with judging it.
  milestone: `SELECT 'contract', m.contract_id FROM milestones m WHERE m.id = $1::uuid`,
  progress_report: `SELECT 'contract', r.contract_id FROM progress_reports r WHERE r.id = $1::uuid`,
  // What follows a contract is said of it and of its lines.
  continuity_plan: ofContract('continuity_plans'),
  handover: ofContract('handovers'),
  // The days of a contract. What a contract that was accepted came to is what later ones are compared with.
  service_day: `
    SELECT 'contract', c.id FROM contracts c WHERE c.id = $1::uuid
    UNION SELECT 'service_line', s.service_line_id FROM contract_service_lines s WHERE s.contract_id = $1::uuid
    UNION SELECT 'contract', o.id FROM contracts c JOIN acceptances a ON a.contract_id = c.id AND a.result = 'passed'
      JOIN contracts o ON o.dataset = c.dataset AND o.category = c.category AND o.conducted = 'here'
        AND left(coalesce(o.signed_on, o.window_start), 4) > left(a.concluded_on::text, 4) WHERE c.id = $1::uuid`,
  budget_extension: `
    SELECT 'contract', c.id FROM budget_extensions x JOIN contracts c ON c.programme_id = x.programme_id WHERE x.id = $1::uuid`,
  // What is asked for against a purchase has clocks of its tender.
  challenge: `SELECT 'tender', x.tender_id FROM challenges x WHERE x.id = $1::uuid`,
  complaint: `SELECT 'tender', x.tender_id FROM complaints x WHERE x.id = $1::uuid`,
  // How its experts were found, not who they are.
  review: `SELECT 'tender', x.tender_id FROM panel_roots x WHERE x.id = $1::uuid`,
  expert_draw: `SELECT 'tender', x.tender_id FROM panel_roots x WHERE x.id = $1::uuid`,
  service_line: `
    SELECT 'service_line', s.id FROM service_lines s WHERE s.id = $1::uuid
    UNION SELECT 'contract', s.contract_id FROM contract_service_lines s WHERE s.service_line_id = $1::uuid
    UNION SELECT 'lot', s.lot_id FROM lot_service_lines s WHERE s.service_line_id = $1::uuid
    UNION SELECT 'agency', s.supplier_id FROM contract_service_lines s WHERE s.service_line_id = $1::uuid AND s.supplier_id IS NOT NULL
    UNION SELECT 'buyer', s.buyer_id FROM tender_service_lines s WHERE s.service_line_id = $1::uuid AND s.buyer_id IS NOT NULL`,
  organisation: `
    SELECT 'lot', b.lot_id FROM published_bids b WHERE b.bidder_id = $1::uuid
    UNION SELECT 'agency', c.supplier_id FROM contracts c WHERE c.supplier_id = $1::uuid
    UNION SELECT 'buyer', t.buyer_id FROM tenders t WHERE t.buyer_id = $1::uuid
    UNION SELECT 'contract', c.id FROM contracts c WHERE c.supplier_id = $1::uuid
    UNION SELECT 'evaluation_scheme', s.id FROM evaluation_schemes s WHERE s.owner_id = $1::uuid
    UNION ${overseenElsewhereSql('$1::uuid')}`,
  // Nobody may decide for whom is barred.
  organisation_bar: `SELECT 'tender', x.tender_id FROM (${tendersOfBarSql('$1::uuid')}) x`,
  // What was held against a contract, asked about it, or found in it.
  acceptance: `SELECT 'contract', a.contract_id FROM acceptances a WHERE a.id = $1::uuid`,
  survey: `SELECT 'contract', y.contract_id FROM surveys y WHERE y.id = $1::uuid`,
  evaluation: `
    SELECT 'contract', e.contract_id FROM evaluations e WHERE e.id = $1::uuid
    UNION SELECT 'agency', e.supplier_id FROM evaluations e WHERE e.id = $1::uuid
    UNION ${publishingEvaluatorsSql('(SELECT contract_id FROM evaluations WHERE id = $1::uuid)')}`,
  evaluation_scheme: `
    SELECT 'evaluation_scheme', s.id FROM evaluation_schemes s WHERE s.series_id = (SELECT series_id FROM evaluation_schemes WHERE id = $1::uuid)`,
  need: `SELECT 'community', n.community_id FROM needs n WHERE n.id = $1::uuid AND n.community_id IS NOT NULL`,
  community: `SELECT 'community', c.id FROM communities c WHERE c.id = $1::uuid`,
  // Who has two of the three seats of a purchase has the agency's or the evaluator's.
  user: `
    SELECT 'contract', c.id FROM seats s JOIN contracts c ON c.supplier_id = s.organisation_id WHERE s.user_id = $1::uuid
    UNION SELECT 'contract', e.contract_id FROM seats s JOIN evaluations e ON e.evaluator_id = s.organisation_id WHERE s.user_id = $1::uuid
    UNION SELECT 'contract', c.id FROM seats s JOIN organisations o ON o.id = s.organisation_id OR o.merged_into = s.organisation_id
      JOIN facts f ON f.data #>> '{evaluator,organisation}' = o.id::text
      AND f.kind = 'evaluation' AND f.subject_type = 'contract' JOIN contracts c ON c.id = f.subject_id WHERE s.user_id = $1::uuid`,
  programme: `
    SELECT 'programme', p.id FROM programmes p WHERE p.id = $1::uuid
    UNION SELECT 'tender', t.id FROM tenders t WHERE t.programme_id = $1::uuid
    UNION SELECT 'contract', c.id FROM contracts c WHERE c.programme_id = $1::uuid`,
  // Periods of law run before a window and after it, also from a year into the next.
  working_calendar: `
    SELECT 'tender', t.id FROM tenders t WHERE ${isNearYearSql('t.window_start', 't.window_end')}
    UNION SELECT 'tender', l.tender_id FROM lots l WHERE ${isNearYearSql('l.window_start', 'l.window_end')}
    UNION SELECT 'contract', c.id FROM contracts c JOIN tenders t ON t.id = c.tender_id LEFT JOIN lots l ON l.id = c.lot_id
      WHERE ${isNearYearSql('coalesce(c.window_start, l.window_start, t.window_start)', 'coalesce(c.window_end, l.window_end, t.window_end)')}
    UNION SELECT f.subject_type, f.subject_id FROM facts f WHERE f.subject_type IN ('tender', 'contract') AND ${HAS_DAY_NEAR_YEAR}
    UNION SELECT 'contract', c.id FROM facts f JOIN contracts c ON c.tender_id = f.subject_id
      WHERE f.subject_type = 'tender' AND ${HAS_DAY_NEAR_YEAR}
    UNION SELECT 'contract', i.contract_id FROM invoices i
      WHERE extract(year FROM i.received_at AT TIME ZONE 'Asia/Shanghai') BETWEEN $1::integer - 1 AND $1::integer
    UNION SELECT 'contract', c.id FROM contracts c
      WHERE c.conducted = 'here' AND left(coalesce(c.signed_on, c.window_start), 4) > $1::text
    UNION SELECT 'programme', p.id FROM programmes p WHERE $1::integer BETWEEN p.year AND p.year + 1`,
  // A limit of a place says of purchases there whether the law binds them.
  threshold: `
    SELECT 'tender', t.id FROM tenders t WHERE ${hasLimit}
    UNION SELECT 'lot', l.id FROM tenders t JOIN lots l ON l.tender_id = t.id WHERE ${hasLimit}
    UNION SELECT 'contract', c.id FROM tenders t JOIN contracts c ON c.tender_id = t.id WHERE ${hasLimit}
    UNION SELECT 'programme', t.programme_id FROM tenders t WHERE t.programme_id IS NOT NULL AND ${hasLimit}`,
};

/** What an earlier answer was read from: a link that is gone still leads to what has to forget it. */
const READ_BEFORE = `SELECT subject_type, subject_id FROM risk_subject WHERE uses @> ARRAY[$1::uuid]`;

/** Roots from which an answer about a hub is read, at least: to read them takes longer than all else that one change asks for. */
const HUB_ROOTS = 100;

/** SQL: whether a row of what was assessed, null where nothing was, is of a hub. */
export const isHubSql = (row: string): string => `coalesce(cardinality(${row}.uses) >= ${HUB_ROOTS}, false)`;

/** A subject that a change touches; a hub when its last answers were read from very many roots. */
export interface TouchedSubject extends SubjectRef {
  hub: boolean;
}

/** SQL: everything that links of one root lead to now, or led to when it was last read. */
const touchedSql = (aggregate: Touching): string =>
  `${LINKED[aggregate]} ${aggregate === 'working_calendar' ? '' : `UNION ${READ_BEFORE}`}`.replaceAll('$1', 'root.id');

/** Exactly the subjects that changes of these roots of one kind touch, in a fixed order. */
export async function findTouchedSubjects(
  reader: Reader,
  aggregate: Touching,
  ids: readonly string[],
): Promise<TouchedSubject[]> {
  return reader.query<TouchedSubject>(
    // the number of roots is nothing to plan by, see `idsSql`
    `SELECT g.type, g.id, ${isHubSql('r')} AS hub
     FROM (SELECT DISTINCT l.type, l.id FROM unnest((SELECT $1::text[])) AS root(id)
       CROSS JOIN LATERAL (${touchedSql(aggregate)}) AS l(type, id)) g
     LEFT JOIN risk_subject r ON r.subject_type = g.type AND r.subject_id = g.id ORDER BY g.type, g.id`,
    [ids],
  );
}

/** SQL: the view that holds the subjects of a type. */
const SOURCES: Readonly<Record<Exclude<SubjectType, GroupType>, string>> = {
  market: 'markets',
  tender: 'tenders',
  lot: 'lots',
  contract: 'contracts',
  service_line: 'service_lines',
  programme: 'programmes',
  agency: 'organisations',
  buyer: 'organisations',
  evaluator: 'organisations',
  community: 'communities',
  evaluation_scheme: 'evaluation_schemes',
};

/** Everything there is to assess, and what was assessed and is no more, a page after another in the order of the ids. */
export async function listNextSubjects(
  reader: Reader,
  type: Exclude<SubjectType, GroupType>,
  dataset: string | null,
  after: string | null,
  limit: number,
): Promise<SubjectRef[]> {
  return reader.query<SubjectRef>(
    `SELECT $1::text AS type, id FROM (
       (SELECT s.id FROM ${SOURCES[type]} s WHERE ($2::text IS NULL OR s.dataset = $2) AND ($3::uuid IS NULL OR s.id > $3::uuid)
        ORDER BY s.id LIMIT $4)
       UNION
       (SELECT r.subject_id FROM risk_subject r WHERE r.subject_type = $1 AND ($2::text IS NULL OR r.dataset = $2)
          AND ($3::uuid IS NULL OR r.subject_id > $3::uuid)
        ORDER BY r.subject_id LIMIT $4)
     ) g(id) ORDER BY id LIMIT $4`,
    [type, dataset, after, limit],
  );
}

export const isSubjectType = (type: string): type is SubjectType => (SUBJECT_TYPES as readonly string[]).includes(type);
