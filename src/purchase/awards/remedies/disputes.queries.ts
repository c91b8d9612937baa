import { BINDING_EFFECTS, isOpenChallenge } from './remedy.rules.js';

/** SQL: a challenge or complaint `x` is about the lot of a contract, or of a lot or award, `c`. */
export const ABOUT = `x.tender_id = c.tender_id AND (x.lot_id IS NULL OR c.lot_id IS NULL OR x.lot_id = c.lot_id)`;
/** SQL: what is owed has been carried out on this lot; others of the tender may still wait. */
export const APPLIED = `EXISTS (SELECT FROM remedy_application a WHERE a.remedy_id = x.id AND a.lot_id = c.lot_id)`;

/** SQL: what was upheld of a challenge or complaint `x` and is still to be carried out on `c`. */
export const OWED_CHALLENGE = `x.result = 'upheld' AND x.affects_result AND x.remedied_at IS NULL AND NOT ${APPLIED}`;
export const OWED_COMPLAINT = `x.effect = ANY ('{${BINDING_EFFECTS.join()}}') AND x.remedied_at IS NULL AND NOT ${APPLIED}`;

/** SQL: something of it is to be carried out on the lot `lot` of the tender `tender`: until then its result is neither confirmed nor published. */
export const isRemedyOwedSql = (lot: string, tender: string): string => `EXISTS (
    SELECT FROM (SELECT ${tender} AS tender_id, ${lot} AS lot_id) c
    WHERE EXISTS (SELECT FROM challenge x WHERE ${ABOUT} AND ${OWED_CHALLENGE})
      OR EXISTS (SELECT FROM complaint x WHERE ${ABOUT} AND ${OWED_COMPLAINT}))`;

/**
 * SQL: why nothing is paid on a contract `c`, or NULL: it was halted for a dispute, or there is one that may change the result,
 * in whatever state the contract was found (Regulation article 54, Law article 57).
 */
export const HELD = `CASE
  WHEN c.state = 'halted' AND c.halt_ground IN ('challenge', 'complaint') THEN c.halt_ground
  WHEN EXISTS (SELECT FROM challenge x WHERE ${ABOUT} AND ${isOpenChallenge('x')}) THEN 'challenge'
  WHEN EXISTS (SELECT FROM challenge x WHERE ${ABOUT} AND ${OWED_CHALLENGE})
    OR EXISTS (SELECT FROM complaint x WHERE ${ABOUT} AND ${OWED_COMPLAINT}) THEN 'remedy'
  WHEN EXISTS (SELECT FROM lot l WHERE l.tender_id = c.tender_id AND (c.lot_id IS NULL OR l.id = c.lot_id)
      AND l.state = 'suspended') THEN 'suspension' END`;
