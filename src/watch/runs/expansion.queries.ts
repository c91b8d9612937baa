import type { SubjectType } from './assessment-types.js';
import { SUBJECT_TYPES } from './assessment-types.js';
import type { Reader } from '../facts/loading/frame-types.js';
import type { SubjectRef } from '../facts/loading/load.js';

/** Aggregates whose changes may change an answer. */
const TOUCHING = [
  'tender',
  'lot',
  'contract',
  'payment',
  'invoice',
  'continuity_plan',
  'handover',
  'service_day',
  'budget_extension',
  'challenge',
  'complaint',
  'service_line',
  'organisation',
  'programme',
  'working_calendar',
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
    SELECT 'tender', t.id FROM tender t WHERE t.id = ${tender}
    UNION SELECT 'lot', l.id FROM lot l WHERE l.tender_id = ${tender}
    UNION SELECT 'contract', c.id FROM contract c WHERE c.tender_id = ${tender}
    UNION SELECT 'service_line', t.service_line_id FROM tender_service_line t WHERE t.tender_id = ${tender}
    UNION SELECT 'service_line', s.service_line_id FROM contract_service_line s JOIN contract c ON c.id = s.contract_id
      WHERE c.tender_id = ${tender}
    UNION SELECT 'agency', c.supplier_id FROM contract c WHERE c.tender_id = ${tender} AND c.supplier_id IS NOT NULL
    UNION SELECT 'buyer', t.buyer_id FROM tender t WHERE t.id = ${tender} AND t.buyer_id IS NOT NULL`;

/** SQL: the contract of a row of this table, and its lines. */
const ofContract = (table: string): string => `
    SELECT 'contract', p.contract_id FROM ${table} p WHERE p.id = $1::uuid
    UNION SELECT 'service_line', s.service_line_id FROM contract_service_line s JOIN ${table} p ON p.contract_id = s.contract_id
      WHERE p.id = $1::uuid`;

/** SQL: who published an evaluation of a contract, or once did. */
const publishingEvaluatorsSql = (contract: string): string => `
    SELECT 'evaluator', o.id FROM fact f JOIN organisation o ON o.id = (f.data #>> '{evaluator,organisation}')::uuid
      WHERE f.subject_type = 'contract' AND f.subject_id = ${contract} AND f.kind = 'evaluation'`;

/** What links lead to now. `$1` is the changed root. */
const LINKED: Readonly<Record<Touching, string>> = {
  tender: withTender('$1::uuid'),
  // From the deadline on a purchase goes its way lot by lot.
  lot: withTender('(SELECT tender_id FROM lot WHERE id = $1::uuid)'),
  contract: `
    SELECT 'contract', c.id FROM contract c WHERE c.id = $1::uuid
    UNION SELECT 'tender', c.tender_id FROM contract c WHERE c.id = $1::uuid
    UNION SELECT 'service_line', s.service_line_id FROM contract_service_line s WHERE s.contract_id = $1::uuid
    UNION SELECT 'agency', c.supplier_id FROM contract c WHERE c.id = $1::uuid AND c.supplier_id IS NOT NULL
    UNION ${publishingEvaluatorsSql('$1::uuid')}`,
  // Money has clocks of its contract.
  payment: `SELECT 'contract', p.contract_id FROM payment p WHERE p.id = $1::uuid`,
  invoice: `SELECT 'contract', i.contract_id FROM invoice i WHERE i.id = $1::uuid`,
  // What follows a contract is said of it and of its lines.
  continuity_plan: ofContract('continuity_plan'),
  handover: ofContract('handover'),
  // The days of a contract. What a contract that was accepted came to is what later ones are compared with.
  service_day: `
    SELECT 'contract', c.id FROM contract c WHERE c.id = $1::uuid
    UNION SELECT 'service_line', s.service_line_id FROM contract_service_line s WHERE s.contract_id = $1::uuid
    UNION SELECT 'contract', o.id FROM contract c JOIN acceptance a ON a.contract_id = c.id AND a.result = 'passed'
      JOIN contract o ON o.dataset = c.dataset AND o.category = c.category AND o.conducted = 'here'
        AND left(coalesce(o.signed_on, o.window_start), 4) > left(a.concluded_on::text, 4) WHERE c.id = $1::uuid`,
  budget_extension: `
    SELECT 'contract', c.id FROM budget_extension x JOIN contract c ON c.programme_id = x.programme_id WHERE x.id = $1::uuid`,
  // What is asked for against a purchase has clocks of its tender.
  challenge: `SELECT 'tender', x.tender_id FROM challenge x WHERE x.id = $1::uuid`,
  complaint: `SELECT 'tender', x.tender_id FROM complaint x WHERE x.id = $1::uuid`,
  service_line: `
    SELECT 'service_line', s.id FROM service_line s WHERE s.id = $1::uuid
    UNION SELECT 'contract', s.contract_id FROM contract_service_line s WHERE s.service_line_id = $1::uuid
    UNION SELECT 'agency', c.supplier_id FROM contract_service_line s JOIN contract c ON c.id = s.contract_id
      WHERE s.service_line_id = $1::uuid AND c.supplier_id IS NOT NULL
    UNION SELECT 'buyer', t.buyer_id FROM tender_service_line s JOIN tender t ON t.id = s.tender_id
      WHERE s.service_line_id = $1::uuid AND t.buyer_id IS NOT NULL`,
  organisation: `
    SELECT 'lot', b.lot_id FROM bid b WHERE b.bidder_id = $1::uuid
    UNION SELECT 'agency', c.supplier_id FROM contract c WHERE c.supplier_id = $1::uuid
    UNION SELECT 'buyer', t.buyer_id FROM tender t WHERE t.buyer_id = $1::uuid
    UNION SELECT 'contract', c.id FROM contract c WHERE c.supplier_id = $1::uuid
    UNION SELECT 'evaluation_scheme', s.id FROM evaluation_scheme s WHERE s.owner_id = $1::uuid`,
  // What was held against a contract, asked about it, or found in it.
  acceptance: `SELECT 'contract', a.contract_id FROM acceptance a WHERE a.id = $1::uuid`,
  survey: `SELECT 'contract', y.contract_id FROM survey y WHERE y.id = $1::uuid`,
  evaluation: `
    SELECT 'contract', e.contract_id FROM evaluation e WHERE e.id = $1::uuid
    UNION SELECT 'agency', e.supplier_id FROM evaluation e WHERE e.id = $1::uuid
    UNION ${publishingEvaluatorsSql('(SELECT contract_id FROM evaluation WHERE id = $1::uuid)')}`,
  evaluation_scheme: `
    SELECT 'evaluation_scheme', s.id FROM evaluation_scheme s WHERE s.series_id = (SELECT series_id FROM evaluation_scheme WHERE id = $1::uuid)`,
  need: `SELECT 'community', n.community_id FROM need n WHERE n.id = $1::uuid AND n.community_id IS NOT NULL`,
  community: `SELECT 'community', c.id FROM community c WHERE c.id = $1::uuid`,
  // Who has two of the three seats of a purchase has the agency's or the evaluator's.
  user: `
    SELECT 'contract', c.id FROM seat s JOIN contract c ON c.supplier_id = s.organisation_id WHERE s.user_id = $1::uuid
    UNION SELECT 'contract', e.contract_id FROM seat s JOIN evaluation e ON e.evaluator_id = s.organisation_id WHERE s.user_id = $1::uuid
    UNION SELECT 'contract', c.id FROM seat s JOIN fact f ON f.data #>> '{evaluator,organisation}' = s.organisation_id::text
      AND f.kind = 'evaluation' AND f.subject_type = 'contract' JOIN contract c ON c.id = f.subject_id WHERE s.user_id = $1::uuid`,
  programme: `
    SELECT 'programme', p.id FROM programme p WHERE p.id = $1::uuid
    UNION SELECT 'tender', t.id FROM tender t WHERE t.programme_id = $1::uuid
    UNION SELECT 'contract', c.id FROM contract c WHERE c.programme_id = $1::uuid`,
  working_calendar: `
    SELECT 'tender', t.id FROM tender t
      WHERE left(t.window_start, 4) <= $1::text AND left(t.window_end, 4) >= $1::text
    UNION SELECT 'contract', c.id FROM contract c JOIN tender t ON t.id = c.tender_id
      WHERE left(coalesce(c.window_start, t.window_start), 4) <= $1::text AND left(coalesce(c.window_end, t.window_end), 4) >= $1::text
    UNION SELECT 'contract', c.id FROM contract c
      WHERE c.conducted = 'here' AND left(coalesce(c.signed_on, c.window_start), 4) > $1::text
    UNION SELECT 'programme', p.id FROM programme p WHERE $1::integer BETWEEN p.year AND p.year + 1`,
};

/** What an earlier answer was read from: a link that is gone still leads to what has to forget it. */
const READ_BEFORE = `SELECT subject_type, subject_id FROM risk_subject WHERE uses @> ARRAY[$1::uuid]`;

/** Exactly the subjects that a change of this root touches, in a fixed order. */
export async function findTouchedSubjects(reader: Reader, aggregate: Touching, id: string): Promise<SubjectRef[]> {
  const before = aggregate === 'working_calendar' ? '' : `UNION ${READ_BEFORE}`;
  const rows = await reader.query<{ type: SubjectType; id: string }>(
    `SELECT DISTINCT type, id FROM (${LINKED[aggregate]} ${before}) AS g(type, id) ORDER BY type, id`,
    [id],
  );
  return rows;
}

/** SQL: where the subjects of a type stand as `s`, and which row says their dataset. */
const SOURCES: Readonly<Record<SubjectType, readonly [table: string, owner: string]>> = {
  tender: ['tender s', 's'],
  lot: ['lot s JOIN tender d ON d.id = s.tender_id', 'd'],
  contract: ['contract s', 's'],
  service_line: ['service_line s', 's'],
  programme: ['programme s', 's'],
  agency: ['organisation s', 's'],
  buyer: ['organisation s', 's'],
  evaluator: ['organisation s', 's'],
  community: ['community s', 's'],
  evaluation_scheme: ['evaluation_scheme s', 's'],
};

/** Everything there is to assess, and what was assessed and is no more, a page after another in the order of the ids. */
export async function listNextSubjects(
  reader: Reader,
  type: SubjectType,
  dataset: string | null,
  after: string | null,
  limit: number,
): Promise<SubjectRef[]> {
  const [table, owner] = SOURCES[type];
  return reader.query<SubjectRef>(
    `SELECT $1::text AS type, id FROM (
       (SELECT s.id FROM ${table} WHERE ($2::text IS NULL OR ${owner}.dataset = $2) AND ($3::uuid IS NULL OR s.id > $3::uuid)
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
