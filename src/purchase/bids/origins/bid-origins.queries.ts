/** A manager in a transaction, or the pool. */
interface Reader {
  query<T>(sql: string, params: unknown[]): Promise<T[]>;
}

/** What is compared: `key` holds the name of the key beside the hash, `label` is what may be shown. */
interface OriginRef {
  key: string;
  label: string;
}
interface BidOriginRefs {
  bid: string;
  account: OriginRef;
  program: OriginRef | null;
  network: OriginRef | null;
}

/** From where opened bids of lots were submitted. It stands in no view: whoever compares bids is given it by this room. */
export async function loadBidOrigins(reader: Reader, lots: readonly string[]): Promise<BidOriginRefs[]> {
  if (lots.length === 0) return [];
  const rows = await reader.query<{
    bid_id: string;
    key_id: string;
    account: string;
    program: string | null;
    network: string | null;
  }>(
    `SELECT o.bid_id, o.key_id, o.account, o.program, o.network FROM bid_origin o JOIN bid b ON b.id = o.bid_id
     WHERE b.lot_id = ANY ($1::uuid[]) ORDER BY o.bid_id`,
    [lots],
  );
  return rows.map(({ bid_id: bid, key_id: key, account, program, network }) => ({
    bid,
    account: toRef(key, account),
    program: program === null ? null : toRef(key, program),
    network: network === null ? null : toRef(key, network),
  }));
}

/** As many characters of a hash as tell two apart on a page. */
const SHOWN = 8;

const toRef = (key: string, hash: string): OriginRef => ({ key: `${key}:${hash}`, label: `${hash.slice(0, SHOWN)}…` });
