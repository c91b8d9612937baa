import { arrivedSql, handedOverSql, servingBodySql, takenOverSql } from '../../delivery/serving-bodies.js';
import { contractEndSql } from '../plan-standing.queries.js';
import { isDueSql } from './standing-handovers.queries.js';

/** SQL, behind FROM: recipients `y` of handovers `w`. */
const HANDED = `handover_recipient y JOIN handover w ON w.id = y.handover_id`;
/** SQL: they have passed, which the clock decides, whether or not it was written down. */
const HAVE_PASSED = `(w.passed_at IS NOT NULL OR ${isDueSql('w')})`;
/** SQL: the day after the last of the contract from which they pass. */
const NEXT_DAY = `((SELECT ${contractEndSql('c')} FROM contract c WHERE c.id = w.contract_id) + 1)`;
/** SQL: the day on which they passed; of a contract that was prolonged since they were taken over, the one after its end. */
const PASSED_ON = `greatest(w.passes_on, CASE WHEN w.passed_at IS NULL THEN ${NEXT_DAY} END)`;

handedOverSql.contribute(
  (recipient, contract) =>
    // The last day of the former agency: that of the acknowledgement where they passed at once, else the one before they passed.
    `SELECT max(greatest(w.acknowledged_on, ${PASSED_ON} - 1)) AS day FROM ${HANDED}
     WHERE y.recipient_id = ${recipient} AND w.contract_id = ${contract} AND ${HAVE_PASSED}`,
);

takenOverSql.contribute(
  (recipient, receiver, last) =>
    // Who takes them over late may have served them since the former contract was over.
    `SELECT max(least(${PASSED_ON}, ${NEXT_DAY})) AS day FROM ${HANDED}
     WHERE y.recipient_id = ${recipient} AND w.receiver_id = ${receiver} AND ${HAVE_PASSED} AND ${PASSED_ON} <= ${last}`,
);

servingBodySql.contribute(
  (
    r,
  ) => `coalesce((SELECT w.receiver_id FROM ${HANDED} WHERE y.recipient_id = ${r}.id AND w.from_id = ${r}.holder_id AND ${isDueSql('w')}
    AND (${r}.until IS NULL OR ${r}.until >= ${PASSED_ON}) LIMIT 1), ${r}.holder_id)`,
);

arrivedSql.contribute(
  (receiver) => `SELECT y.recipient_id AS recipient, y.consent_on IS NOT NULL OR y.legal_basis IS NOT NULL AS named
    FROM ${HANDED} WHERE w.receiver_id = ${receiver} AND ${isDueSql('w')}`,
);
