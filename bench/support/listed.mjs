/**
 * Ten years of published purchases, as recording would leave their rows, spread over places, categories, ways of purchase and
 * buyers, each with its notice: nearly all are contracted, one in ten is known by its notice alone, those of the last three
 * weeks take bids.
 */
const BATCH = 50_000;
const YEARS = 10;
const CATEGORIES = `(ARRAY['ELDERLY_HOME_CARE','COMMUNITY_SOCIAL_WORK','CHILD_PROTECTION','DISABILITY'])`;

export async function fillLists(client, count) {
  await client.query(
    `INSERT INTO organisation (dataset, name, kind, region)
     SELECT 'live', CASE kind WHEN 'bureau' THEN '示例民政局 ' ELSE '示例社会工作服务中心 ' END || n, kind,
       '99' || lpad((n % 12 + 1)::text, 2, '0') || lpad((n % 15 + 1)::text, 2, '0')
     FROM generate_series(1, greatest(1, $1::int / 100)) n, (VALUES ('bureau'), ('agency')) k (kind)`,
    [count],
  );
  // Nobody compares these rows with what the audit was told of them.
  await client.query(`ALTER TABLE contract DISABLE TRIGGER tell_row`);
  for (let from = 0; from < count; from += BATCH) {
    await client.query(
      `CREATE TEMP TABLE made AS ${MADE}`.replaceAll(/\$(\d)/g, (_, n) =>
        String([from, Math.min(count, from + BATCH) - 1, count][n - 1]),
      ),
    );
    for (const statement of FILL) await client.query(statement);
    await client.query(`DROP TABLE made`);
  }
  await client.query(`ALTER TABLE contract ENABLE TRIGGER tell_row`);
  for (const table of ['tender', 'public_tender', 'notice', 'contract']) await client.query(`VACUUM ANALYZE ${table}`);
  const { rows } = await client.query(
    `SELECT p.buyer_id AS buyer, p.region, p.category, p.method, p.dataset, p.purchase_id AS purchase, max(p.created_at) OVER () AS last,
       (SELECT supplier_id FROM contract ORDER BY id LIMIT 1) AS supplier
     FROM public_tender p ORDER BY p.created_at OFFSET $1 LIMIT 1`,
    [Math.floor(count / 2)],
  );
  return rows[0];
}

/** One body in fifty purchases is the largest; the others share the rest. */
const MADE = `
  SELECT g.*, gen_random_uuid() AS contract, gen_random_uuid() AS fact, b.id AS buyer, s.id AS supplier, b.region,
    (ARRAY['COMPETITIVE_CONSULTATION','OPEN_TENDER','COMPETITIVE_NEGOTIATION'])[g.n % 3 + 1] AS method,
    ${CATEGORIES}[abs(hashint4(g.n)) % 4 + 1] AS category, g.n > $3 * (1 - 21 / 365.0 / ${YEARS}) AS is_open,
    g.created_at + interval '21 days' + make_interval(mins => g.n % 1440) AS deadline_at
  FROM (
    SELECT n, gen_random_uuid() AS tender, now() - interval '${YEARS} years' * (1 - n::float8 / $3) AS created_at
    FROM generate_series($1, $2) n
  ) g
  JOIN (SELECT id, region, row_number() OVER (ORDER BY id) - 1 AS no FROM organisation WHERE kind = 'bureau') b
    ON b.no = CASE WHEN g.n % 50 = 0 THEN 0 ELSE abs(hashint4(g.n * 7)) % greatest(1, $3 / 100) END
  JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS no FROM organisation WHERE kind = 'agency') s
    ON s.no = CASE WHEN g.n % 50 = 1 THEN 0 ELSE abs(hashint4(g.n * 11)) % greatest(1, $3 / 100) END`;

const STATE = `CASE WHEN is_open OR n % 10 = 3 THEN 'open' WHEN n % 200 = 7 THEN 'failed' WHEN n % 5000 = 11 THEN 'cancelled' ELSE 'contracted' END`;

const FILL = [
  `ANALYZE made`,
  `INSERT INTO tender (id, dataset, ocid, purchase_id, conducted, buyer_id, title, method, category, region, budget_level, budget,
     window_start, window_end, state, published_state, deadline_at, published, created_at, updated_at)
   SELECT tender, 'live', 'ocds-throughline-' || tender, gen_random_uuid(), 'elsewhere', buyer, '社区居家养老服务采购 ' || n, method, category,
     region, 'below_provincial', 48000000, '2024-01-01', '2024-12-31', ${STATE}, ${STATE}, deadline_at, true, created_at, created_at FROM made`,
  `INSERT INTO notice (created_at, updated_at, dataset, tender_id, key, kind, title, published_on, deadline, deadline_at, region, category, method,
     buyer_name, search_text)
   SELECT created_at, created_at, 'live', tender, 'notice', 'tender', '社区居家养老服务采购公告 ' || n, created_at::date::text, deadline_at::date::text,
     deadline_at, region, category, method, '示例民政局', '社区居家养老服务采购公告 ' || n || ' 示例民政局' FROM made`,
  `INSERT INTO fact (id, subject_type, subject_id, kind, lot, data, source, recorded_at)
   SELECT fact, 'tender', tender, 'contract', 1, '{}', '{"kind":"notice"}', created_at FROM made WHERE ${STATE} = 'contracted'`,
  `INSERT INTO contract (id, dataset, created_at, updated_at, tender_id, fact_id, conducted, buyer_id, supplier_id, title, category, region, amount,
     signed_on, window_start, window_end, state, published)
   SELECT contract, 'live', created_at, created_at, tender, fact, 'elsewhere', buyer, supplier, '社区居家养老服务合同', category, region, 45000000,
     created_at::date::text, '2024-01-01', '2024-12-31',
     CASE WHEN n % 5000 = 13 THEN 'terminated' WHEN created_at > now() - interval '1 year' THEN 'signed' ELSE 'accepted' END, true
   FROM made WHERE ${STATE} = 'contracted'`,
];
