import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Tx } from '../../kernel/database/transactions.js';
import { LifecycleRegistry } from '../../kernel/actions/registry.js';
import { hasInterest, InterestGuard, type BodiesOf } from '../tenders/oversight/interest.js';
import { complaintLifecycle } from './remedies/complaint.lifecycle.js';

/** SQL: bid `b` was opened: until then nobody may learn who has bid, not even by a refusal. */
const KNOWN = `b.bidder_id IS NOT NULL AND b.state NOT IN ('draft', 'submitted', 'withdrawn', 'sealed_for_good')`;

const bodies = async (tx: Tx, sql: string, id: string): Promise<string[]> =>
  (await tx.query<{ body: string }>(sql, [id])).map(({ body }) => body);

/** Bodies whose offers for a lot are known. */
export const biddersOf: BodiesOf = (tx, lot) =>
  bodies(tx, `SELECT DISTINCT b.bidder_id AS body FROM bid b WHERE b.lot_id = $1 AND ${KNOWN}`, lot);

/** Who filed it, and whose offers it is about. */
const disputingIn =
  (table: 'challenge' | 'complaint', filer: 'challenger_id' | 'complainant_id'): BodiesOf =>
  (tx, id) =>
    bodies(
      tx,
      `SELECT x.${filer} AS body FROM ${table} x WHERE x.id = $1
       UNION SELECT b.bidder_id FROM ${table} x JOIN bid b ON b.tender_id = x.tender_id
         AND (x.lot_id IS NULL OR b.lot_id = x.lot_id) WHERE x.id = $1 AND ${KNOWN}
       UNION SELECT a.supplier_id FROM ${table} x JOIN award a ON a.tender_id = x.tender_id
         AND (x.lot_id IS NULL OR a.lot_id = x.lot_id) WHERE x.id = $1 AND a.supplier_id IS NOT NULL`,
      id,
    );

/** Civil Servants Law: nobody decides for the authority on what concerns themselves. */
const CIVIL_SERVANTS_76 = { document: '中华人民共和国公务员法(2018修订)', article: '第七十六条' };

/** Whose offers a purchase is about, and who has challenged it: nobody who sits in one of them decides on it. */
@Injectable()
export class BiddersInterest implements OnModuleInit {
  constructor(
    private readonly registry: LifecycleRegistry,
    private readonly interest: InterestGuard,
  ) {}

  onModuleInit(): void {
    this.interest.contribute(biddersOf);
    this.interest.contribute(disputingIn('challenge', 'challenger_id'));
    // Regulation article 9 is about who buys; an authority recuses itself by the law of its own.
    const complaining = disputingIn('complaint', 'complainant_id');
    this.registry.contribute(
      'acts_with_interest',
      async (tx, id) => {
        for (const body of await complaining(tx, id))
          if (await hasInterest(tx, body)) return { basis: CIVIL_SERVANTS_76 };
        return null;
      },
      complaintLifecycle.name,
    );
  }
}
