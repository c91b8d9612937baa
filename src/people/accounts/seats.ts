import type { Tx } from '../../kernel/database/transactions.js';
import { SEAT, toSittingKind } from './acting/acting-kinds.js';
import { Problem } from '../../kernel/errors/problem.js';
import { invalid } from '../../kernel/http/validation.js';
import { refuseMergedRecord } from '../organisations/merges/standing-records.js';
import type { Role } from './roles.js';
import { toRuleBasis } from '../../law/rules/rule-types.js';
import { findSeatConflict, type SeatConflict } from './seats.rules.js';

/** A role in a body; no body only for the first administrator. */
export interface SeatGiven {
  organisation: string | null;
  role: Role;
}

/** A seat with how far it reaches: since when it was given from outside, and from when it counts; null: no such limit. */
export interface SeatToStore extends SeatGiven {
  outsideSince: Date | null;
  inForceAt: Date | null;
}

/** What a refusal says of two seats that one person may not hold together. */
export const toConflictDetails = ({ roles, why, rule }: SeatConflict) => ({
  detail: why,
  facts: { roles },
  ...(rule && { rule: rule.id, basis: toRuleBasis(rule) }),
});

/** @throws Problem `seats_conflict` where one person may not hold these together. */
export function refuseConflict(seats: readonly SeatGiven[]): void {
  const conflict = findSeatConflict(seats.map((seat) => seat.role));
  if (conflict) throw new Problem('seats_conflict', toConflictDetails(conflict));
}

/** @throws 400 where a body is not there; Problem `body_merged` where its record went into another one. */
export async function assertKnownBodies(tx: Tx, seats: readonly SeatGiven[]): Promise<void> {
  const organisations = seats.map((seat) => seat.organisation);
  const known = await tx.query<{ id: string; merged_into: string | null }>(
    `SELECT id, merged_into FROM organisation WHERE id = ANY ($1::uuid[]) ORDER BY id FOR KEY SHARE`,
    [organisations.filter((id) => id !== null)],
  );
  const records = new Map(known.map((row) => [row.id, row.merged_into]));
  const unknown = organisations.findIndex((id) => id !== null && !records.has(id.toLowerCase()));
  if (unknown >= 0)
    throw invalid(`/seats/${unknown}/organisation`, 'unknown_id', {
      en: 'There is no such organisation',
      zh: '没有这个组织',
    });
  for (const [i, id] of organisations.entries())
    refuseMergedRecord((id !== null && records.get(id.toLowerCase())) || null, `/seats/${i}/organisation`);
}

/** Adds seats to a user whose row is locked or new; one that is there stays as it is. */
export async function addSeats(tx: Tx, user: string, seats: readonly SeatToStore[]): Promise<void> {
  if (seats.length > 0) await keepWholeSeats(tx, user);
  for (const { organisation, role, outsideSince, inForceAt } of seats) {
    const [added] = await tx.query<{ id: string }>(
      `INSERT INTO seat (user_id, organisation_id, role, outside_since, in_force_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT DO NOTHING RETURNING id`,
      [user, organisation, role, outsideSince, inForceAt],
    );
    if (!added) continue;
    tx.bindRow(SEAT, user, added.id);
    if (organisation !== null) tx.bindRow(toSittingKind(role), organisation.toLowerCase(), added.id);
  }
}

export async function removeSeats(tx: Tx, user: string, seats: readonly SeatGiven[]): Promise<void> {
  for (const { organisation, role } of seats) {
    const removed = await tx.query<{ id: string }>(
      `DELETE FROM seat WHERE user_id = $1 AND organisation_id IS NOT DISTINCT FROM $2::uuid AND role = $3 RETURNING id`,
      [user, organisation, role],
    );
    for (const { id } of removed) unbindSeat(tx, user, id, { organisation, role });
  }
  if (seats.length > 0) await keepWholeSeats(tx, user);
}

/**
 * Whoever decides which seats somebody has decides on those that stand there: one that was taken away or altered by hand just then, and is
 * put back beside what it may not stand beside, counts no more.
 */
async function keepWholeSeats(tx: Tx, user: string): Promise<void> {
  // Two that are given at once are decided on one after the other.
  await tx.query(`SELECT FROM app_user WHERE id = $1 FOR NO KEY UPDATE`, [user]);
  await tx.keepWholeRows(SEAT, 'user_id', user);
}

/** A seat that was deleted counts no longer, neither for its holder nor for its body. */
export function unbindSeat(tx: Tx, user: string, id: string, { organisation, role }: SeatGiven): void {
  tx.bindRow(SEAT, user, id);
  if (organisation !== null) tx.bindRow(toSittingKind(role), organisation.toLowerCase(), id);
}

const toName = ({ organisation, role }: SeatGiven): string => `${organisation?.toLowerCase()} ${role}`;

/** The seats of one list that are not in the other. */
export function listOtherSeats<S extends SeatGiven>(seats: readonly S[], others: readonly SeatGiven[]): S[] {
  const names = new Set(others.map(toName));
  return seats.filter((seat) => !names.has(toName(seat)));
}

/** The bodies of seats, each once. */
export const listBodies = (seats: readonly SeatGiven[]): string[] => [
  ...new Set(seats.flatMap(({ organisation }) => (organisation === null ? [] : [organisation.toLowerCase()]))),
];
