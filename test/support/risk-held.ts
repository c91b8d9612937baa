import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import type { Tx } from '../../src/kernel/database/transactions.js';

/** Who sits where, and until when money may be used: steps of a story. */
export type Held =
  | { do: 'seated'; contract: number; user: number; seats: number; leaves: boolean }
  | { do: 'disabled'; contract: number; user: number; back: boolean }
  | { do: 'extended'; contract: number; line: number; until: number; state: number };

const some = (max: number) => fc.nat({ max });
export const held: fc.Arbitrary<Held> = fc.oneof(
  fc.record({
    do: fc.constant('seated' as const),
    contract: some(5),
    user: some(1),
    seats: some(4),
    leaves: fc.boolean(),
  }),
  fc.record({ do: fc.constant('disabled' as const), contract: some(5), user: some(1), back: fc.boolean() }),
  fc.record({
    do: fc.constant('extended' as const),
    contract: some(5),
    line: some(2),
    until: fc.integer({ min: -100, max: 400 }),
    state: some(3),
  }),
);

const DECIDED = ['requested', 'granted', 'refused', 'withdrawn'];

interface Where {
  at: (days: number) => string;
  users: Map<number, string>;
}
type Written = { aggregate: string; id: string }[];

/** Writes such a step beside its service; answers the roots of which something is to be told. */
export async function hold(tx: Tx, contract: string, step: Held, where: Where): Promise<Written> {
  if (step.do === 'extended') return extended(tx, contract, step, where);
  const id = where.users.get(step.user) ?? (await user(tx));
  where.users.set(step.user, id);
  if (step.do === 'disabled')
    await tx.query(`UPDATE app_user SET state = $2 WHERE id = $1`, [id, step.back ? 'active' : 'disabled']);
  else await seated(tx, contract, id, step);
  return [{ aggregate: 'user', id }];
}

/** In the buyer of the contract, in its agency, or mostly in both; or nowhere of these any more. */
async function seated(
  tx: Tx,
  contract: string,
  id: string,
  { seats, leaves }: Extract<Held, { do: 'seated' }>,
): Promise<void> {
  const [row] = await tx.query<{ buyer: string | null; supplier: string | null }>(
    `SELECT buyer_id AS buyer, supplier_id AS supplier FROM contract WHERE id = $1`,
    [contract],
  );
  const both = [
    { body: row?.buyer, role: 'bureau_officer' },
    { body: row?.supplier, role: 'agency_manager' },
  ].filter(({ body }, i) => body && (seats > 1 || seats === i));
  for (const { body, role } of both)
    if (leaves) await tx.query(`DELETE FROM seat WHERE user_id = $1 AND organisation_id = $2`, [id, body]);
    else
      await tx.query(`INSERT INTO seat (user_id, organisation_id, role) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, [
        id,
        body,
        role,
      ]);
}

async function user(tx: Tx): Promise<string> {
  const [row] = await tx.query<{ id: string }>(
    `INSERT INTO app_user (login, name) VALUES ($1, '王小明') RETURNING id`,
    [`story-${randomUUID()}`],
  );
  return row?.id ?? '';
}

/** A request for a later day of a budget line: what was pending is decided, else one is made; a grant moves the day. */
async function extended(
  tx: Tx,
  contract: string,
  { line, until, state }: Extract<Held, { do: 'extended' }>,
  { at }: Where,
): Promise<Written> {
  const lines = await tx.query<{ id: string }>(
    `SELECT id FROM budget_line WHERE programme_id = (SELECT programme_id FROM contract WHERE id = $1)
     ORDER BY created_at, id`,
    [contract],
  );
  const of = lines[line % Math.max(1, lines.length)];
  if (of === undefined) return [];
  const decided = DECIDED[state] ?? 'requested';
  const made = await tx.query<{ id: string; until: string }>(
    `INSERT INTO budget_extension (programme_id, budget_line_id, use_by, until, reason, requested_by, requested_at)
     SELECT programme_id, id, coalesce(use_by, '2018'), $2, '延期', gen_random_uuid(), business_now() FROM budget_line WHERE id = $1
     ON CONFLICT (budget_line_id) WHERE state = 'requested' DO UPDATE SET version = budget_extension.version + 1
     RETURNING id, until::text AS until`,
    [of.id, at(until)],
  );
  const [request] = made;
  if (request === undefined) return [];
  if (decided !== 'requested')
    await tx.query(`UPDATE budget_extension SET state = $2, decided_at = business_now() WHERE id = $1`, [
      request.id,
      decided,
    ]);
  if (decided === 'granted') await tx.query(`UPDATE budget_line SET use_by = $2 WHERE id = $1`, [of.id, request.until]);
  return [{ aggregate: 'budget_extension', id: request.id }];
}
