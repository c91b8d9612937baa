/**
 * Ten years of published purchases, as recording would leave their rows, spread over places, categories, ways of purchase and
 * buyers: nearly all are contracted, one in ten is known by its notice alone, one in fifty of the last takes bids.
 */
const BATCH = 50_000;
const CATEGORIES = `(ARRAY['ELDERLY_HOME_CARE','COMMUNITY_SOCIAL_WORK','CHILD_PROTECTION','DISABILITY'])`;

export async function fillTenders(client, count) {
  await client.query(
    `INSERT INTO organisation (dataset, name, kind, region)
     SELECT 'live', '示例民政局 ' || n, 'bureau', '99' || lpad((n % 12 + 1)::text, 2, '0') || lpad((n % 15 + 1)::text, 2, '0')
     FROM generate_series(1, greatest(1, $1::int / 100)) n`,
    [count],
  );
  for (let from = 0; from < count; from += BATCH)
    await client.query(FILL, [from, Math.min(count, from + BATCH) - 1, count]);
  await client.query('VACUUM ANALYZE tender');
  await client.query('VACUUM ANALYZE public_tender');
  const { rows } = await client.query(
    `SELECT buyer_id AS buyer, region, category, method, dataset, purchase_id AS purchase, max(created_at) OVER () AS last
     FROM public_tender ORDER BY created_at OFFSET $1 LIMIT 1`,
    [Math.floor(count / 2)],
  );
  return rows[0];
}

/** One body in fifty purchases is the largest; the others share the rest. */
const FILL = `
  INSERT INTO tender (id, dataset, ocid, purchase_id, conducted, buyer_id, title, method, category, region, budget_level, budget,
    window_start, window_end, state, published_state, deadline_at, published, created_at, updated_at)
  SELECT g.id, 'live', 'ocds-throughline-' || g.id, gen_random_uuid(), 'elsewhere', o.id, '社区居家养老服务采购 ' || g.n,
    (ARRAY['COMPETITIVE_CONSULTATION','OPEN_TENDER','COMPETITIVE_NEGOTIATION'])[g.n % 3 + 1],
    ${CATEGORIES}[abs(hashint4(g.n)) % 4 + 1], o.region, 'below_provincial', 48000000, '2024-01-01', '2024-12-31', g.state, g.state,
    CASE WHEN g.isOpen THEN now() + make_interval(hours => 24 + g.n % 480) ELSE g.created + interval '21 days' END, true, g.created, g.created
  FROM (
    SELECT n, gen_random_uuid() AS id, n >= $3 * 0.98 AS isOpen,
      CASE WHEN n >= $3 * 0.98 OR n % 10 = 3 THEN 'open' WHEN n % 200 = 7 THEN 'failed' WHEN n % 5000 = 11 THEN 'cancelled' ELSE 'contracted' END AS state,
      now() - interval '10 years' * (1 - n::float8 / $3) - interval '22 days' AS created
    FROM generate_series($1::int, $2::int) n
  ) g
  JOIN (SELECT id, region, row_number() OVER (ORDER BY id) - 1 AS no, count(*) OVER () AS all FROM organisation) o
    ON o.no = CASE WHEN g.n % 50 = 0 THEN 0 ELSE abs(hashint4(g.n * 7)) % o.all END`;
