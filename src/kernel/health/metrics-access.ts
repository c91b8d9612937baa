import { timingSafeEqual } from 'node:crypto';

/** Whether a request brings the token of the metrics. Without one set, no token is right. */
export function bringsMetricsToken(authorization: string | undefined, token: string | undefined): boolean {
  const given = /^Bearer (.+)$/.exec(authorization ?? '')?.[1];
  if (!token || !given) return false;
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}
