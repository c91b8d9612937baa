import { handedOverSql } from '../../delivery/records/standing-days.js';

handedOverSql.contribute(
  (recipient, contract) =>
    // The last day of the former agency: that of the acknowledgement where they passed at once, else the one before they passed.
    `SELECT max(greatest(x.acknowledged_on, x.passes_on - 1)) AS day FROM handover_recipient y JOIN handover x ON x.id = y.handover_id
     WHERE y.recipient_id = ${recipient} AND x.contract_id = ${contract} AND x.passed_at IS NOT NULL`,
);
