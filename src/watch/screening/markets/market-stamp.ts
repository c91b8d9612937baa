import { createHash } from 'node:crypto';
import type { Tx } from '../../../kernel/database/transactions.js';
import type { GroupFacts } from '../../facts/group-facts.js';
import { findIndicator } from '../../rules/registry.js';
import { assess } from '../../runs/assess.rules.js';
import { GROUP_RULES, RULE_VERSIONS } from '../group-rules.js';
import type { HashedLot } from './group-facts.rules.js';
import type { MarketRow } from './market.queries.js';
import type { CurrentRun, StoredBaseline } from './market-store.js';

/** All that the answers about a market and its groups are given by. */
interface GivenMarket {
  market: MarketRow;
  lots: readonly HashedLot[];
  baseline: StoredBaseline;
  /** The run that speaks of it as it is now. */
  run: CurrentRun | null;
}

/** A market in which more sets of firms meet than are looked at: what is said of that has a row of its own. */
const CROWD: GroupFacts = {
  subject: { type: 'market', id: '', key: '' },
  asOf: '',
  conflicts: [],
  market: { category: '', region: '', firstYear: 0 },
  screening: null,
  finding: {
    ...{ rule: '', version: 0, scope: 'market', members: [], lots: [], n: 0, statistic: { name: '', value: 0 } },
    ...{ figures: {}, p: null, smallestP: null, weight: 0, threshold: null },
    ...{ state: 'insufficient_data', reason: { code: 'too_many_groups', seen: 0 } },
  },
  members: [],
  lots: [],
  bids: [],
};

/**
 * The rules in force, with the words that stand in the rows of their answers. How a finding on a group is explained is no part of it: such
 * a group has a flag, and its market is looked at each time.
 */
const describeRules = (): string =>
  JSON.stringify([
    RULE_VERSIONS,
    GROUP_RULES.map(({ id }) => {
      const rule = findIndicator(id);
      const said = rule?.subjectTypes.includes('market') === true ? assess(rule, CROWD).explanation : null;
      return [id, rule?.version, rule?.severity, rule?.basis, rule?.title, rule?.limitation, said];
    }),
  ]);

/** SHA-256 of it, the names and ids of bodies and the records of bids included: of equal ones every row is the same. */
export function digestMarket({ market, lots, baseline, run }: GivenMarket): string {
  const digest = createHash('sha256').update(JSON.stringify([market, baseline.id, run?.id, run?.screened, run?.level]));
  digest.update(describeRules());
  for (const { hash, id, tender, history, bodies, records } of lots)
    digest.update(JSON.stringify([hash, id, tender, history, bodies, records]));
  return digest.digest('hex');
}

/**
 * SQL: the stamp of the market `$1` that is given by `$2`, with what is stored of it, whoever wrote that. None where a flag was ever
 * raised on one of its groups: what people do with it is looked at each time.
 */
const STAMP = `
  WITH subject AS (
    SELECT 'market' AS type, $1::uuid AS id UNION ALL SELECT g.kind, g.id FROM bidder_group g WHERE g.market_id = $1::uuid
  )
  SELECT m.id, CASE WHEN NOT EXISTS (SELECT FROM subject s JOIN flag_subject f ON f.subject_type = s.type AND f.subject_id = s.id)
    THEN md5(concat_ws('|', $2::text, m.unscreened_since IS NULL,
      (SELECT string_agg(concat_ws(' ', g.id, g.kind, g.key, g.members, g.answers, g.digest), ',' ORDER BY g.id) FROM bidder_group g
       WHERE g.market_id = m.id),
      (SELECT string_agg(concat_ws(' ', a.id, a.state, a.version, a.digest), ',' ORDER BY a.id) FROM subject s
       JOIN assessment a ON a.subject_type = s.type AND a.subject_id = s.id)))::uuid END AS stamp
  FROM market m WHERE m.id = $1::uuid`;

/** Whether a market is given as it was when it was last looked at, and what was stored of it then is there still. */
export async function hasStamp(tx: Tx, market: string, given: string): Promise<boolean> {
  const [row] = await tx.query<{ same: boolean }>(
    `SELECT coalesce(m.stamp = now.stamp, false) AS same FROM (${STAMP}) now JOIN market m ON m.id = now.id`,
    [market, given],
  );
  return row?.same === true;
}

/** Stamps a market when all of it is stored. */
export async function stampMarket(tx: Tx, market: string, given: string): Promise<void> {
  await tx.query(
    `UPDATE market m SET stamp = now.stamp FROM (${STAMP}) now WHERE m.id = now.id AND m.stamp IS DISTINCT FROM now.stamp`,
    [market, given],
  );
}
