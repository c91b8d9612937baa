import { contractPointsSql, isPerformedSql } from '../../awards/lots/contract-points.queries.js';
import { wasRescindedSql } from '../ending/rescinded.queries.js';

isPerformedSql.contribute(
  (lot) =>
    `EXISTS (SELECT FROM contract c WHERE c.lot_id = ${lot} AND NOT ${wasRescindedSql('c')}
       AND (c.state IN ('active', 'delivered', 'terminated', 'accepted', 'part_accepted', 'settled', 'archived') OR (c.state = 'halted' AND c.halted_from = 'active')))`,
);

contractPointsSql.contribute(
  () =>
    `SELECT c.tender_id, c.lot_id, c.state IN ('signed', 'halted') AS signed,
       c.state NOT IN ('signed', 'halted') OR c.halted_from = 'active' AS begun
     FROM contract c WHERE c.state NOT IN ('draft', 'void') AND NOT ${wasRescindedSql('c')}`,
);
