import { idsSql } from '../../../kernel/database/sql.js';
import type { Tx } from '../../../kernel/database/transactions.js';

/**
 * Puts lots into the markets where they compete: by category, county and the five-year plan of the year of award, else of
 * notice. `before` is the market a lot stood in; a lot of which one of these is not known stands in none.
 */
const FOUND = `
  WITH found AS (
    SELECT l.id AS lot_id, t.dataset, t.category, left(coalesce(t.region, t.overseen), 6) AS region,
      (SELECT min(left(coalesce(f.data ->> 'decidedOn', f.data ->> 'publishedOn', f.data ->> 'deadline'), 4))::integer
       FROM facts_in_force f WHERE f.subject_type = 'tender' AND f.subject_id = t.id AND f.kind IN ('award', 'notice')
         AND (f.lot IS NULL OR f.lot = l.no)) AS year
    FROM lots l JOIN tenders t ON t.id = l.tender_id WHERE l.id = ANY (${idsSql('$1')})
  ), placed AS (
    SELECT lot_id, dataset, category, region, (year - 1) / 5 * 5 + 1 AS first_year FROM found
    WHERE category IS NOT NULL AND region IS NOT NULL AND year IS NOT NULL
  )`;

/** A statement of its own: the one after it sees also what another transaction made meanwhile, and waits for no row of it. */
const MAKE = `${FOUND}
  INSERT INTO market (dataset, category, region, first_year)
  SELECT DISTINCT dataset, category, region, first_year FROM placed ORDER BY 1, 2, 3, 4
  ON CONFLICT (dataset, category, region, first_year) DO NOTHING`;

/** No id stands for a market that is still to be made: the lots that go there stay where they stood until it is. */
const PLACE = `${FOUND},
  made AS (
    SELECT p.lot_id, m.id FROM placed p JOIN market m USING (dataset, category, region, first_year)
  ), before AS (
    SELECT m.market_id FROM market_lot m WHERE m.lot_id = ANY (${idsSql('$1')})
  ), written AS (
    INSERT INTO market_lot AS w (lot_id, market_id) SELECT lot_id, id FROM made ORDER BY lot_id
    ON CONFLICT (lot_id) DO UPDATE SET market_id = EXCLUDED.market_id WHERE w.market_id <> EXCLUDED.market_id
  ), gone AS (
    DELETE FROM market_lot m WHERE m.lot_id = ANY (${idsSql('$1')}) AND NOT EXISTS (SELECT FROM placed p WHERE p.lot_id = m.lot_id)
  )
  SELECT g.id, (SELECT count(*) FROM (SELECT FROM market_lot l WHERE l.market_id = g.id LIMIT $2::bigint) few) = $2::bigint AS large
  FROM (SELECT market_id AS id FROM before UNION SELECT id FROM made) g
  UNION ALL SELECT NULL, false WHERE (SELECT count(*) FROM made) < (SELECT count(*) FROM placed) ORDER BY 1`;

/** Lots from which a market is large: to look at it takes seconds, which changes that follow each other share. */
const LARGE = 300;

/** A market that lots stand in now, or stood in before. */
export interface TouchedMarket {
  id: string;
  large: boolean;
}

/** Puts lots into their markets. Answers the markets that they stand in now or stood in before, sorted. */
export async function placeLots(tx: Tx, lots: readonly string[]): Promise<TouchedMarket[]> {
  if (lots.length === 0) return [];
  const place = () => tx.runPreparedQuery<Placed>(PLACE, [lots, LARGE]);
  const touched = await place();
  // Nearly all lots go where others stand already.
  if (touched.some(({ id }) => id === null)) {
    await tx.runPreparedQuery(MAKE, [lots]);
    touched.push(...(await place()));
  }
  const markets = new Map(touched.flatMap(({ id, large }) => (id === null ? [] : [[id, { id, large }] as const])));
  return [...markets.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

type Placed = Omit<TouchedMarket, 'id'> & { id: string | null };
