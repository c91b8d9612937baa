import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../kernel/database/transactions.js';
import { maskName } from '../../../kernel/identity/mask-name.js';
import { maskedTail } from '../../../kernel/identity/pseudonym.js';
import { OnlineKeys } from '../../../kernel/sealing/online-keys.js';
import type { BondPayerDto } from '../review.dto.js';

/** Notes from whose account bonds came, for no longer than two of them are compared: by keyed hashes. */
@Injectable()
export class BidBonds {
  constructor(private readonly keys: OnlineKeys) {}

  /** What is stated again takes the place of what was. */
  async store(tx: Tx, bids: readonly { bid: string; bond?: BondPayerDto | null }[]): Promise<void> {
    const rows = bids.flatMap(({ bid, bond }) => (bond ? [{ bid, ...this.hash(bond) }] : []));
    if (rows.length === 0) return;
    await tx.query(
      `INSERT INTO bid_bond (bid_id, key_id, account, holder, account_shown, holder_shown)
       SELECT g.bid, g.key, g.account, g.holder, g."accountShown", g."holderShown"
       FROM jsonb_to_recordset($1::jsonb) AS g(bid uuid, key text, account text, holder text, "accountShown" text, "holderShown" text)
       ON CONFLICT (bid_id) DO UPDATE SET key_id = EXCLUDED.key_id, account = EXCLUDED.account, holder = EXCLUDED.holder,
         account_shown = EXCLUDED.account_shown, holder_shown = EXCLUDED.holder_shown`,
      [JSON.stringify(rows)],
    );
  }

  private hash({ account, holder }: BondPayerDto) {
    const digits = account.replaceAll(/[\s-]/g, '').toUpperCase();
    const name = holder.normalize('NFKC').replaceAll(/\s/g, '');
    const { key, hash } = this.keys.hashOrigin('bond account', digits);
    return {
      key,
      account: hash,
      holder: this.keys.hashOrigin('bond holder', name).hash,
      accountShown: maskedTail(digits),
      holderShown: maskName(name),
    };
  }
}
