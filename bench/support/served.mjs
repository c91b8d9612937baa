/** A market in which services are recorded, and what `records.mjs` does in it. */
import { randomUUID } from 'node:crypto';
import { makePerson } from './officer.mjs';

const LINES = 10_000;
const CONTRACTS = 2_000;
/** The records of the first contract; those of the others come to the rest of a million. */
const FIRST = 5_000;
const ALL = 1_000_000;
const EACH = Math.floor((ALL - FIRST) / (CONTRACTS - 1));
const ONE_MORE = (ALL - FIRST) % (CONTRACTS - 1);
const RECIPIENTS = 10;
const CHUNK = 200;
export const BATCH = 200;
export const SIZE = `${LINES} service lines, ${CONTRACTS} contracts and ${ALL} service records`;

const STANDARDS = JSON.stringify([
  { no: 1, text: '上门服务人次', target: 6000, unit: '人次', measure: { of: 'visits', form: 'visit' } },
  { no: 2, text: '服务时长', target: 120_000, unit: '分钟', measure: { of: 'minutes' } },
  { no: 3, text: '精神慰藉', target: 2000, unit: '次', measure: { of: 'records', content: 'EMOTIONAL_SUPPORT' } },
  { no: 4, text: '服务对象', target: 10, unit: '人', measure: { of: 'recipients' } },
]);

/** Contracts of agency $2 with body $1 over five lines each, standards $3, and whom they serve on the first of their lines. */
const buildMarket = (lines, contracts) => [
  `CREATE TEMP TABLE made_line AS SELECT gen_random_uuid() AS id, n FROM generate_series(1, ${lines}) n`,
  `INSERT INTO service_line (id, dataset, name, category, region, since)
   SELECT id, 'live', '示例服务线 ' || n, 'ELDERLY_HOME_CARE', '990203', '2025-01-01' FROM made_line`,
  `CREATE TEMP TABLE made AS SELECT n, gen_random_uuid() AS contract, gen_random_uuid() AS tender, gen_random_uuid() AS fact
   FROM generate_series(1, ${contracts}) n`,
  `INSERT INTO tender (id, dataset, ocid, purchase_id, conducted, buyer_id, title, method, category, region, state, revision, terms, plan,
     published)
   SELECT tender, 'live', 'ocds-throughline-' || tender, gen_random_uuid(), 'here', $1::uuid, '社区服务采购',
     'COMPETITIVE_CONSULTATION', 'ELDERLY_HOME_CARE', '990203', 'contracted', 1, '{}', '{}', true FROM made`,
  `INSERT INTO fact (id, subject_type, subject_id, kind, data, source, recorded_at)
   SELECT fact, 'tender', tender, 'contract', '{}', '{"kind":"statement"}', now() FROM made`,
  `INSERT INTO contract (id, dataset, tender_id, fact_id, conducted, buyer_id, supplier_id, title, category, region, state, amount,
     signed_on, window_start, window_end, started_on, content, content_hash, content_agreed, published)
   SELECT contract, 'live', tender, fact, 'here', $1::uuid, $2::uuid, '社区服务合同', 'ELDERLY_HOME_CARE', '990203', 'active', 18600000,
     '2024-12-20', '2025-01-01', '2025-12-31', '2025-01-01',
     jsonb_build_object('window', '{"start":"2025-01-01","end":"2025-12-31"}'::jsonb, 'standards', $3::jsonb), repeat('0', 64), true, true
   FROM made`,
  `INSERT INTO contract_service_line (contract_id, service_line_id)
   SELECT m.contract, l.id FROM made m JOIN made_line l ON (l.n - 1) / ${lines / contracts} = m.n - 1`,
  // The names stand for no text under a key: nothing here reads them.
  `INSERT INTO recipient (dataset, service_line_id, no, holder_id, contract_id, name, since)
   SELECT 'live', l.id, p, $2::uuid, m.contract, '', '2025-01-01'
   FROM made m JOIN made_line l ON l.n = (m.n - 1) * ${lines / contracts} + 1 CROSS JOIN generate_series(1, ${RECIPIENTS}) p`,
  `ANALYZE`,
];

/** Of contracts $1 to $2. Days, forms and contents go round; every twentieth is what the contract does not ask for. */
const RECORDS = `
  INSERT INTO service_record (id, dataset, contract_id, client_token, content_hash, served_on, form, content_code, minutes,
    workers, within_contract, visits, recorded_by)
  SELECT gen_random_uuid(), 'live', m.contract, k::text, encode(sha256((m.n || ' ' || k)::bytea), 'hex'),
    date '2025-01-01' + k * 7 % 365, (ARRAY['visit', 'case', 'group'])[k % 3 + 1],
    CASE WHEN k % 2 = 0 THEN 'EMOTIONAL_SUPPORT' END, 30, '{"assistant": 1}', k % 20 <> 0, 1, $3
  FROM made m CROSS JOIN LATERAL generate_series(1, CASE WHEN m.n = 1 THEN ${FIRST} WHEN m.n <= ${ONE_MORE} + 1 THEN ${EACH + 1} ELSE ${EACH} END) k
  WHERE m.n BETWEEN $1 AND $2`;
const SERVED = `
  INSERT INTO service_record_recipient (record_id, recipient_id, served_on)
  SELECT s.id, p.id, s.served_on FROM made m JOIN service_record s ON s.contract_id = m.contract
  JOIN recipient p ON p.contract_id = m.contract AND p.no = s.client_token::int % ${RECIPIENTS} + 1
  WHERE m.n BETWEEN $1 AND $2`;

/** The parameters that this statement names, numbered from one. */
function only(text, given) {
  const used = given.map((value, i) => ({ value, name: `$${i + 1}` })).filter(({ name }) => text.includes(name));
  const renamed = used.reduce((all, { name }, i) => all.replaceAll(name, `$${i + 1}`), text);
  return [renamed, used.map(({ value }) => value)];
}

/** Contracts of an agency with a body, each over as many of the lines; nothing is recorded yet. */
export async function sowMarket(client, buyer, agency, lines, contracts) {
  for (const text of buildMarket(lines, contracts)) await client.query(...only(text, [buyer, agency, STANDARDS]));
}

/** The contracts that were sown, and whom each serves. */
export const listServed = async (client) =>
  (
    await client.query(
      `SELECT contract, ARRAY(SELECT id FROM recipient WHERE contract_id = m.contract ORDER BY no) AS recipients FROM made m ORDER BY n`,
    )
  ).rows;

/** As the product leaves it: every trigger, key and index is at work, so that the sums of the days come from the records. */
export async function seedMarket(client, env, progress) {
  const buyer = await makePerson(client, env, 'bureau', 'bureau_officer');
  const agency = await makePerson(client, env, 'agency', 'agency_manager');
  await sowMarket(client, buyer.body, agency.body, LINES, CONTRACTS);
  for (let n = 1; n <= CONTRACTS; n += CHUNK) {
    await client.query(RECORDS, [n, n + CHUNK - 1, agency.body]);
    await client.query(SERVED, [n, n + CHUNK - 1]);
    if ((n - 1) % (CHUNK * 2) === 0) progress(`records of ${n + CHUNK - 1} contracts …`);
    // The first insert planned its reading of the tables while they were empty.
    if (n === 1) await client.query('ANALYZE');
  }
  for (const table of ['service_record', 'service_record_recipient', 'service_day', 'service_reach', 'recipient'])
    await client.query(`VACUUM ANALYZE ${table}`);
  const rows = await listServed(client);
  const counts = await countsOf(client);
  if (counts.records !== ALL || counts.inDays !== ALL || counts.named !== ALL)
    throw new Error(`not what was to be sown: ${JSON.stringify(counts)}`);
  return { signIn: agency.signIn, contracts: rows };
}

const countsOf = async (client) =>
  (
    await client.query(
      `SELECT (SELECT count(*) FROM service_record)::int AS records, (SELECT count(*) FROM service_record_recipient)::int AS named,
         (SELECT sum(records) FROM service_day)::int AS "inDays",
         (SELECT count(*) FROM audit_entry WHERE aggregate_type = 'service_record_batch')::int AS audited,
         (SELECT sum(jsonb_array_length(payload #> '{data,records}')) FROM outbox WHERE aggregate_type = 'service_record_batch')::int AS said`,
    )
  ).rows[0];

const day = (n) => new Date(Date.UTC(2025, 0, 1 + n)).toISOString().slice(0, 10);
const numbered = (letter, values) => Object.fromEntries(values.map((value, i) => [`${letter}${i}`, value]));

/** A batch as a device sends it after a time without a network; each of the contracts in turn, so that no writer waits for another's. */
export function batchOfRecords(client, { signIn, contracts }) {
  let next = 0;
  const others = contracts.slice(1);
  return {
    name: `a batch of ${BATCH} records`,
    signIn,
    async jobs(count) {
      return Array.from({ length: count }, () => {
        const { contract, recipients } = others[next++ % others.length];
        const ids = Array.from({ length: BATCH }, () => randomUUID());
        return { contract, batch: randomUUID(), ...numbered('p', recipients), ...numbered('r', ids) };
      });
    },
    requestOf: ({ contract, batch, ...ids }) => ({
      path: `/api/v1/contracts/${contract}/service-records/batch`,
      headers: {},
      body: JSON.stringify({
        records: Array.from({ length: BATCH }, (_, i) => ({
          clientToken: `${batch}-${i}`,
          servedOn: day(i),
          form: 'visit',
          content: 'EMOTIONAL_SUPPORT',
          minutes: 5,
          workers: { assistant: 1 },
          recipients: [ids[`p${i % RECIPIENTS}`]],
        })),
      }),
    }),
    /** The product chooses the ids of the records; one that refused any was not the work that is measured. */
    chosen(text) {
      const { results } = JSON.parse(text);
      if (results.length !== BATCH || !results.every(({ ok, repeated }) => ok && !repeated))
        throw new Error(`not all were stored: ${text.slice(0, 500)}`);
      return numbered(
        'r',
        results.map(({ id }) => id),
      );
    },
    /** Every record once, with its recipient, in the sums of its day, and in the log. */
    async mustHave(requests) {
      const sent = requests * BATCH;
      const counts = await countsOf(client);
      const wanted = { records: ALL + sent, named: ALL + sent, inDays: ALL + sent, audited: requests, said: sent };
      if (Object.keys(wanted).some((name) => wanted[name] !== counts[name]))
        throw new Error(`${requests} requests left ${JSON.stringify(counts)}, not ${JSON.stringify(wanted)}`);
    },
  };
}
