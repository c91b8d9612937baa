import { signedAmountSql } from '../../tenders/oversight/ways/failed-lots.queries.js';
import { wasRescindedSql } from '../ending/rescinded.queries.js';

signedAmountSql.contribute(
  (contract, buyer) =>
    `SELECT c.amount FROM contract c
     WHERE c.id = ${contract} AND c.buyer_id = ${buyer} AND c.state NOT IN ('draft', 'void')
       AND NOT ${wasRescindedSql('c')}`,
);
