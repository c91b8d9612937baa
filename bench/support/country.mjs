/**
 * Purchases as recording would leave them, made by SQL: a notice, an award and a contract of one lot each, three bids, a service
 * line that two successive contracts serve. Their days keep every period, so that nearly all of it is found clear.
 */

/** SQL: the region of the county `no`, of which the first is that of the other data. */
const region = (no) =>
  `CASE WHEN ${no} = 0 THEN '990203' ELSE '99' || (10 + ${no} / 80) || lpad((1 + ${no} % 80)::text, 2, '0') END`;

/**
 * Bodies: as many buyers as it takes for `perBuyer` purchases each, and as many agencies for `perAgency` contracts each. With
 * several counties each has as many of both, and its agencies bid nowhere else; they divide `purchases` without a rest.
 */
export const fillCountry = async (client, { purchases, perBuyer, perAgency = 50, counties = 1 }) => {
  const [buyers, agencies] = [Math.ceil(purchases / perBuyer), Math.max(3, Math.ceil(purchases / perAgency))];
  const { rows } = await client.query(`SELECT count(*)::integer AS n FROM organisation WHERE name LIKE '示例民政局 %'`);
  const first = rows[0].n;
  await client.query(
    `INSERT INTO organisation (dataset, name, kind, region, categories, licensed_workers, full_time_staff, relations_known)
     SELECT 'live', '示例民政局 ' || n, 'bureau', ${region('((n - $1 - 1) % $4::int)')}, '{}'::text[], NULL::integer, NULL::integer, false
     FROM generate_series($1::int + 1, $1 + $2) n
     UNION ALL
     SELECT 'live', '示例社会工作服务中心 ' || $1 || '-' || n, 'agency', ${region('((n - 1) % $4)')}, '{ELDERLY_HOME_CARE}'::text[], 8, 12, true
     FROM generate_series(1, $3::int) n`,
    [first, buyers, agencies, counties],
  );
  await client.query(
    `CREATE TEMP TABLE made AS
     SELECT n, gen_random_uuid() AS tender, gen_random_uuid() AS lot, gen_random_uuid() AS contract, gen_random_uuid() AS award,
       gen_random_uuid() AS notice, gen_random_uuid() AS awarded, gen_random_uuid() AS signed, b.id AS buyer, b.region, s.id AS supplier,
       2018 + (n / $5 / 2) % 3 * 2 + n / $5 % 2 AS year, n / $5 % 2 * $5 AS since_line, $5::int AS counties
     FROM generate_series(0, $1::int - 1) n
     JOIN (SELECT id, region, row_number() OVER (PARTITION BY region ORDER BY id) - 1 AS no FROM organisation
       WHERE kind = 'bureau' AND name LIKE '示例民政局 %' AND split_part(name, ' ', 2)::int > $4) b
       ON b.no = n / $5 % ($2 / $5) AND b.region = ${region('(n % $5::int)')}
     JOIN (SELECT id, region, row_number() OVER (PARTITION BY region ORDER BY id) - 1 AS no FROM organisation
       WHERE name LIKE '示例社会工作服务中心 ' || $4 || '-%') s ON s.no = (n / $5 / 7) % ($3 / $5) AND s.region = b.region`,
    [purchases, buyers, agencies, first, counties],
  );
  await client.query(`CREATE UNIQUE INDEX ON made (n); ANALYZE made`);
  for (const statement of FILL) await client.query(statement);
  const { rows: made } = await client.query(`SELECT tender, contract, buyer FROM made ORDER BY n`);
  await client.query(`DROP TABLE made`);
  await client.query(`ANALYZE`);
  return made;
};

const SOURCE = `'{"kind":"notice","url":"https://example.org/n","publishedOn":null,"reference":null}'`;

const FILL = [
  `INSERT INTO tender (id, dataset, ocid, purchase_id, conducted, buyer_id, title, method, category, region, budget_level, budget,
     window_start, window_end, state, published)
   SELECT tender, 'live', 'ocds-throughline-' || tender, gen_random_uuid(), 'elsewhere', buyer, '社区居家养老服务采购',
     'COMPETITIVE_CONSULTATION', 'ELDERLY_HOME_CARE', region, 'below_provincial', 48000000,
     year || '-01-01', year || '-12-31', 'contracted', true FROM made`,
  `INSERT INTO lot (id, tender_id, no, pricing, ceiling, bid_count, state, window_start, window_end)
   SELECT lot, tender, 1, 'competitive', 48000000, 3, 'contracted', year || '-01-01', year || '-12-31' FROM made`,
  `INSERT INTO fact (id, subject_type, subject_id, kind, lot, data, source, recorded_at)
   SELECT notice, 'tender', tender, 'notice', NULL, jsonb_build_object('publishedOn', (year - 1) || '-11-01', 'documentsFrom', (year - 1) || '-11-01',
     'deadline', (year - 1) || '-11-20T09:30:00+08:00'), ${SOURCE}::jsonb, make_timestamptz(year, 1, 10, 9, 0, 0, 'Asia/Shanghai') FROM made
   UNION ALL
   SELECT awarded, 'tender', tender, 'award', 1, jsonb_build_object('decidedOn', (year - 1) || '-11-21', 'publishedOn', (year - 1) || '-11-22', 'bidCount', 3),
     ${SOURCE}::jsonb, make_timestamptz(year, 1, 10, 9, 0, 1, 'Asia/Shanghai') FROM made
   UNION ALL
   SELECT signed, 'tender', tender, 'contract', 1, jsonb_build_object('signedOn', (year - 1) || '-12-05', 'window',
     jsonb_build_object('start', year || '-01-01', 'end', year || '-12-31')), ${SOURCE}::jsonb, make_timestamptz(year, 1, 10, 9, 0, 2, 'Asia/Shanghai') FROM made`,
  `INSERT INTO award (id, tender_id, lot_id, supplier_id, amount, decided_on, published_on, state, fact_id)
   SELECT award, tender, lot, supplier, 45000000 - (n % 90) * 1000, (year - 1) || '-11-21', (year - 1) || '-11-22', 'contracted', awarded FROM made`,
  `CREATE TEMP TABLE offered AS SELECT gen_random_uuid() AS id, m.tender, m.lot, m.year, k,
     45000000 + (CASE WHEN k = 0 THEN 0 ELSE 150000 + abs(hashint4(m.n * 3 + k)) % 2800000 END) - (m.n % 90) * 1000 AS price,
     CASE WHEN k = 0 THEN m.supplier ELSE (SELECT o.supplier FROM made o WHERE o.n = (m.n + k * 31 * m.counties) % (SELECT count(*) FROM made)) END AS bidder
   FROM made m CROSS JOIN generate_series(0, 2) k`,
  `INSERT INTO fact (id, subject_type, subject_id, kind, lot, data, source, recorded_at)
   SELECT id, 'tender', tender, 'bid', 1, jsonb_build_object('price', (price / 100)::text, 'status', 'valid'), ${SOURCE}::jsonb,
     make_timestamptz(year, 1, 10, 9, 0, 1, 'Asia/Shanghai') FROM offered`,
  `INSERT INTO bid (id, tender_id, lot_id, bidder_id, price, rank, status) SELECT id, tender, lot, bidder, price, k + 1, 'valid' FROM offered`,
  `DROP TABLE offered`,
  `INSERT INTO contract (id, dataset, tender_id, lot_id, award_id, fact_id, conducted, buyer_id, supplier_id, title, category, region, amount,
     signed_on, window_start, window_end, state, published)
   SELECT contract, 'live', tender, lot, award, signed, 'elsewhere', buyer, supplier, '社区居家养老服务合同', 'ELDERLY_HOME_CARE', region,
     45000000 - (n % 90) * 1000, (year - 1) || '-12-05', year || '-01-01', year || '-12-31', 'accepted', true FROM made`,
  `CREATE TEMP TABLE lines AS SELECT gen_random_uuid() AS line, n, year, region FROM made WHERE since_line = 0`,
  `INSERT INTO service_line (id, dataset, name, category, region, since, until)
   SELECT line, 'live', '示例服务线 ' || n, 'ELDERLY_HOME_CARE', region, make_date(year, 1, 1), make_date(year + 1, 12, 31) FROM lines`,
  `INSERT INTO tender_service_line (tender_id, service_line_id) SELECT m.tender, l.line FROM made m JOIN lines l ON l.n = m.n - m.since_line`,
  `INSERT INTO contract_service_line (contract_id, service_line_id) SELECT m.contract, l.line FROM made m JOIN lines l ON l.n = m.n - m.since_line`,
  `DROP TABLE lines`,
];
