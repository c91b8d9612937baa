/**
 * bulk: files of rows of each kind, taken by the product in this process, as its worker takes them. Beside the clock, which a
 * shared machine makes worthless, the processor time of node and of PostgreSQL, and how many rows that is on two cores.
 */
import { Readable } from 'node:stream';
import pg from 'pg';
import { startCommand } from '../src/boot/bootstrap.js';
import { ImportReception } from '../src/imports/import-reception.js';
import { ImportsService } from '../src/imports/imports.service.js';
import { SYSTEM } from '../src/kernel/access/principal.js';
import { loadSettings } from '../src/kernel/config/settings.js';
import { Transactions } from '../src/kernel/database/transactions.js';
import { createUser } from '../src/people/accounts/users/new-user.js';
import { UserPrincipals } from '../src/people/accounts/user-principals.js';
import { noticeOf } from './support/notice-rows.mjs';
import { processorOfServer, serverOf } from './support/processor.mjs';
import { withDatabase } from './support/product.mjs';
import { listServed, sowMarket } from './support/served.mjs';

const CORES = 2;
const MARKS = { notices: 3_000, records: 3_000, facts: 1_000, contracts: 1_000, payments: 1_000 };
export const title = 'files of rows in bulk';
export const mark = `rows/s on ${CORES} cores: ${Object.entries(MARKS)
  .map(([kind, rows]) => `${kind} ${rows}`)
  .join(', ')}`;

const MOST_BYTES = 2 ** 30;
const SERVED = 40;
const day = (n) => new Date(Date.UTC(2025, 0, 1 + (n % 365))).toISOString().slice(0, 10);

/** Rows of each kind; a kind stands behind those that it refers to. */
const buildKinds = (served) => ({
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

async function* listLines(from, to, rowOf) {
  for (let i = from; i < to; i += 1) yield Buffer.from(`${JSON.stringify(rowOf(i))}\n`);
}

export async function run({ quick, progress }) {
  return withDatabase(async ({ url, env }) => {
    const client = new pg.Client(url);
    await client.connect();
    const { app, close } = await startCommand(loadSettings(env));
    try {
      const pid = await serverOf(client);
      const makeCaller = async (kind, role) => {
        const { rows } = await client.query(
          `INSERT INTO organisation (dataset, name, kind, region) VALUES ('live', '示例单位 ' || $1::text, $1, '990203') RETURNING id`,
          [kind],
        );
        const organisation = rows[0].id;
        const transactions = app.get(Transactions);
        const seats = [{ organisation, role }];
        const { id } = await transactions.run(SYSTEM, (tx) => createUser(tx, { login: role, name: '示例人员', seats }));
        return { organisation, principal: await app.get(UserPrincipals).find(transactions.primary, id) };
      };
      const officer = await makeCaller('bureau', 'bureau_officer');
      const worker = await makeCaller('agency', 'agency_worker');
      await sowMarket(client, officer.organisation, worker.organisation, SERVED, SERVED);
      const kinds = buildKinds(await listServed(client));

      /** Takes some rows of a kind; answers the seconds of the clock and of both processors. */
      const take = async (kind, from, to) => {
        const file = Readable.from(listLines(from, to, kinds[kind]));
        const given = { dryRun: false, maxBytes: MOST_BYTES };
        const by = kind === 'records' ? worker.principal : officer.principal;
        const rows = { kind, mode: 'each', reason: null, fileType: 'ndjson', path: '' };
        const [server, own, began] = [processorOfServer(pid), process.cpuUsage(), performance.now()];
        const id =
          kind === 'notices'
            ? await app.get(ImportsService).receive(SYSTEM, file, { ...given, name: 'bench' })
            : await app.get(ImportReception).receiveRows(by, file, { ...given, ...rows });
        await app.get(ImportsService).run(id);
        const used = process.cpuUsage(own);
        const spent = {
          clock: (performance.now() - began) / 1000,
          node: (used.user + used.system) / 1e6,
          server: processorOfServer(pid) - server,
        };
        const { accepted } = await app.get(ImportsService).find(id);
        if (accepted !== to - from) throw new Error(`${kind}: ${accepted} of ${to - from} rows were accepted`);
        return spent;
      };

      const [warm, many] = quick ? [3_000, 6_000] : [3_000, 30_000];
      const found = [];
      for (const kind of Object.keys(kinds)) {
        await take(kind, 0, warm);
        await client.query('ANALYZE');
        const { clock, node, server } = await take(kind, warm, warm + many);
        const each = (seconds) => ((seconds / many) * 1000).toFixed(2);
        const onCores = (CORES * many) / (node + server);
        found.push({
          kind,
          rows: many,
          'node, ms a row': each(node),
          'PostgreSQL, ms a row': each(server),
          [`rows/s on ${CORES} cores, all busy`]: onCores.toFixed(0),
          'rows/s by the clock': (many / clock).toFixed(0),
          mark: MARKS[kind] === undefined ? '' : `≥ ${MARKS[kind]}`,
          ok: MARKS[kind] === undefined ? '' : onCores >= MARKS[kind],
        });
        progress(JSON.stringify(found.at(-1)));
      }
      return found;
    } finally {
      await close();
      await client.end();
    }
  });
}
