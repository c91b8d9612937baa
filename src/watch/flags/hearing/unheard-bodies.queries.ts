import { listGrantingRoles } from '../../../people/accounts/roles.js';
import { bodiesBesideSql } from './bodies-beside.js';
import { heardBodiesSql } from './named-bodies.js';

/** SQL: somebody has an account here who may answer for the body of the row `a` of `flag_ask`. */
const answersHereSql = (a: string): string => `EXISTS (SELECT FROM seats z
  WHERE z.organisation_id = ${a}.organisation_id AND z.active AND z.role IN ('${listGrantingRoles('risk.respond').join("', '")}'))`;

/** SQL: the body of the row `a` of `flag_ask` knows that it was asked: somebody may answer for it here, or it was asked otherwise and that is on record. */
export const isReachedSql = (a: string): string => `(${a}.served IS NOT NULL OR ${answersHereSql(a)})`;

/** SQL: what the body of the row `a` of `flag_ask` says comes on paper: it was asked otherwise, and nobody may answer for it here. */
export const speaksOnPaperSql = (a: string): string => `(${a}.served IS NOT NULL AND NOT ${answersHereSql(a)})`;

/** SQL: a body that is to be heard on the flag `f` was not asked, or nothing has reached it: of the subjects that still trigger, or, where none does, of all. */
export const hasUnaskedBodySql = (f: string): string => `
  EXISTS (SELECT FROM flag_subject s CROSS JOIN LATERAL (SELECT unnest(s.bodies) AS id UNION ${bodiesBesideSql('s')}) b
    LEFT JOIN flag_ask a ON a.flag_id = s.flag_id AND a.organisation_id = b.id
    WHERE s.flag_id = ${f}.id AND s.active = EXISTS (SELECT FROM flag_subject x WHERE x.flag_id = s.flag_id AND x.active)
      AND CASE WHEN a.flag_id IS NULL THEN b.id = ANY (${heardBodiesSql('s')}) ELSE a.answered_at IS NULL AND NOT ${isReachedSql('a')} END)`;
