import { BINDING_EFFECTS, isOpenChallenge } from './remedy.rules.js';

/** SQL: a challenge or complaint `x` is about the lot of a contract, or of a lot or award, `c`. */
export const ABOUT = `x.tender_id = c.tender_id AND (x.lot_id IS NULL OR c.lot_id IS NULL OR x.lot_id = c.lot_id)`;
/** SQL: what is owed has been carried out on this lot; others of the tender may still wait. */
export const APPLIED = `EXISTS (SELECT FROM remedy_application a WHERE a.remedy_id = x.id AND a.lot_id = c.lot_id)`;

/**
 * SQL: why nothing is paid on a contract `c`, or NULL: it was halted for a dispute, or there is one that may change the result,
 * in whatever state the contract was found (Regulation article 54, Law article 57).
 */
export const HELD = `CASE
  WHEN c.state = 'halted' AND c.halt_ground IN ('challenge', 'complaint') THEN c.halt_ground
  WHEN EXISTS (SELECT FROM challenge x WHERE ${ABOUT} AND ${isOpenChallenge('x')}) THEN 'challenge'
  WHEN EXISTS (SELECT FROM challenge x WHERE ${ABOUT} AND x.result = 'upheld' AND x.affects_result AND x.remedied_at IS NULL
      AND NOT ${APPLIED})
    OR EXISTS (SELECT FROM complaint x WHERE ${ABOUT} AND x.effect = ANY ('{${BINDING_EFFECTS.join()}}') AND x.remedied_at IS NULL
      AND NOT ${APPLIED}) THEN 'remedy'
  WHEN EXISTS (SELECT FROM lot l WHERE l.tender_id = c.tender_id AND (c.lot_id IS NULL OR l.id = c.lot_id)
      AND l.state = 'suspended') THEN 'suspension' END`;
