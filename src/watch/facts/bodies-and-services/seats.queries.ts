import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { SeatedBody, SeatedPerson, SeatHeld, SeatKind, SeatsFacts, TookPart } from '../seat-facts.js';
import { daySql } from '../loading/fact-fragments.queries.js';
import { addDaysInRange } from '../loading/judging.rules.js';
import type { Reader } from '../loading/frame-types.js';
import { maskName } from '../../../kernel/identity/mask-name.js';
import { jointBuyersSql } from '../../../purchase/tenders/conducted/terms/joint-buyers.queries.js';

/** What else the answer is read from: bodies, communities and users. */
export interface LoadedSeats {
  facts: Omit<SeatsFacts, 'subject' | 'asOf' | 'conflicts'>;
  uses: string[];
  /** Ids of the bodies that have a seat, by their business keys. */
  parties: Map<string, string[]>;
  /** Days on which somebody stands there no more. */
  turns: (PlainDate | null)[];
}

/** SQL: every body that has a seat in the purchases of the contracts `$1`, as `p`. */
const PLACES = `
  WITH place AS (
    SELECT c.id AS contract_id, c.buyer_id AS body, 'buyer' AS seat, NULL::uuid AS via FROM contracts c WHERE c.id = ANY ($1::uuid[])
    UNION SELECT c.id, joint.id, 'buyer', NULL FROM contracts c JOIN tenders t ON t.id = c.tender_id
      CROSS JOIN LATERAL unnest(${jointBuyersSql('t')}) AS joint(id) WHERE c.id = ANY ($1::uuid[])
    UNION SELECT c.id, c.supplier_id, 'agency', NULL FROM contracts c WHERE c.id = ANY ($1::uuid[])
    UNION SELECT l.contract_id, k.committee_id, 'community', k.community_id FROM contract_service_lines l
      JOIN service_line_communities k ON k.service_line_id = l.service_line_id WHERE l.contract_id = ANY ($1::uuid[])
    UNION SELECT e.contract_id, e.evaluator_id, 'evaluator', NULL FROM evaluations e
      WHERE e.contract_id = ANY ($1::uuid[]) AND e.state <> 'cancelled'
    UNION SELECT f.contract_id, f.evaluator::uuid, 'evaluator', CASE WHEN f.evaluator IS NULL THEN f.id END FROM published_evaluations f
      WHERE f.contract_id = ANY ($1::uuid[])
    UNION SELECT c.id, t.agent_id, 'designer', NULL FROM contracts c JOIN tenders t ON t.id = c.tender_id
      WHERE c.id = ANY ($1::uuid[]) AND t.agent_id IS DISTINCT FROM c.buyer_id
  )`;

interface PlaceRow {
  contract_id: string;
  via: string | null;
  body: string | null;
  seat: SeatedBody['seat'];
  key: string;
  label: string;
  known: boolean;
}
const BODIES = `${PLACES}
  SELECT p.contract_id, p.via, p.body, p.seat, o.body_key AS key, o.name AS label, coalesce(o.relations_known, false) AS known
  FROM place p LEFT JOIN organisations o ON o.id = p.body`;

interface HeldRow {
  contract_id: string;
  user_id: string | null;
  person: string;
  name: string;
  body: string;
  body_key: string;
  seat: SeatedBody['seat'];
  as: SeatHeld['as'];
  since: PlainDate | null;
  /** The last day on which somebody stands there, where one is registered. */
  until: PlainDate | null;
}
const HELD = `${PLACES}
  SELECT p.contract_id, s.user_id, s.user_key AS person, s.user_name AS name, p.body, o.body_key, p.seat, 'seat' AS as,
    min(${daySql('s.given_at')}) AS since, NULL::text AS until
  FROM place p JOIN organisations o ON o.id = p.body JOIN seats s ON s.organisation_id = p.body AND s.active
  WHERE p.seat <> 'designer' GROUP BY 1, 2, 3, 4, 5, 6, 7
  UNION ALL
  SELECT p.contract_id, NULL, 'person:' || r.person_key, r.name, p.body, o.body_key, p.seat, r.relation, NULL, r.until
  FROM place p JOIN organisations o ON o.id = p.body JOIN organisation_persons r ON r.organisation_id = p.body AND (r.until IS NULL OR r.until >= business_today()::text)
  WHERE p.seat <> 'designer'`;

interface TookRow {
  contract_id: string;
  user_id: string;
  person: string;
  name: string;
  record: string;
  as: TookPart['as'];
  seat: SeatKind;
  on: PlainDate;
}
/** What was done by a key was done by its holder. */
const holder = (id: string): string => `coalesce((SELECT k.holder_id FROM api_keys k WHERE k.id = ${id}), ${id})`;
const TOOK = `
  WITH took AS (
    SELECT g.contract_id, ${holder('g.user_id')} AS user_id, 'contract:' || g.contract_id AS record, 'signed' AS as, 'buyer' AS seat,
      g.signed_at AS at FROM contract_signatures g WHERE g.contract_id = ANY ($1::uuid[]) AND g.side = 'buyer'
    UNION SELECT c.id, ${holder('w.id')}, 'tender:' || t.id, 'wrote', 'buyer', t.approved_at
      FROM contracts c JOIN tenders t ON t.id = c.tender_id CROSS JOIN unnest(t.writers) AS w(id)
      WHERE c.id = ANY ($1::uuid[]) AND t.approved_at IS NOT NULL AND w.id IS NOT NULL
    UNION SELECT c.id, m.user_id, 'lot:' || m.lot_id, 'reviewed', 'buyer', m.reported_at
      FROM contracts c JOIN reviewers m ON m.lot_id = c.lot_id WHERE c.id = ANY ($1::uuid[])
    UNION SELECT e.contract_id, ${holder('x.scored_by')}, 'evaluation:' || e.id, 'evaluated',
        CASE WHEN x.evaluator_id = e.buyer_id THEN 'buyer' ELSE 'evaluator' END, max(x.scored_at)
      FROM evaluations e JOIN evaluation_scorings x ON x.evaluation_id = e.id
      WHERE e.contract_id = ANY ($1::uuid[]) AND e.state <> 'cancelled' GROUP BY e.contract_id, e.id, x.evaluator_id, e.buyer_id, x.scored_by
  )
  SELECT k.contract_id, u.id AS user_id, u.key AS person, u.name, k.record, k.as, k.seat, ${daySql('k.at')} AS on
  FROM took k JOIN users u ON u.id = k.user_id`;

/** Who sits where in the purchases of contracts: a few statements however many there are. */
export async function loadSeats(
  reader: Reader,
  contracts: readonly { id: string; method: string | null; signed_on: string | null }[],
): Promise<Map<string, LoadedSeats>> {
  if (contracts.length === 0) return new Map();
  const ids = contracts.map(({ id }) => id);
  const places = groupRows(await reader.query<PlaceRow>(BODIES, [ids]), 'contract_id');
  const held = groupRows(await reader.query<HeldRow>(HELD, [ids]), 'contract_id');
  const took = groupRows(await reader.query<TookRow>(TOOK, [ids]), 'contract_id');
  return new Map(
    contracts.map(({ id, method, signed_on: signedOn }): [string, LoadedSeats] => {
      const own = places.get(id) ?? [];
      const people = listSeatedPersons(held.get(id) ?? [], took.get(id) ?? []);
      return [
        id,
        {
          facts: {
            method,
            signedOn,
            bodies: [...new Map(own.flatMap(toSeatedBodies).map((body) => [body.key, body])).values()],
            evaluatorsKnown: !own.some(({ seat, body, via }) => seat === 'evaluator' && body === null && via !== null),
            persons: people.map(({ person }) => person),
          },
          uses: [...own.flatMap(({ body, via }) => [body, via]), ...people.map(({ user }) => user)].filter(
            (one): one is string => one !== null,
          ),
          parties: new Map(own.flatMap(({ body, key }) => (body === null ? [] : [[key, [body]]]))),
          turns: (held.get(id) ?? []).flatMap(({ until }) => (until === null ? [] : [addDaysInRange(until, 1)])),
        },
      ];
    }),
  );
}

function toSeatedBodies({ body, seat, key, label, known }: PlaceRow): SeatedBody[] {
  if (body === null) return [];
  return [{ key: `${seat}/${key}`, body: key, record: `organisation:${body}`, label, seat, relationsKnown: known }];
}

const toSeatKind = (seat: SeatedBody['seat']): SeatKind => (seat === 'agency' || seat === 'evaluator' ? seat : 'buyer');

/** Those alone that stand in more than one place. */
function listSeatedPersons(
  held: readonly HeldRow[],
  took: readonly TookRow[],
): { user: string | null; person: SeatedPerson }[] {
  const keys = [...new Set([...held, ...took].map(({ person }) => person))].sort();
  const [places, acts] = [groupRows(held, 'person'), groupRows(took, 'person')];
  return keys.flatMap((key) => {
    const [has, did] = [places.get(key) ?? [], acts.get(key) ?? []];
    const seats = new Set([...has.map(({ seat }) => toSeatKind(seat)), ...did.map(({ seat }) => seat)]);
    const [first] = [...has, ...did];
    if (seats.size < 2 || first === undefined) return [];
    const holds = has.map((row): SeatHeld => ({
      key: `${row.seat}/${row.body_key}/${row.as}`,
      body: row.body_key,
      record: `organisation:${row.body}`,
      seat: toSeatKind(row.seat),
      as: row.as,
      since: row.since,
    }));
    const part = did.map(({ record, as, seat, on }): TookPart => ({
      key: `${as}/${seat}/${on}`,
      record,
      as,
      seat,
      on,
    }));
    return [{ user: first.user_id, person: { key, label: maskName(first.name), holds, took: part } }];
  });
}

function groupRows<K extends string, T extends Record<K, string>>(rows: readonly T[], name: K): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(row[name], [...(groups.get(row[name]) ?? []), row]);
  return groups;
}
