import type { Request } from 'express';

/**
 * The client's address, or null where it cannot be known: a request that came through a proxy which is not in
 * TRUSTED_PROXIES names addresses nobody vouches for, and the proxy's own is shared by everybody behind it.
 */
export function clientAddress(request: Request): string | null {
  const forwarded = request.headers['x-forwarded-for'] !== undefined || request.headers['forwarded'] !== undefined;
  // `req.ips` is filled only when the connecting address is trusted.
  if (forwarded && request.ips.length === 0) return null;
  return request.ip ?? null;
}

/**
 * For throttling somebody must be counted. All that comes through one unlisted proxy counts together, apart from what comes
 * straight from its address: believing the addresses it names would let one caller be as many as it likes.
 */
export const throttleAddress = (request: Request): string =>
  clientAddress(request) ?? `behind ${request.socket.remoteAddress ?? 'nobody'}`;

export const isLoopback = (address: string | null | undefined): boolean =>
  address === '127.0.0.1' || address === '::1' || address === '::ffff:127.0.0.1';
