import { regionPrefix } from '../identity/regions.js';
import { NO_BODY, type Principal } from './principal.js';

type Seated = Pick<Principal, 'seats'>;

/** The bodies in which the caller holds this permission. One that is held in another body is none there. */
export const listPermittedBodies = ({ seats }: Seated, permission: string): string[] => [
  ...new Set(
    seats.filter((s) => s.organisation !== NO_BODY && s.permissions.has(permission)).map((s) => s.organisation),
  ),
];

/** What the caller may do in these bodies, each by a seat there. */
export const listHeldPermissions = ({ seats }: Seated, bodies: readonly (string | null)[]): Set<string> =>
  new Set(
    seats
      .filter((s) => s.organisation !== NO_BODY && bodies.includes(s.organisation))
      .flatMap((s) => [...s.permissions]),
  );

export const holdsPermission = (
  caller: Seated,
  permission: string,
  bodies: readonly (string | null | undefined)[],
): boolean => listPermittedBodies(caller, permission).some((body) => bodies.includes(body));

/** By a seat that watches over one of these regions; a body without a region watches over none. */
export const holdsRegionalPermission = (
  { seats }: Seated,
  permission: string,
  regions: readonly (string | null)[],
): boolean =>
  seats.some(
    ({ region, permissions }) =>
      region !== null &&
      permissions.has(permission) &&
      regions.some((within) => within !== null && within.startsWith(regionPrefix(region))),
  );

/**
 * Whether a seat that gives this permission in the body reaches back to an instant. One that others gave does not reach
 * behind the instant since which it counts.
 */
export const reachesBack = ({ seats }: Seated, permission: string, body: string, at: Date): boolean =>
  seats.some(
    ({ organisation, permissions, outsideSince }) =>
      organisation === body &&
      permissions.has(permission) &&
      (!outsideSince || Date.parse(outsideSince) <= at.getTime()),
  );
