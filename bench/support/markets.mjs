/**
 * Markets as recording would leave them, made by SQL: competitive purchases of one lot each, five published bids of thirty
 * firms of the market, the lowest wins. Honest: every firm prices alone, around a cost and a level of its own.
 */

/** Firms of a market, and bids of a lot. */
const FIRMS = 30;
export const BIDS = 5;

const SOURCE = `'{"kind":"notice","url":"https://example.org/n","publishedOn":null,"reference":null}'`;

/** A normal number, by Box and Muller. */
const NORMAL = 'sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random())';

/** As many markets of so many lots each; `seed` between 0 and 1. */
export async function fillMarkets(client, { markets, lotsPerMarket, seed }) {
  await client.query(`SELECT setseed(${Number(seed)})`);
  for (const [statement, ...values] of fillings(markets, lotsPerMarket)) await client.query(statement, values);
  await client.query('VACUUM ANALYZE');
}

const fillings = (markets, lotsPerMarket) => [
  [
    `INSERT INTO organisation (dataset, name, kind, region, categories, relations_known)
     SELECT 'live', '示例民政局 ' || m || '-' || b, 'bureau', (100000 + m)::text, '{}'::text[], false FROM generate_series(1, $1::int) m, generate_series(1, 8) b
     UNION ALL
     SELECT 'live', '示例社会工作服务中心 ' || m || '-' || f, 'agency', (100000 + m)::text, '{ELDERLY_HOME_CARE}'::text[], false
     FROM generate_series(1, $1::int) m, generate_series(0, ${FIRMS - 1}) f`,
    markets,
  ],
  [
    `CREATE TEMP TABLE firms AS SELECT id, split_part(split_part(name, ' ', 2), '-', 1)::int AS m, split_part(split_part(name, ' ', 2), '-', 2)::int AS f,
       0.05 * ${NORMAL} AS effect, (ARRAY[1, 100, 1000])[1 + floor(3 * random())::int] AS step FROM organisation WHERE kind = 'agency'`,
  ],
  [
    `CREATE TEMP TABLE made AS SELECT n, m, gen_random_uuid() AS tender, gen_random_uuid() AS lot, gen_random_uuid() AS notice, gen_random_uuid() AS awarded,
       b.id AS buyer, 100000 * power(10, random()) AS cost, date '2021-01-01' + (n * 7919 % 1800) AS day
     FROM generate_series(1, $1::int) m CROSS JOIN generate_series(1, $2::int) n
     JOIN organisation b ON b.name = '示例民政局 ' || m || '-' || 1 + n % 8`,
    markets,
    lotsPerMarket,
  ],
  [
    `CREATE TEMP TABLE offered AS SELECT gen_random_uuid() AS id, d.tender, d.lot, d.day, f.id AS bidder, f.f,
       100 * f.step * greatest(1, round(d.cost * exp(f.effect + 0.1 * ${NORMAL}) / f.step))::bigint AS price
     FROM made d CROSS JOIN LATERAL (SELECT x FROM generate_series(0, ${FIRMS - 1}) x ORDER BY random() + 0 * d.n LIMIT ${BIDS}) drawn
     JOIN firms f ON f.m = d.m AND f.f = drawn.x`,
  ],
  [
    `CREATE TEMP TABLE ranked AS SELECT o.*, row_number() OVER (PARTITION BY lot ORDER BY price, id) AS rank FROM offered o`,
  ],
  [
    `INSERT INTO tender (id, dataset, ocid, purchase_id, conducted, buyer_id, title, method, category, region, budget_level, state, published)
     SELECT tender, 'live', 'ocds-throughline-' || tender, gen_random_uuid(), 'elsewhere', buyer, '社区居家养老服务采购', 'COMPETITIVE_CONSULTATION',
       'ELDERLY_HOME_CARE', (100000 + m)::text, 'below_provincial', 'awarded', true FROM made`,
  ],
  [
    `INSERT INTO lot (id, tender_id, no, pricing, ceiling, bid_count, state)
     SELECT lot, tender, 1, 'competitive', 1000 * 100 * ceil(cost * 1.8 / 1000)::bigint, ${BIDS}, 'awarded' FROM made`,
  ],
  [
    `INSERT INTO fact (id, subject_type, subject_id, kind, lot, data, source, recorded_at)
     SELECT notice, 'tender', tender, 'notice', NULL, jsonb_build_object('publishedOn', day - 30, 'deadline', day - 2 || 'T09:30:00+08:00'), ${SOURCE}::jsonb, now() FROM made
     UNION ALL
     SELECT awarded, 'tender', tender, 'award', 1, jsonb_build_object('decidedOn', day, 'publishedOn', day, 'bidCount', ${BIDS}), ${SOURCE}::jsonb, now() FROM made
     UNION ALL
     SELECT id, 'tender', tender, 'bid', 1, jsonb_build_object('price', (price / 100)::text, 'status', 'valid'), ${SOURCE}::jsonb, now() FROM ranked`,
  ],
  [
    `INSERT INTO award (tender_id, lot_id, supplier_id, amount, decided_on, published_on, state, fact_id)
     SELECT d.tender, d.lot, r.bidder, r.price, d.day::text, d.day::text, 'active', d.awarded FROM made d JOIN ranked r ON r.lot = d.lot AND r.rank = 1`,
  ],
  [
    `INSERT INTO bid (id, tender_id, lot_id, bidder_id, price, rank, status) SELECT id, tender, lot, bidder, price, rank, 'valid' FROM ranked`,
  ],
  [
    `INSERT INTO market (dataset, category, region, first_year) SELECT DISTINCT 'live', 'ELDERLY_HOME_CARE', (100000 + m)::text, 2021 FROM made`,
  ],
  [
    `INSERT INTO market_lot (lot_id, market_id) SELECT d.lot, k.id FROM made d JOIN market k ON k.region = (100000 + d.m)::text`,
  ],
  [`DROP TABLE made, offered, ranked, firms`],
];
