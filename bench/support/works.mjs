/**
 * What B2 measures: each is `{ name, signIn(url), jobs(count, url, token), requestOf(job), mustHave(requests) }`. A job is
 * one request on a root of its own, so that no writer waits for another's row; its values are what differs from request
 * to request.
 */
import { randomUUID } from 'node:crypto';
import { startCommand } from '../../src/boot/bootstrap.js';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { loadSettings } from '../../src/kernel/config/settings.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { signFirstInstant } from '../../src/purchase/bids/opening/instants/instant-signing.js';
import { newKeyPair } from '../../src/kernel/sealing/hpke.js';
import { makePerson } from './officer.mjs';
import { sender } from './replay.mjs';

const FACTS = JSON.stringify({
  facts: [
    {
      kind: 'notice',
      data: { publishedOn: '2017-11-24', documentsFrom: '2017-11-24', deadline: '2017-12-04T09:30:00+08:00' },
      source: { kind: 'notice', url: 'https://example.org/n/1', publishedOn: '2017-11-24', reference: 'N-1' },
    },
  ],
});

/** New tenders of body $1, as many as $2, with more columns. */
const tenders = (columns, values) => `
  INSERT INTO tender (id, dataset, ocid, purchase_id, buyer_id, title, method, category, region, ${columns})
  SELECT g.id, 'live', 'ocds-throughline-' || g.id, gen_random_uuid(), $1, '社区居家养老服务采购',
    'COMPETITIVE_CONSULTATION', 'ELDERLY_HOME_CARE', '990203', ${values}
  FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, $2)) g RETURNING id`;
const RECORDED = tenders('conducted', `'elsewhere'`);
const OPEN = tenders(
  'conducted, state, published, revision, terms, plan, deadline_at',
  `'here', 'open', true, 1, '{}', '{}', now() + interval '30 days'`,
);

async function mustCount(client, tables, requests) {
  for (const [name, rows] of Object.entries(tables)) {
    const found = Number((await client.query(`SELECT count(*) FROM ${rows}`)).rows[0].count);
    if (found !== requests) throw new Error(`${requests} requests left ${found} rows of ${name}`);
  }
}

const insertRecorded = async (client, body, count) =>
  (
    await client.query(
      `WITH made AS (${RECORDED})
       INSERT INTO lot (tender_id, no) SELECT id, 1 FROM made RETURNING tender_id AS tender, id AS lot`,
      [body, count],
    )
  ).rows;

/** Tenders of a body that nothing is recorded of yet. */
export const recordedTenders = async (client, body, count) =>
  (await insertRecorded(client, body, count)).map(({ tender }) => tender);

/** A fact of a tender without one. */
export async function factOfTender(client, env) {
  const { body, signIn } = await makePerson(client, env, 'bureau', 'bureau_officer');
  return {
    name: 'a fact',
    signIn,
    async jobs(count) {
      return (await insertRecorded(client, body, count)).map((row) => ({
        ...row,
        key: randomUUID(),
        fact: randomUUID(),
      }));
    },
    chosen: (text) => ({ fact: JSON.parse(text).facts[0].id }),
    requestOf: ({ tender, key }) => ({
      path: `/api/v1/tenders/${tender}/facts`,
      headers: { 'Idempotency-Key': key },
      body: FACTS,
    }),
    /** Every request must have left exactly one row of each kind. */
    mustHave: (requests) =>
      mustCount(
        client,
        {
          fact: 'fact',
          audit_entry: `audit_entry WHERE aggregate_type = 'tender'`,
          outbox: `outbox WHERE aggregate_type = 'tender'`,
          notice: 'notice',
          idempotent_request: `idempotent_request`,
        },
        requests,
      ),
  };
}

/** The instants of these tenders and their keys, signed as at their issue: to unsigned keys nothing is sealed. */
async function signInstants(env, tenders) {
  const running = await startCommand(loadSettings(env));
  try {
    await running.app.get(Transactions).run(SYSTEM, async (tx) => {
      for (const { tender } of tenders) await signFirstInstant(tx, tender, { event: 'issue' });
    });
  } finally {
    await running.close();
  }
}

const OFFER = {
  price: '186000.00',
  statement: '上门服务方案。'.repeat(200),
  items: [{ no: 1, name: '上门服务', amount: '186000.00' }],
  team: [{ name: '示例人员', role: '督导', qualification: '社会工作师' }],
  contacts: [{ name: '示例联系人', phone: '010-00000000' }],
};
const SUBMIT = JSON.stringify({ content: OFFER });
/** Drafts are made by as many writers; that is not measured. */
const DRAFTERS = 16;

/** A draft of a bid that is sealed and submitted; each on an open lot of a tender of its own. */
export async function sealedBid(client, env, people) {
  const bureau = people?.bureau ?? (await makePerson(client, env, 'bureau', 'bureau_officer'));
  const { signIn } = people?.agency ?? (await makePerson(client, env, 'agency', 'agency_manager'));
  const { publicKey } = await newKeyPair();
  return {
    name: 'a sealed bid',
    signIn,
    async jobs(count, url, token) {
      const { rows } = await client.query(
        `WITH made AS (${OPEN}),
           keys AS (INSERT INTO tender_key (tender_id, purpose, public_key, wrapped_by, wrapped)
             SELECT id, purpose, $3, 'bench', '' FROM made, unnest(ARRAY['identity', 'content']) purpose)
         INSERT INTO lot (tender_id, no, state, pricing, ceiling) SELECT id, 1, 'open', 'competitive', 20000000 FROM made
         RETURNING tender_id AS tender, id AS lot`,
        [bureau.body, count, publicKey],
      );
      await signInstants(env, rows);
      const jobs = [];
      const drafted = async (row, made) => jobs.push({ ...row, bid: JSON.parse(made()).id });
      const { send, close } = await sender(url, token, DRAFTERS, ({ lot }) => ({
        path: `/api/v1/lots/${lot}/bids`,
        body: '{}',
      }));
      await Promise.all(
        Array.from({ length: DRAFTERS }, async (_, first) => {
          for (let i = first; i < rows.length; i += DRAFTERS) await drafted(rows[i], await send(rows[i]));
        }),
      );
      close();
      return jobs;
    },
    requestOf: ({ bid }) => ({
      path: `/api/v1/bids/${bid}/actions/submit`,
      headers: { 'If-Match': '"1"' },
      body: SUBMIT,
    }),
    /** One envelope a bid, and nothing else anywhere. */
    async mustHave(requests) {
      await mustCount(client, { sealed_envelope: 'sealed_envelope' }, requests);
      await mustCount(client, { audit_entry: `audit_entry WHERE aggregate_type = 'bid'`, bid: 'bid' }, 0);
    },
  };
}
