import type { Tx } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import { invalid } from '../../kernel/http/validation.js';
import type { Role } from './roles.js';
import { toRuleBasis } from '../../law/rules/rule-types.js';
import { findSeatConflict } from './seats.rules.js';

/** A role in a body; no body only for the first administrator. */
export interface SeatGiven {
  organisation: string | null;
  role: Role;
}

/** @throws Problem `seats_conflict` where one person may not hold these together. */
function refuseConflict(seats: readonly SeatGiven[]): void {
  const conflict = findSeatConflict(seats.map((seat) => seat.role));
  if (!conflict) return;
  const { roles, why, rule } = conflict;
  throw new Problem('seats_conflict', {
    detail: why,
    facts: { roles },
    ...(rule && { rule: rule.id, basis: toRuleBasis(rule) }),
  });
}

/** Makes these the seats of a user whose row is locked or new; a seat that stays keeps its date. */
export async function storeSeats(tx: Tx, user: string, seats: readonly SeatGiven[]): Promise<void> {
  refuseConflict(seats);
  const organisations = seats.map((seat) => seat.organisation);
  const known = await tx.query<{ id: string }>(`SELECT id FROM organisation WHERE id = ANY ($1::uuid[])`, [
    organisations.filter((id) => id !== null),
  ]);
  const ids = new Set(known.map((row) => row.id));
  const unknown = organisations.findIndex((id) => id !== null && !ids.has(id.toLowerCase()));
  if (unknown >= 0)
    throw invalid(`/seats/${unknown}/organisation`, 'unknown_id', {
      en: 'There is no such organisation',
      zh: '没有这个组织',
    });
  const given = [user, organisations, seats.map((seat) => seat.role)];
  await tx.query(
    `DELETE FROM seat s WHERE s.user_id = $1 AND NOT EXISTS (
       SELECT FROM unnest($2::uuid[], $3::text[]) AS g(organisation, role)
       WHERE g.organisation IS NOT DISTINCT FROM s.organisation_id AND g.role = s.role)`,
    given,
  );
  await tx.query(
    `INSERT INTO seat (user_id, organisation_id, role)
     SELECT $1, g.organisation, g.role FROM unnest($2::uuid[], $3::text[]) AS g(organisation, role)
     ON CONFLICT DO NOTHING`,
    given,
  );
}

export async function sameSeats(tx: Tx, user: string, seats: readonly SeatGiven[]): Promise<boolean> {
  const stored = await tx.query<SeatGiven>(
    `SELECT organisation_id AS organisation, role FROM seat WHERE user_id = $1`,
    [user],
  );
  const names = (list: readonly SeatGiven[]) =>
    list.map((seat) => `${seat.organisation?.toLowerCase()} ${seat.role}`).sort();
  return JSON.stringify(names(stored)) === JSON.stringify(names(seats));
}
