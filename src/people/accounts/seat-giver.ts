import { listPermittedBodies } from '../../kernel/access/held.js';
import type { Principal } from '../../kernel/access/principal.js';
import type { OwnClock } from '../../kernel/clock/own-clock.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import { invalid } from '../../kernel/http/validation.js';
import { isSupplierKind } from '../organisations/organisation-codes.js';
import { isAdministering, isSupplying, type Permission, type Role } from './roles.js';
import {
  findCodeHolder,
  holdsCodeThere,
  listManagedBodies,
  loadSitting,
  loadUse,
  lockBodies,
} from './seat-standing.queries.js';
import type { StandingSeat } from './seat-standing.queries.js';
import { areCodesWhole } from './same-person.queries.js';
import type { SeatGiven, SeatToStore } from './seats.js';

/** Who gives and ends seats: a manager in its own bodies, or an administrator. */
export interface SeatGiver {
  id: string | null;
  administers: boolean;
  /** The bodies that it manages, each with the instant since which its own seat was given from outside; null: it was not. */
  manages: ReadonlyMap<string, Date | null>;
}

export function findSeatGiver(principal: Pick<Principal, 'id' | 'seats' | 'permissions'>): SeatGiver {
  const bodies = listPermittedBodies(principal, 'seat.give' satisfies Permission);
  const findLimit = (body: string): Date | null => {
    const { outsideSince } =
      principal.seats.find((seat) => seat.organisation === body && seat.permissions.has('seat.give')) ?? {};
    return outsideSince ? new Date(outsideSince) : null;
  };
  return {
    id: principal.id,
    administers: principal.permissions.has('user.administer' satisfies Permission),
    manages: new Map(bodies.map((body) => [body, findLimit(body)])),
  };
}

/** A seat that somebody else has to agree to. */
export interface SeatAsked extends SeatGiven {
  decides: 'manager' | 'administrator';
}

/** What becomes of seats that are to be given: those that count at once, and those that are asked for. */
export interface SeatPlan {
  now: SeatToStore[];
  asked: SeatAsked[];
}

/**
 * A body's manager gives its seats, with the limit of its own. What an administrator gives in a body that has a manager waits
 * for that manager; in one that has lost its managers, and for administrators, for a second
 * administrator; in any other body it counts at once, from outside where somebody sits there already.
 *
 * @throws Problem `codes_of_one_body`; 400 for a body or a role that is not the manager's to give, or a supplier's role elsewhere
 */
export async function planSeats(
  tx: Tx,
  giver: SeatGiver,
  user: string,
  seats: readonly SeatGiven[],
  clock: OwnClock,
): Promise<SeatPlan> {
  const plan: SeatPlan = { now: [], asked: [] };
  const bodies = seats.flatMap(({ organisation }) => (organisation === null ? [] : [organisation]));
  await lockBodies(tx, bodies);
  await assertSuppliers(tx, giver, seats);
  const managed = giver.administers ? await listManagedBodies(tx, bodies, user) : [];
  const holder = await findCodeHolder(tx, user);
  for (const [i, { organisation, role }] of seats.entries()) {
    const body = organisation?.toLowerCase() ?? null;
    if (!giver.administers) plan.now.push(ownSeat(giver, body, role, i));
    else if (body === null || isAdministering(role)) plan.asked.push({ organisation, role, decides: 'administrator' });
    else if (managed.includes(body)) plan.asked.push({ organisation, role, decides: 'manager' });
    else {
      const sitting = await loadSitting(tx, body, user);
      if (sitting.manager) plan.asked.push({ organisation, role, decides: 'administrator' });
      else {
        // By an account whose code is in the own hand an administrator would act there.
        const isOwnHand = holder !== null && holder === giver.id && (await loadUse(tx, user, [body])).others;
        if (isOwnHand || !(await areCodesWhole(tx, user)) || (await holdsCodeThere(tx, holder, [body], user)))
          throw new Problem('codes_of_one_body');
        const outsideSince = sitting.somebody ? clock.getBeginning(await tx.now()) : null;
        plan.now.push({ organisation, role, outsideSince, inForceAt: null });
      }
    }
  }
  return plan;
}

/** @throws 400 where a seat that acts for a supplier is in a body of another kind, or, from outside, of none that is recorded */
async function assertSuppliers(tx: Tx, giver: SeatGiver, seats: readonly SeatGiven[]): Promise<void> {
  const bodies = seats.map(({ organisation, role }) => (isSupplying(role) ? organisation : null));
  if (bodies.every((body) => body === null)) return;
  const rows = await tx.query<{ id: string; kind: string | null }>(
    `SELECT id, kind FROM organisation WHERE id = ANY ($1::uuid[])`,
    [bodies.filter((body) => body !== null)],
  );
  const isOther = (kind: string | null) => (kind === null ? giver.administers : !isSupplierKind(kind));
  const others = new Set(rows.filter(({ kind }) => isOther(kind)).map(({ id }) => id));
  const wrong = bodies.findIndex((body) => body !== null && others.has(body.toLowerCase()));
  if (wrong >= 0)
    throw invalid(`/seats/${wrong}/role`, 'no_supplier', {
      en: 'This body is not recorded as one that supplies services',
      zh: '该机构未登记为服务承接主体',
    });
}

function ownSeat({ manages }: SeatGiver, body: string | null, role: Role, i: number): SeatToStore {
  const limit = body === null ? undefined : manages.get(body);
  if (limit === undefined)
    throw invalid(`/seats/${i}/organisation`, 'not_your_organisation', {
      en: 'You do not manage this body',
      zh: '您不是该组织的负责人',
    });
  // Other roles would reach beyond the own body.
  if (!isSupplying(role))
    throw invalid(`/seats/${i}/role`, 'not_allowed_value', {
      en: 'A manager gives the seats agency_manager and agency_worker',
      zh: '机构负责人只能授予机构负责人和一线社工席位',
    });
  return { organisation: body, role, outsideSince: limit, inForceAt: null };
}

/**
 * Whether a manager whose own seat was given from outside would act on an account whose seat there reaches further back: by
 * its code it would reach there itself.
 */
export const actsOnFurtherSeat = (giver: SeatGiver, seats: readonly StandingSeat[]): boolean =>
  seats.some(({ organisation, outside_since: since }) => {
    const limit = organisation === null ? undefined : giver.manages.get(organisation);
    return limit instanceof Date && (since === null || since < limit);
  });

/** Whether a manager would act on an account that sits in bodies which it does not manage. */
export const actsBeyondOwnBodies = (giver: SeatGiver, seats: readonly StandingSeat[]): boolean =>
  !giver.administers && seats.some(({ organisation }) => organisation === null || !giver.manages.has(organisation));
