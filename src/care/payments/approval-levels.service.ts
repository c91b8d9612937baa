import { Injectable } from '@nestjs/common';
import { listPermittedBodies, holdsPermission } from '../../kernel/access/held.js';
import type { Principal } from '../../kernel/access/principal.js';
import { lockRoot } from '../../kernel/database/roots.js';
import { Sql } from '../../kernel/database/sql.js';
import { Transactions, type Tx } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import { formatYuan, parseYuan } from '../../kernel/money/money.js';
import { listGrantingRoles } from '../../people/accounts/roles.js';
import type { ApprovalLevelsDto, ApprovalLevelsViewDto } from './payment.dto.js';
import { touchOrganisation } from '../../people/organisations/touch-organisation.js';

interface Body {
  id: string;
  version: number;
  dataset: string;
  region: string | null;
}

const APPROVING = listGrantingRoles('payment.approve');

/** From which amounts on a bureau asks one more person to approve a payment. */
@Injectable()
export class ApprovalLevelsService {
  constructor(private readonly transactions: Transactions) {}

  set(principal: Principal, id: string, version: number, { levels }: ApprovalLevelsDto): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const body = await lockRoot<Body>(tx, 'organisation', id, (sql) => sql, new Sql(), version);
      if (!holdsPermission(principal, 'payment.approve', [id])) throw new Problem('not_permitted');
      const fen = [...new Set(levels.map((level) => parseYuan(level)))].sort((a, b) => (a < b ? -1 : 1));
      const [there] = await tx.query<{ n: number }>(
        `SELECT count(DISTINCT u.id)::integer AS n FROM seat s JOIN app_user u ON u.id = s.user_id
         WHERE s.organisation_id = $1 AND s.role = ANY ($2::text[]) AND u.state = 'active'`,
        [id, APPROVING],
      );
      // What nobody could approve would never be paid.
      if ((there?.n ?? 0) < fen.length + 1)
        throw new Problem('approvers_too_few', { facts: { approvers: there?.n ?? 0, asked: fen.length + 1 } });
      await tx.query(`DELETE FROM approval_level WHERE organisation_id = $1`, [id]);
      await tx.query(`INSERT INTO approval_level (organisation_id, above) SELECT $1, unnest($2::bigint[])`, [
        id,
        fen.map(String),
      ]);
      await touchOrganisation(tx, id);
      await tx.record({
        aggregate: 'organisation',
        id,
        action: 'approval_levels_set',
        dataset: body.dataset,
        region: body.region,
        tenants: [id],
        data: { levels: fen.map((above) => formatYuan(above)) },
      });
    });
  }

  /** A body's own business: to everybody else it is not there. */
  async read(principal: Principal, id: string): Promise<ApprovalLevelsViewDto> {
    if (!listPermittedBodies(principal, 'contract.read').includes(id)) throw new Problem('not_found');
    const { reader } = this.transactions;
    const [body] = await reader.query<Pick<Body, 'version'>[]>(`SELECT version FROM organisation WHERE id = $1`, [id]);
    if (!body) throw new Problem('not_found');
    const rows = await reader.query<{ above: string }[]>(
      `SELECT above::text FROM approval_level WHERE organisation_id = $1 ORDER BY approval_level.above`,
      [id],
    );
    return { organisation: id, version: body.version, levels: rows.map(({ above }) => formatYuan(above)) };
  }
}

/** One, and one more above each level of the buyer that the amount exceeds. */
export async function countApprovers(tx: Tx, buyer: string, amount: bigint): Promise<number> {
  const [row] = await tx.query<{ n: number }>(
    `SELECT count(*)::integer AS n FROM approval_level WHERE organisation_id = $1 AND above < $2`,
    [buyer, amount.toString()],
  );
  return 1 + (row?.n ?? 0);
}
