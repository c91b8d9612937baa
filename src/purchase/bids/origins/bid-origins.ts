import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { OnlineKeys } from '../../../kernel/sealing/online-keys.js';
import type { BidOriginHashes } from '../bid-head.js';

/** Notes from where a bid is submitted, as keyed hashes that only say whether two are the same. They are sealed with the bid. */
@Injectable()
export class BidOrigins {
  constructor(private readonly keys: OnlineKeys) {}

  note({ kind, id, from }: Principal): BidOriginHashes {
    const { key, hash: account } = this.keys.hashOrigin('account', `${kind}:${id ?? ''}`);
    const hash = (of: string, text: string | null | undefined) => (text ? this.keys.hashOrigin(of, text).hash : null);
    return { key, account, program: hash('program', from?.program), network: hash('network', from?.address) };
  }
}

/** Written by the opening; of a bid whose seal was altered there is none. */
export async function storeOrigins(
  tx: Tx,
  bids: readonly { bid: string; origin: BidOriginHashes | null }[],
): Promise<void> {
  const known = bids.flatMap(({ bid, origin }) => (origin ? [{ bid, ...origin }] : []));
  if (known.length === 0) return;
  await tx.query(
    `INSERT INTO bid_origin (bid_id, key_id, account, program, network)
     SELECT g.bid, g.key, g.account, g.program, g.network
     FROM jsonb_to_recordset($1::jsonb) AS g(bid uuid, key text, account text, program text, network text)`,
    [JSON.stringify(known)],
  );
}
