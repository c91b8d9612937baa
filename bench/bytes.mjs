/** Bytes on disk of a service record, a sealed bid, a recorded purchase, an account and a sign-in: all tables and indexes that grow with it, by what grows. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { makeAccounts, makePerson } from './support/officer.mjs';
import { startProduct, withDatabase } from './support/product.mjs';
import { BATCH, listServed, sowMarket } from './support/served.mjs';
import { sealedBid } from './support/works.mjs';

const MOST_OF_A_RECORD = 1_536;

export const title = 'bytes of a record, a bid, a purchase and a user';
export const mark = `a service record at most ${MOST_OF_A_RECORD} bytes`;

const BATCHES = { quick: 20, full: 200 };
const ALONE = { quick: 400, full: 2_000 };
const BIDS = { quick: 200, full: 1_000 };
const PURCHASES = { quick: 100, full: 500 };
const PEOPLE = { quick: 100, full: 500 };
const SIGN_INS = { quick: 50, full: 200 };
const CONTRACTS = 20;
/** Answers that are kept for a day, for whoever asks again, and what lies in queues. */
const PASSING = ['idempotent_request', 'coverage_change', 'job_subject'];

const SIZES = `
  SELECT c.relname AS name, pg_total_relation_size(c.oid)::float8 AS bytes FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'r' AND n.nspname = 'public' AND NOT c.relname = ANY ($1)`;

/** What is on disk once dead rows are gone; the database sizes tables by pages of 8 kB. */
async function readSizes(client) {
  await client.query('VACUUM');
  const { rows } = await client.query(SIZES, [PASSING]);
  return new Map(rows.map(({ name, bytes }) => [name, bytes]));
}

/** A row of the result: bytes of one, and which tables they are in. */
async function grow(client, { name, count, most }, work) {
  const before = await readSizes(client);
  await work();
  const after = await readSizes(client);
  const grown = [...after].map(([table, bytes]) => [table, (bytes - (before.get(table) ?? 0)) / count]);
  const parts = grown.filter(([, bytes]) => bytes >= 10).sort(([, a], [, b]) => b - a);
  const bytes = grown.reduce((sum, [, each]) => sum + each, 0);
  return {
    measured: `${name}, of ${count}`,
    bytes: Math.round(bytes),
    in: parts.map(([table, each]) => `${table} ${Math.round(each)}`).join(', '),
    mark: most === undefined ? '–' : `≤ ${most}`,
    ok: most === undefined ? '–' : bytes <= most,
  };
}

const post = async (url, path, headers, body) => {
  const answer = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'Idempotency-Key': randomUUID(), ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
};
const bearer = async (url, signIn) => ({ authorization: `Bearer ${await signIn(url)}` });
const day = (n) => new Date(Date.UTC(2025, 0, 1 + (n % 300))).toISOString().slice(0, 10);

/** Records as a device sends them: each names somebody who was served. */
async function sendRecords(url, agency, contracts, batches, each = BATCH) {
  const headers = await bearer(url, agency.signIn);
  for (let batch = 0; batch < batches; batch += 1) {
    const { contract, recipients } = contracts[batch % contracts.length];
    const records = Array.from({ length: each }, (_, i) => ({
      ...{
        clientToken: randomUUID(),
        servedOn: day(batch * 7 + i),
        form: 'visit',
        content: 'EMOTIONAL_SUPPORT',
        minutes: 5,
      },
      ...{ workers: { assistant: 1 }, recipients: [recipients[i % recipients.length]] },
    }));
    const { results } = await post(url, `/api/v1/contracts/${contract}/service-records/batch`, headers, { records });
    const refused = results.find(({ ok }) => !ok);
    if (refused) throw new Error(`a record was refused: ${JSON.stringify(refused)}`);
  }
}

const SOURCE = { kind: 'notice', url: 'https://example.org/n/1', publishedOn: '2024-11-24', reference: 'N-1' };

/** A purchase that was carried out elsewhere: its notice, three bids, the award and the contract. */
async function recordPurchase(url, headers, { buyer, agency }, n) {
  const { id } = await post(url, '/api/v1/tenders', headers, {
    ...{
      buyer,
      title: `社区居家养老服务采购 ${n}`,
      method: 'COMPETITIVE_CONSULTATION',
      category: 'ELDERLY_HOME_CARE',
      region: '990203',
    },
    ...{
      window: { start: '2025-01-01', end: '2025-12-31' },
      lots: [{ no: 1, ceiling: '480000.00', pricing: 'competitive' }],
    },
  });
  const bid = (name, price) => ({
    kind: 'bid',
    lot: 1,
    data: { bidder: { name }, price, status: 'valid' },
    source: SOURCE,
  });
  await post(url, `/api/v1/tenders/${id}/facts`, headers, {
    facts: [
      {
        kind: 'notice',
        data: { publishedOn: '2024-11-24', documentsFrom: '2024-11-24', deadline: '2024-12-05T09:30:00+08:00' },
        source: SOURCE,
      },
      ...[bid('示例机构甲', '446210.00'), bid('示例机构乙', '452990.00'), bid('示例机构丙', '461730.00')],
      {
        kind: 'award',
        lot: 1,
        data: {
          decidedOn: '2024-12-05',
          publishedOn: '2024-12-06',
          supplier: { organisation: agency },
          amount: '446210.00',
        },
        source: SOURCE,
      },
      {
        kind: 'contract',
        lot: 1,
        data: {
          signedOn: '2024-12-20',
          window: { start: '2025-01-01', end: '2025-12-31' },
          supplier: { organisation: agency },
          amount: '446210.00',
        },
        source: SOURCE,
      },
    ],
  });
}

async function measure({ client, env, quick, progress }) {
  const size = quick ? 'quick' : 'full';
  const bureau = await makePerson(client, env, 'bureau', 'bureau_officer');
  const agency = await makePerson(client, env, 'agency', 'agency_manager');
  await sowMarket(client, bureau.body, agency.body, CONTRACTS, CONTRACTS);
  const contracts = await listServed(client);
  const work = await sealedBid(client, env, { bureau, agency });
  const product = await startProduct(env);
  try {
    progress('records …');
    await sendRecords(product.said, agency, contracts, 2); // tables and indexes have their first pages
    const count = BATCHES[size] * BATCH;
    const records = await grow(client, { name: 'a service record', count, most: MOST_OF_A_RECORD }, () =>
      sendRecords(product.said, agency, contracts, BATCHES[size]),
    );
    const alone = await grow(client, { name: 'the same, sent by itself', count: ALONE[size] }, () =>
      sendRecords(product.said, agency, contracts, ALONE[size], 1),
    );
    progress('bids …');
    const token = await work.signIn(product.said);
    const jobs = await work.jobs(BIDS[size], product.said, token);
    const bids = await grow(client, { name: 'a sealed bid that is submitted', count: BIDS[size] }, async () => {
      for (const job of jobs) {
        const { path, headers, body } = work.requestOf(job);
        await post(product.said, path, { authorization: `Bearer ${token}`, ...headers }, body);
      }
    });
    progress('purchases …');
    const officer = await bearer(product.said, bureau.signIn);
    const bodies = { buyer: bureau.body, agency: agency.body };
    const name = 'a recorded purchase of one lot and three bids';
    const purchases = await grow(client, { name, count: PURCHASES[size] }, async () => {
      for (let n = 0; n < PURCHASES[size]; n += 1) await recordPurchase(product.said, officer, bodies, n);
    });
    progress('people …');
    const logins = Array.from({ length: PEOPLE[size] }, (_, n) => `worker.${n}`);
    const accounts = await grow(client, { name: 'an account with a seat and a password', count: logins.length }, () =>
      makeAccounts(env, logins, 'agency_worker', agency.body),
    );
    const signIns = await grow(client, { name: 'a sign-in', count: SIGN_INS[size] }, async () => {
      for (let n = 0; n < SIGN_INS[size]; n += 1) await agency.signIn(product.said);
    });
    return [records, alone, bids, purchases, accounts, signIns];
  } finally {
    await product.stop();
  }
}

export const run = ({ quick, progress }) =>
  withDatabase(async ({ url, env }) => {
    const client = new pg.Client(url);
    await client.connect();
    try {
      return await measure({ client, env, quick, progress });
    } finally {
      await client.end();
    }
  });
