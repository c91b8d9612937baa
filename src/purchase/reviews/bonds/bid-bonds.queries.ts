import { lotTermsSql } from '../../tenders/conducted/terms/lot-terms.queries.js';

/** A manager in a transaction, or the pool. */
interface Reader {
  query<T>(sql: string, params: unknown[]): Promise<T[]>;
}

interface BondRef {
  key: string;
  label: string;
}
/** Bonds of a lot. `asked` null: the purchase was not made here, and nobody knows. */
export interface LotBonds {
  asked: boolean | null;
  paid: { bid: string; account: BondRef; holder: BondRef }[];
}
interface BondRow {
  bid: string;
  key: string;
  account: string;
  holder: string;
  accountShown: string;
  holderShown: string;
}

/** Whether bonds were asked for, and from whose accounts they came. It stands in no view: who compares bids is given it here. */
export async function loadLotBonds(reader: Reader, lots: readonly string[]): Promise<Map<string, LotBonds>> {
  if (lots.length === 0) return new Map();
  const rows = await reader.query<{ lot_id: string; asked: boolean | null; paid: BondRow[] }>(
    `SELECT l.id AS lot_id, CASE WHEN t.conducted = 'here' THEN ${lotTermsSql('t', 'l')} ->> 'bidBond' IS NOT NULL END AS asked,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('bid', o.bid_id, 'key', o.key_id, 'account', o.account, 'holder', o.holder,
          'accountShown', o.account_shown, 'holderShown', o.holder_shown) ORDER BY o.bid_id), '[]')
        FROM bid_bond o JOIN bid b ON b.id = o.bid_id WHERE b.lot_id = l.id) AS paid
     FROM lot l JOIN tender t ON t.id = l.tender_id WHERE l.id = ANY ($1::uuid[])`,
    [lots],
  );
  return new Map(
    rows.map(({ lot_id: lot, asked, paid }) => [
      lot,
      {
        asked,
        paid: paid.map(({ bid, key, ...bond }) => ({
          bid,
          account: { key: `${key}:${bond.account}`, label: bond.accountShown },
          holder: { key: `${key}:${bond.holder}`, label: bond.holderShown },
        })),
      },
    ]),
  );
}
