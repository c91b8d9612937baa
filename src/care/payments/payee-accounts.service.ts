import { Injectable } from '@nestjs/common';
import { listPermittedBodies, holdsPermission } from '../../kernel/access/held.js';
import type { Principal } from '../../kernel/access/principal.js';
import { lockRoot } from '../../kernel/database/roots.js';
import { Sql } from '../../kernel/database/sql.js';
import { Transactions } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import { type PayeeAccountDto, PayeeAccountViewDto } from './payment.dto.js';
import { Payees } from './payees.js';
import { isJointBuyer } from '../../purchase/tenders/reads/tender-visibility.js';
import { touchOrganisation } from '../../people/organisations/touch-organisation.js';
import { toView } from '../../kernel/http/view.js';

interface Body {
  id: string;
  version: number;
  dataset: string;
  region: string | null;
}

/** The account to which an agency wants to be paid: its own word, so that no payer can send money elsewhere. */
@Injectable()
export class PayeeAccountsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly payees: Payees,
  ) {}

  state(principal: Principal, id: string, version: number, dto: PayeeAccountDto): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const body = await lockRoot<Body>(tx, 'organisation', id, (sql) => sql, new Sql(), version);
      if (principal.kind !== 'user' || !holdsPermission(principal, 'invoice.submit', [id]))
        throw new Problem('not_permitted');
      const covered = this.payees.cover(dto.account);
      await tx.query(
        `INSERT INTO payee_account AS a (organisation_id, pseudonym, masked, holder, bank, stated_at, stated_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (organisation_id) DO UPDATE SET pseudonym = EXCLUDED.pseudonym,
           masked = EXCLUDED.masked, holder = EXCLUDED.holder, bank = EXCLUDED.bank, stated_at = EXCLUDED.stated_at,
           stated_by = EXCLUDED.stated_by`,
        [id, covered.pseudonym, covered.masked, dto.holder, dto.bank, await tx.now(), principal.id],
      );
      await touchOrganisation(tx, id);
      await tx.record({
        aggregate: 'organisation',
        id,
        action: 'payee_account_stated',
        dataset: body.dataset,
        region: body.region,
        tenants: [id],
        data: { account: covered.masked },
      });
    });
  }

  /** For the body itself and for all who buy by its contracts; to everybody else it is not there. */
  async read(principal: Principal, id: string): Promise<PayeeAccountViewDto> {
    const mine = listPermittedBodies(principal, 'contract.read');
    const sql = new Sql();
    const [body, own] = [sql.p(id), sql.p(mine)];
    const [row] = await this.transactions.reader.query<
      { version: number; masked: string; holder: string; bank: string; stated_at: Date }[]
    >(
      `SELECT o.version, a.masked, a.holder, a.bank, a.stated_at FROM payee_account a JOIN organisation o ON o.id = a.organisation_id
       WHERE a.organisation_id = ${body} AND (a.organisation_id = ANY (${own}::uuid[]) OR EXISTS (
         SELECT FROM contract c WHERE c.supplier_id = ${body} AND c.conducted = 'here'
           AND (c.buyer_id = ANY (${own}::uuid[]) OR ${isJointBuyer(sql, { organisations: mine }, 'c.tender_id')})))`,
      sql.params,
    );
    if (!row) throw new Problem('not_found');
    return toView(PayeeAccountViewDto, row, {
      organisation: id,
      account: row.masked,
    });
  }
}
