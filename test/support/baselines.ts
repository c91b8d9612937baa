import type { DataSource } from 'typeorm';
import { canonicalJson } from '../../src/watch/runs/assess.rules.js';
import { emptyBaseline } from '../../src/watch/screening/baseline.rules.js';
import { sha256 } from '../../src/watch/screening/markets/group-facts.rules.js';

/** A baseline of a market of a plan long past, as a screening stores one. */
export async function makeBaseline(dataSource: DataSource): Promise<string> {
  const content = emptyBaseline('5e'.repeat(32));
  const [row] = await dataSource.query<{ id: string }[]>(
    `WITH place AS (
       INSERT INTO market (dataset, category, region, first_year) VALUES ('live', 'ELDERLY_HOME_CARE', '990203', 1901)
       ON CONFLICT (dataset, category, region, first_year) DO UPDATE SET region = EXCLUDED.region RETURNING id)
     INSERT INTO baseline (market_id, version, cut_off, seed, content, content_hash)
     SELECT p.id, 1 + (SELECT count(*)::integer FROM baseline b WHERE b.market_id = p.id), NULL, $1, $2::jsonb, $3
     FROM place p RETURNING id`,
    [content.seed, JSON.stringify(content), sha256(canonicalJson(content))],
  );
  return row?.id ?? '';
}
