import { isDisputedSql } from '../../bids/comparison/kept-words.queries.js';
import { lotDisputesSql } from '../../reviews/experts/expert-draws.queries.js';
import { BINDING_EFFECTS } from '../remedies/remedy.rules.js';

/** SQL: what is asked for, `x`, is about the lot `l`. */
const ABOUT_LOT = `x.tender_id = l.tender_id AND (x.lot_id IS NULL OR x.lot_id = l.id)`;

/** SQL: what was upheld is carried out on the lot `l`, or does not touch it; others of the tender may still wait for it. */
const APPLIED = `EXISTS (SELECT FROM remedy_application a WHERE a.remedy_id = x.id AND a.lot_id = l.id)`;

/** SQL: a challenge or complaint about the lot `l` waits, or a remedy does. */
const IS_DISPUTED = `(EXISTS (SELECT FROM challenge x WHERE ${ABOUT_LOT} AND (x.state = 'received'
        OR x.result = 'upheld' AND x.affects_result AND x.remedied_at IS NULL AND NOT ${APPLIED}))
      OR EXISTS (SELECT FROM complaint x WHERE ${ABOUT_LOT} AND (x.state IN ('received', 'to_correct', 'accepted')
        OR x.effect = ANY ('{${BINDING_EFFECTS.join()}}') AND x.remedied_at IS NULL AND NOT ${APPLIED})))`;

/** SQL, JSON: when the last of the challenges about the lot `l` came that were answered, and whether a challenge or complaint waits, or a remedy does. */
const LOT_DISPUTES = `(SELECT jsonb_build_object(
    'answeredReceivedOn', (SELECT max((x.received_at AT TIME ZONE 'Asia/Shanghai')::date)::text FROM challenge x
      WHERE ${ABOUT_LOT} AND x.answered_at IS NOT NULL),
    'disputed', ${IS_DISPUTED}))`;

lotDisputesSql.contribute(() => LOT_DISPUTES);
isDisputedSql.contribute(() => IS_DISPUTED);
