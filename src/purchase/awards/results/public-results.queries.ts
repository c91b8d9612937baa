import { PUBLIC_SOURCES } from '../../tenders/recording/facts-in-force.rules.js';

const SOURCES = `'{${PUBLIC_SOURCES.join(',')}}'::text[]`;

/** SQL: award `a` of purchase `t` stands, and everybody may read it: what a paper or a statement says is for insiders. */
export const isPublicAwardSql = (a: string, t: string): string =>
  `(${t}.published AND ${a}.public_stands AND ${a}.source = ANY (${SOURCES}))`;

/** SQL: everybody may read who made bid `b` for purchase `t`. Of a consultation that is conducted here nobody is told. */
export const isPublicBidSql = (b: string, t: string): string =>
  `(${t}.published AND (SELECT f.source FROM facts f WHERE f.id = ${b}.id) = ANY (${SOURCES}))`;

/** SQL: bidder `b` is awarded the lot of its bid, for everybody to read. */
export const hasWonSql = (b: string, t: string): string =>
  `EXISTS (SELECT FROM awards a WHERE a.lot_id = ${b}.lot_id AND a.public_supplier_id = ${b}.bidder_id AND ${isPublicAwardSql('a', t)})`;

/** SQL: an award of lot `l` is public and stands: who bid and is not awarded was not successful. */
export const isDecidedSql = (l: string, t: string): string =>
  `EXISTS (SELECT FROM awards a WHERE a.lot_id = ${l}.id AND ${isPublicAwardSql('a', t)})`;

/** SQL: the day of the first public award of lot `l` that stands; null where there is none, or it is not dated. */
export const decidedOnSql = (l: string, t: string): string =>
  `(SELECT left(min(a.public_awarded_on), 10) FROM awards a WHERE a.lot_id = ${l}.id AND ${isPublicAwardSql('a', t)})`;
