/**
 * bulk: files of rows of each kind, taken by the product in this process, as its worker takes them. Beside the clock, which a
 * shared machine makes worthless, the processor time of node and of PostgreSQL, and how many rows that is on two cores.
 */
import pg from 'pg';
import { startCommand } from '../src/boot/bootstrap.js';
import { loadSettings } from '../src/kernel/config/settings.js';
import { buildKinds, findSender, sowSenders, takeRows } from './support/bulk-work.mjs';
import { processorOfServer, serverOf } from './support/processor.mjs';
import { withDatabase } from './support/product.mjs';

const CORES = 2;
const MARKS = { notices: 3_000, records: 3_000, facts: 1_000, contracts: 1_000, payments: 1_000 };
export const title = 'files of rows in bulk';
export const mark = `rows/s on ${CORES} cores: ${Object.entries(MARKS)
  .map(([kind, rows]) => `${kind} ${rows}`)
  .join(', ')}`;

export async function run({ quick, progress }) {
  return withDatabase(async ({ url, env }) => {
    const client = new pg.Client(url);
    await client.connect();
    const { app, close } = await startCommand(loadSettings(env));
    try {
      const pid = await serverOf(client);
      const senders = await sowSenders(app, client);
      const kinds = buildKinds(senders.served);

      /** Takes some rows of a kind; answers the seconds of the clock and of both processors. */
      const take = async (kind, from, to) => {
        const by = await findSender(app, senders, kind);
        const [server, own, began] = [processorOfServer(pid), process.cpuUsage(), performance.now()];
        await takeRows(app, by, kind, { from, to, rowOf: kinds[kind] });
        const used = process.cpuUsage(own);
        return {
          clock: (performance.now() - began) / 1000,
          node: (used.user + used.system) / 1e6,
          server: processorOfServer(pid) - server,
        };
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
