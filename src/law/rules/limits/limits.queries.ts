import { listJurisdictions } from '../rule-book.js';
import type { LimitRow } from './reach.rules.js';

/** A manager in a transaction, or the pool. */
interface Reader {
  query<T>(sql: string, params: unknown[]): Promise<T[]>;
}

/**
 * Limits of services in places and in those above them; those of the country are always among them. What nobody has read
 * quoted (confidence C) is no limit that is known.
 */
export function loadLimits(reader: Reader, regions: readonly (string | null)[]): Promise<LimitRow[]> {
  const places = new Set(['CN', ...regions.flatMap((region) => (region === null ? [] : listJurisdictions(region)))]);
  return reader.query<LimitRow>(
    `SELECT t.kind, t.region, t.level, t.amount::text AS amount, t.effective_from::text AS effective_from,
       t.effective_to::text AS effective_to
     FROM open_tender_threshold t WHERE t.object = 'services' AND t.confidence <> 'C' AND t.region = ANY ($1::text[])`,
    [[...places]],
  );
}

/** SQL: the limit of that id may be one of a purchase of this region and level. */
export const isLimitOfSql = (limit: string, region: string, level: string): string => `
  EXISTS (SELECT FROM open_tender_threshold x WHERE x.id = ${limit} AND x.object = 'services'
    AND (x.region = 'CN' OR x.region IN (${region}, left(${region}, 4) || '00', left(${region}, 2) || '0000'))
    AND (x.level = ${level} OR ${level} IS NULL AND x.level <> 'central'))`;
