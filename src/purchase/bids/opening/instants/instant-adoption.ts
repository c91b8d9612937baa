import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { SYSTEM } from '../../../../kernel/access/principal.js';
import { Transactions } from '../../../../kernel/database/transactions.js';
import { signFirstInstant } from './instant-signing.js';

const AT_ONCE = 200;

/**
 * Signs, once, what stands of tenders that were issued before their instants were signed. The migration names them; the first
 * process that starts with keys signs, with an entry of the audit (`adopt`) for each. Whoever wrote into the database before
 * that is believed by it: docs/sealed-bids.md says what to compare.
 */
@Injectable()
export class InstantAdoption implements OnApplicationBootstrap {
  private readonly logger = new Logger('Openings');

  constructor(private readonly transactions: Transactions) {}

  async onApplicationBootstrap(): Promise<void> {
    let signed = 0;
    for (let some = await this.adoptSome(); some > 0; some = await this.adoptSome()) signed += some;
    if (signed > 0) this.logger.warn({ msg: 'instants of tenders signed as they stand', tenders: signed });
  }

  private adoptSome(): Promise<number> {
    return this.transactions.run(SYSTEM, async (tx) => {
      const rows = await tx.query<{ tender: string; signed: boolean }>(
        `SELECT u.tender_id AS tender, EXISTS (SELECT FROM opening_instant i WHERE i.tender_id = u.tender_id) AS signed
         FROM unsigned_tender u ORDER BY u.tender_id LIMIT ${AT_ONCE} FOR UPDATE OF u SKIP LOCKED`,
      );
      for (const { tender, signed } of rows)
        if (!signed) {
          await tx.query(`SELECT FROM tender WHERE id = $1 FOR NO KEY UPDATE`, [tender]);
          await signFirstInstant(tx, tender, { event: 'adopt' });
        }
      await tx.query(`DELETE FROM unsigned_tender WHERE tender_id = ANY ($1::uuid[])`, [
        rows.map(({ tender }) => tender),
      ]);
      return rows.length;
    });
  }
}
