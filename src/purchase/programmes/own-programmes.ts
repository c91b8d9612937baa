import { listPermittedBodies } from '../../kernel/access/held.js';
import { toScope } from '../../kernel/access/scope.js';
import { isOwnProgramme } from '../../people/communities/needs/actions/plan-need.js';

isOwnProgramme.contribute(async (tx, programme, dataset) => {
  const rows = await tx.query(
    `SELECT FROM programme WHERE id = $1 AND dataset = $2 AND ($3 OR buyer_id = ANY ($4::uuid[]))`,
    [programme, dataset, toScope(tx.principal).everything, listPermittedBodies(tx.principal, 'need.verify')],
  );
  return rows.length > 0;
});
