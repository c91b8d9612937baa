import { runningContractsSql } from '../../../people/communities/service-lines/line-use.js';

runningContractsSql.contribute(
  (line) =>
    `SELECT count(*) FROM contract_service_line x JOIN contract c ON c.id = x.contract_id
     WHERE x.service_line_id = ${line} AND c.state IN ('signed', 'active', 'halted')`,
);
