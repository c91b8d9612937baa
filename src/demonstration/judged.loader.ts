import type { Tx } from '../kernel/database/transactions.js';
import { scheduleOf } from '../care/payments/schedule/schedule.rules.js';
import { categoryOf } from '../law/code-lists/code-lists.js';
import { demoId } from './demo-id.js';
import type { DemoPractice, DemoScheme } from './demonstration.types.js';

/** Who did it in the invented market: ids of nobody. */
const [PREPARED, CONCLUDED, SCORED, WRITTEN] = ['preparer', 'concluder', 'assessor', 'writer'].map((key) =>
  demoId('fiction', key),
);

/** What the contract still pays, made from its shares as it is for every contract. */
export async function loadSchedules(tx: Tx, dataset: string, practice: readonly DemoPractice[]): Promise<void> {
  const paid = practice.filter(({ payments }) => payments.length > 0);
  const amounts = await tx.query<{ id: string; amount: string }>(
    `SELECT id, amount::text FROM contract WHERE id = ANY ($1::uuid[])`,
    [paid.map(({ contract }) => contract)],
  );
  const rows = paid.flatMap(({ contract, payments }) => {
    const amount = amounts.find(({ id }) => id === contract)?.amount ?? '0';
    return scheduleOf(BigInt(amount), payments).map((one) => ({
      id: demoId('fiction', `payment-${contract}-${one.shareNo ?? 0}`),
      contract,
      no: one.shareNo,
      trigger: one.trigger,
      share: one.share,
      amount: one.amount.toString(),
    }));
  });
  await tx.query(
    `INSERT INTO payment (id, contract_id, dataset, no, share_no, trigger, share, amount)
     SELECT g.id, g.contract, $1, g.no, g.no, g.trigger, g.share, g.amount
     FROM jsonb_to_recordset($2::jsonb) AS g(id uuid, contract uuid, no integer, trigger text, share integer, amount bigint)`,
    [dataset, JSON.stringify(rows)],
  );
  await tx.recordAll(rows.map(({ id, contract }) => change('payment', id, dataset, { contract })));
}

/** Rounds that were passed with what the contract is worth. */
export async function loadAcceptances(tx: Tx, dataset: string, practice: readonly DemoPractice[]): Promise<void> {
  const rows = practice.flatMap(({ contract, standards, acceptance }) =>
    acceptance === null ? [] : [{ ...acceptance, contract, standards }],
  );
  const categories = await tx.query<{ id: string; category: string | null }>(
    `SELECT id, category FROM contract WHERE id = ANY ($1::uuid[])`,
    [rows.map(({ contract }) => contract)],
  );
  const isPublic = (contract: string): boolean =>
    categoryOf(categories.find(({ id }) => id === contract)?.category)?.publicService !== false;
  await tx.query(
    `INSERT INTO acceptance (id, dataset, contract_id, no, state, opened_at, standards, public_service, opinions_until,
       prepared_by, result, of_ended, accepted_amount, recipients_heard, concluded_on, concluded_by, published_on, fact_id)
     SELECT g.id, $1, g.contract, 1, 'published', (g."concludedOn" - 7)::timestamp AT TIME ZONE 'Asia/Shanghai', g.standards,
       g.public, g."concludedOn" - 1, ARRAY[$3::uuid], 'passed', false, c.amount, g.heard, g."concludedOn", $4, g."publishedOn",
       ${factOf('acceptance', 'c.id')}
     FROM jsonb_to_recordset($2::jsonb) AS g(id uuid, contract uuid, standards jsonb, public boolean, heard integer,
       "concludedOn" date, "publishedOn" date) JOIN contract c ON c.id = g.contract`,
    [dataset, JSON.stringify(rows.map((row) => ({ ...row, public: isPublic(row.contract) }))), PREPARED, CONCLUDED],
  );
  await tx.query(`UPDATE contract SET accepted_amount = amount WHERE id = ANY ($1::uuid[])`, [
    rows.map(({ contract }) => contract),
  ]);
  await tx.recordAll(rows.map(({ id, contract }) => change('acceptance', id, dataset, { contract })));
}

export async function loadSchemes(tx: Tx, dataset: string, schemes: readonly DemoScheme[]): Promise<void> {
  await tx.query(
    `INSERT INTO evaluation_scheme (id, dataset, owner_id, series_id, no, name, category, dimensions, state, written_by, activated_at)
     SELECT g.id, $1, g.owner, g.id, 1, g.name, g.category, g.dimensions, 'active', ARRAY[$3::uuid], business_now()
     FROM jsonb_to_recordset($2::jsonb) AS g(id uuid, owner uuid, name text, category text, dimensions jsonb)`,
    [dataset, JSON.stringify(schemes), WRITTEN],
  );
  await tx.recordAll(schemes.map(({ id, name }) => change('evaluation_scheme', id, dataset, { name })));
}

/** What was published, with the points it was made of and what they rest on. */
export async function loadEvaluations(tx: Tx, dataset: string, practice: readonly DemoPractice[]): Promise<void> {
  const rows = practice.flatMap(({ contract, evaluation }) =>
    evaluation === null ? [] : [{ ...evaluation, contract }],
  );
  await tx.query(
    `INSERT INTO evaluation (id, dataset, contract_id, buyer_id, supplier_id, region, kind, scheme_id, due_on, state,
       evaluator_id, round, total, grade, confirmed_set, published_set, published_total, published_grade, published_at, fact_id)
     SELECT g.id, $1, c.id, c.buyer_id, c.supplier_id, c.region, g.kind, g.scheme, g."publishedOn", 'published', g.evaluator, 1,
       g.total, g.grade, 1, 1, g.total, g.grade, g."publishedOn"::timestamp AT TIME ZONE 'Asia/Shanghai',
       ${factOf('evaluation', 'c.id')}
     FROM jsonb_to_recordset($2::jsonb) AS g(id uuid, contract uuid, kind text, scheme uuid, evaluator uuid,
       "publishedOn" date, total numeric, grade text) JOIN contract c ON c.id = g.contract`,
    [dataset, JSON.stringify(rows)],
  );
  await tx.query(
    `INSERT INTO evaluation_score (evaluation_id, set_no, leaf, points, evidence, scored_by, scored_at)
     SELECT g.id, 1, s.leaf, s.points, s.evidence, $2, g."publishedOn"::timestamp AT TIME ZONE 'Asia/Shanghai'
     FROM jsonb_to_recordset($1::jsonb) AS g(id uuid, "publishedOn" date, scores jsonb),
       jsonb_to_recordset(g.scores) AS s(leaf text, points integer, evidence jsonb)`,
    [JSON.stringify(rows), SCORED],
  );
  await tx.recordAll(rows.map(({ id, contract, kind }) => change('evaluation', id, dataset, { contract, kind })));
}

/** SQL: the last fact of a kind that was recorded of a contract. */
const factOf = (kind: string, contract: string): string =>
  `(SELECT f.id FROM fact f WHERE f.subject_type = 'contract' AND f.subject_id = ${contract} AND f.kind = '${kind}'
     ORDER BY f.seq DESC LIMIT 1)`;

const change = (aggregate: string, id: string, dataset: string, data: Record<string, string>) => ({
  aggregate,
  id,
  action: 'recorded',
  dataset,
  region: null,
  tenants: [],
  data,
});
