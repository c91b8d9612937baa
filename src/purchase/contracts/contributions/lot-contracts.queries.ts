import { contractPointsSql, isPerformedSql } from '../../awards/lots/contract-points.queries.js';

isPerformedSql.contribute(
  (lot) =>
    `EXISTS (SELECT FROM contract c WHERE c.lot_id = ${lot}
       AND (c.state IN ('active', 'delivered', 'terminated', 'accepted', 'part_accepted', 'settled', 'archived') OR (c.state = 'halted' AND c.halted_from = 'active')))`,
);

contractPointsSql.contribute(
  () =>
    `SELECT tender_id, lot_id, state IN ('signed', 'halted') AS signed,
       state NOT IN ('signed', 'halted') OR halted_from = 'active' AS begun
     FROM contract WHERE state NOT IN ('draft', 'void', 'rescinded')`,
);
