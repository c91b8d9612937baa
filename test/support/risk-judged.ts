import fc from 'fast-check';
import type { Tx } from '../../src/kernel/database/transactions.js';

/** What is said of a contract when it is judged and paid: steps of a story. */
export type Judged =
  | { do: 'passed'; contract: number; heard: number; on: number }
  | { do: 'judged'; contract: number; evaluator: number; evidence: number; sampled: boolean }
  | { do: 'scheduled'; contract: number; trigger: number; dropped: boolean };

const some = (max: number) => fc.nat({ max });
export const judged: fc.Arbitrary<Judged> = fc.oneof(
  fc.record({
    do: fc.constant('passed' as const),
    contract: some(5),
    heard: some(2),
    on: fc.integer({ min: -200, max: 300 }),
  }),
  fc.record({
    do: fc.constant('judged' as const),
    contract: some(5),
    evaluator: some(4),
    evidence: some(12),
    sampled: fc.boolean(),
  }),
  fc.record({ do: fc.constant('scheduled' as const), contract: some(5), trigger: some(2), dropped: fc.boolean() }),
);

const TRIGGERS = ['signing', 'report', 'acceptance'];
/** Case work is promised, and half of the minutes as emotional support. */
const STANDARDS = [
  { no: 1, text: '个案', target: 20, unit: '个', measure: { of: 'records', form: 'case' } },
  { no: 2, text: '服务时长', target: 6_000, unit: '分钟', measure: { of: 'minutes' } },
  { no: 3, text: '精神慰藉', target: 3_000, unit: '分钟', measure: { of: 'minutes', content: 'EMOTIONAL_SUPPORT' } },
];

/** From now on the contract goes on here. */
export async function goesOnHere(tx: Tx, contract: string): Promise<void> {
  await tx.query(
    `UPDATE contract SET conducted = 'here', content_hash = repeat('0', 64),
       content = jsonb_build_object('standards', $2::jsonb, 'window', jsonb_build_object('start', window_start, 'end', window_end),
         'parties', jsonb_build_object('supplier', jsonb_build_object('creditCode', NULL)))
     WHERE id = $1 AND conducted = 'elsewhere'`,
    [contract, JSON.stringify(STANDARDS)],
  );
}

interface Where {
  dataset: string;
  bodies: readonly string[];
  at: (days: number) => string;
  /** A number that no other step has. */
  no: number;
}
type Written = { aggregate: string; id: string }[];

/** Writes such a step beside its service; answers the roots of which something is to be told. */
export function judge(tx: Tx, contract: string, step: Judged, where: Where): Promise<Written> {
  switch (step.do) {
    case 'passed':
      return passed(tx, contract, step, where);
    case 'judged':
      return evaluated(tx, contract, step, where);
    case 'scheduled':
      return scheduled(tx, contract, step, where);
  }
}

const written = (aggregate: string, rows: readonly { id: string }[]): Written =>
  rows.map(({ id }) => ({ aggregate, id }));

/** A round of acceptance that was concluded here. */
async function passed(
  tx: Tx,
  contract: string,
  { heard, on }: Extract<Judged, { do: 'passed' }>,
  { dataset, at }: Where,
): Promise<Written> {
  const rows = await tx.query<{ id: string }>(
    `INSERT INTO acceptance (dataset, contract_id, no, state, opened_at, standards, public_service, prepared_by, result, of_ended,
       accepted_amount, recipients_heard, concluded_on, concluded_by)
     SELECT $1, $2, coalesce(max(no), 0) + 1, 'concluded', business_now(), $3, false, '{}', 'passed', false, 1, $4, $5,
       gen_random_uuid() FROM acceptance WHERE contract_id = $2 RETURNING id`,
    [dataset, contract, JSON.stringify(STANDARDS), heard, at(on)],
  );
  return written('acceptance', rows);
}

/** An evaluation that was published here, of records of the contract and of a survey, as far as there are any. */
async function evaluated(
  tx: Tx,
  contract: string,
  { evaluator, evidence, sampled }: Extract<Judged, { do: 'judged' }>,
  { dataset, bodies, no }: Where,
): Promise<Written> {
  const leaf = { name: '居民', weight: '100', channel: 'residents', kind: 'outcome', max: '100' };
  const dimensions = [{ name: '全部', weight: '100', indicators: [{ name: '全部', weight: '100', leaves: [leaf] }] }];
  const schemes = await tx.query<{ id: string }>(
    `INSERT INTO evaluation_scheme (dataset, owner_id, series_id, no, name, dimensions, state, written_by)
     VALUES ($1, $2, gen_random_uuid(), 1, $3, $4, 'active', '{}') RETURNING id`,
    [dataset, bodies[1], `评估${no}`, JSON.stringify(dimensions)],
  );
  // Nobody evaluates what it supplies itself, and of a contract without parties nothing is judged.
  const rows = await tx.query<{ id: string }>(
    `INSERT INTO evaluation (dataset, contract_id, buyer_id, supplier_id, kind, scheme_id, due_on, state, evaluator_id, total, grade,
       published_set, published_total, published_grade, published_at)
     SELECT c.dataset, c.id, c.buyer_id, c.supplier_id, 'midterm', $2, business_today(), 'published', $3, 80, 'good', 1, 80, 'good',
       business_now()
     FROM contract c WHERE c.id = $1 AND c.buyer_id IS NOT NULL AND c.supplier_id IS NOT NULL AND c.supplier_id <> $3
     RETURNING id`,
    [contract, schemes[0]?.id, bodies[evaluator]],
  );
  for (const { id } of rows)
    await tx.query(
      `INSERT INTO evaluation_score (evaluation_id, set_no, leaf, points, evidence, scored_by)
       SELECT $1, 1, '1.1.1', 8000, coalesce(jsonb_agg(jsonb_build_object('kind', g.kind, 'id', g.id)), '[]'), gen_random_uuid()
       FROM ((SELECT 'record' AS kind, id FROM service_record WHERE contract_id = $2 ORDER BY id LIMIT $3)
         UNION ALL (SELECT 'survey', id FROM survey WHERE contract_id = $2 AND $4 ORDER BY id LIMIT 1)) g`,
      [id, contract, evidence, sampled],
    );
  return [...written('evaluation_scheme', schemes), ...written('evaluation', rows)];
}

/** An instalment of the contract, or one that was taken out again. */
async function scheduled(
  tx: Tx,
  contract: string,
  { trigger, dropped }: Extract<Judged, { do: 'scheduled' }>,
  { dataset }: Where,
): Promise<Written> {
  const rows = await tx.query<{ id: string }>(
    `INSERT INTO payment (contract_id, dataset, no, share_no, trigger, share, amount, dropped)
     SELECT $1, $2, coalesce(max(no), 0) + 1, coalesce(max(no), 0) + 1, $3, 5000, 100, $4 FROM payment WHERE contract_id = $1
     RETURNING id`,
    [contract, dataset, TRIGGERS[trigger], dropped],
  );
  return written('payment', rows);
}
