import type { DataSource } from 'typeorm';

/** A baseline of a market of a plan long past, as a screening stores one. */
export async function makeBaseline(dataSource: DataSource): Promise<string> {
  const [row] = await dataSource.query<{ id: string }[]>(
    `WITH place AS (
       INSERT INTO market (dataset, category, region, first_year) VALUES ('live', 'ELDERLY_HOME_CARE', '990203', 1901)
       ON CONFLICT (dataset, category, region, first_year) DO UPDATE SET region = EXCLUDED.region RETURNING id)
     INSERT INTO baseline (market_id, version, cut_off, seed, content, content_hash)
     SELECT p.id, 1 + (SELECT count(*)::integer FROM baseline b WHERE b.market_id = p.id), NULL, repeat('5e', 32), '{"lots": 0}', repeat('5e', 32)
     FROM place p RETURNING id`,
  );
  return row?.id ?? '';
}
