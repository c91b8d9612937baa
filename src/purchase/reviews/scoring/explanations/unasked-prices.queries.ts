import type { PlainDate } from '../../../../kernel/clock/plain-date.js';
import { runPreparedStatement } from '../../../../kernel/database/prepared.js';
import type { Reader } from '../../../../kernel/database/reader.js';
import { idsSql } from '../../../../kernel/database/sql.js';
import { lotTermsSql } from '../../../tenders/conducted/terms/lot-terms.queries.js';
import { lowPriceTriggers } from '../low-price.rules.js';

/** Of these lots those that have a price of which an explanation is to be asked, before anything is scored. */
export async function findUnaskedLots(reader: Reader, ids: readonly string[], today: PlainDate): Promise<Set<string>> {
  const rows = await runPreparedStatement<{
    lot: string;
    ceiling: string | null;
    share: number | null;
    offers: { bid: string; price: string; asked: boolean }[];
  }>(
    reader,
    `SELECT l.id AS lot, l.ceiling::text, (${lotTermsSql('t', 'l')} ->> 'lowPriceShare')::int AS share,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('bid', b.id, 'price', b.price::text,
           'asked', EXISTS (SELECT FROM bid_explanation x WHERE x.bid_id = b.id))), '[]')
         FROM bid b JOIN bid_check c ON c.bid_id = b.id
         WHERE b.lot_id = l.id AND c.stage = 'conformity' AND c.passed AND b.price IS NOT NULL) AS offers
     FROM lot l JOIN tender t ON t.id = l.tender_id WHERE l.id = ANY (${idsSql('$1')})`,
    [ids],
  );
  const unasked = rows.filter(({ ceiling, share, offers }) => {
    const prices = offers.map(({ bid, price }) => ({ bid, price: BigInt(price) }));
    const low = lowPriceTriggers(prices, ceiling === null ? null : BigInt(ceiling), today, share);
    return offers.some(({ bid, asked }) => !asked && low.has(bid));
  });
  return new Set(unasked.map(({ lot }) => lot));
}
