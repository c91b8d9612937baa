import { handedOverSql } from '../../delivery/records/standing-days.js';

handedOverSql.contribute(
  (recipient, contract) =>
    `SELECT max(x.acknowledged_on) AS day FROM handover_recipient y JOIN handover x ON x.id = y.handover_id
     WHERE y.recipient_id = ${recipient} AND x.contract_id = ${contract} AND x.state = 'acknowledged'`,
);
