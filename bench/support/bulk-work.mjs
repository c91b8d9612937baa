/** Files of rows of each kind, who sends them, and how the product takes them in this process, as its worker does. */
import { Readable } from 'node:stream';
import { ImportReception } from '../../src/imports/import-reception.js';
import { ImportsService } from '../../src/imports/imports.service.js';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { createUser } from '../../src/people/accounts/users/new-user.js';
import { UserPrincipals } from '../../src/people/accounts/user-principals.js';
import { noticeOf } from './notice-rows.mjs';
import { listServed, sowMarket } from './served.mjs';

const MOST_BYTES = 2 ** 30;
const SERVED = 40;
const day = (n) => new Date(Date.UTC(2025, 0, 1 + (n % 365))).toISOString().slice(0, 10);

/** Rows of each kind; a kind stands behind those that it refers to. */
export const buildKinds = (served) => ({
  notices: noticeOf,
  purchases: (i) => ({
    externalId: `bench:${i}`,
    title: `居家养老服务项目${i}`,
    category: 'ELDERLY_HOME_CARE',
    lotNo: 1,
  }),
  facts: (i) => ({
    ...{ tender: `bench:${i}`, kind: 'award', reference: '1', lot: 1, supplierName: `机构${i % 300}` },
    ...{ amount: `${280_000 + i}`, decidedOn: '2024-11-25', bidCount: 3 },
  }),
  contracts: (i) => ({
    ...{
      externalId: `bench:${i}`,
      tender: `bench:${i}`,
      lot: 1,
      supplierName: `机构${i % 300}`,
      amount: `${280_000 + i}`,
    },
    ...{ signedOn: '2024-12-15', windowStart: '2025-01-01', windowEnd: '2025-12-31' },
  }),
  payments: (i) => ({ contract: `bench:${i}`, reference: '1', on: '2025-03-01', amount: '70000' }),
  records: (i) => {
    const { contract, recipients } = served[Math.floor(i / 50) % served.length];
    const said = { form: 'visit', content: 'EMOTIONAL_SUPPORT', minutes: 5, assistants: 1 };
    return {
      externalId: `bench:r${i}`,
      contract,
      servedOn: day(i),
      ...said,
      recipients: [recipients[i % recipients.length]],
    };
  },
});

/** An officer of a bureau, a worker of an agency, and contracts between the two. */
export async function sowSenders(app, client) {
  const make = async (kind, role) => {
    const { rows } = await client.query(
      `INSERT INTO organisation (dataset, name, kind, region) VALUES ('live', '示例单位 ' || $1::text, $1, '990203') RETURNING id`,
      [kind],
    );
    const organisation = rows[0].id;
    const seats = [{ organisation, role }];
    const make = (tx) => createUser(tx, { login: role, name: '示例人员', seats });
    const { id } = await app.get(Transactions).run(SYSTEM, make);
    return { organisation, id };
  };
  const [officer, worker] = [await make('bureau', 'bureau_officer'), await make('agency', 'agency_worker')];
  await sowMarket(client, officer.organisation, worker.organisation, SERVED, SERVED);
  return { officer: officer.id, worker: worker.id, served: await listServed(client) };
}

export const findSender = (app, { officer, worker }, kind) =>
  app.get(UserPrincipals).find(app.get(Transactions).primary, kind === 'records' ? worker : officer);

async function* listLines(from, to, rowOf) {
  for (let i = from; i < to; i += 1) yield Buffer.from(`${JSON.stringify(rowOf(i))}\n`);
}

/** Takes or tries some rows of a kind; what came of it is what was to come of it. */
export async function takeRows(app, by, kind, { from, to, rowOf, dryRun = false }) {
  const file = Readable.from(listLines(from, to, rowOf));
  const given = { dryRun, maxBytes: MOST_BYTES };
  const rows = { kind, mode: 'each', reason: null, fileType: 'ndjson', path: '' };
  const id =
    kind === 'notices'
      ? await app.get(ImportsService).receive(SYSTEM, file, { ...given, name: 'bench' })
      : await app.get(ImportReception).receiveRows(by, file, { ...given, ...rows });
  await app.get(ImportsService).run(id);
  const { accepted } = await app.get(ImportsService).find(id);
  if (accepted !== to - from) throw new Error(`${kind}: ${accepted} of ${to - from} rows were accepted`);
}
