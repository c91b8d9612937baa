import type { Principal } from '../../../kernel/access/principal.js';

/** Seats of the caller that record bars, as bodies and roles. */
export const findRecordingSeats = ({ seats }: Principal): { bodies: string[]; roles: string[] } => {
  const recording = seats.filter(({ permissions }) => permissions.has('bar.record'));
  return { bodies: recording.map(({ organisation }) => organisation), roles: recording.map(({ role }) => role) };
};

/**
 * SQL: whether a body of the caller recorded the bar `r`: who recorded it sits there, in a role that records. The arguments
 * are the places of the caller's bodies and roles.
 */
export const isRecordedBySql = (bodies: string, roles: string): string =>
  `EXISTS (SELECT FROM seat s WHERE s.user_id = r.proposed_by AND s.organisation_id = ANY (${bodies}::uuid[])
     AND s.role = ANY (${roles}::text[]))`;

/** Whether the caller takes a record back or says that its decision was revoked: the body that recorded it, or the platform. */
export const mayEndBar = (principal: Principal, isOfOwnBody: boolean): boolean =>
  isOfOwnBody || principal.permissions.has('organisation.manage');
