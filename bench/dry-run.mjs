/** dry-run: most resident memory of a process that tries a file of 200 000 records of service, beside that with a tenth of them. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { startCommand } from '../src/boot/bootstrap.js';
import { loadSettings } from '../src/kernel/config/settings.js';
import { sowSenders } from './support/bulk-work.mjs';
import { withDatabase } from './support/product.mjs';

const MOST = 1.25;
export const title = 'dry run of 200 000 records of service';
export const mark = `most resident memory at most ${MOST} × that with a tenth of the rows`;

const CHILD = new URL('support/dry-run-child.mjs', import.meta.url).pathname;
const KIND = 'records';

export const run = ({ quick, progress }) =>
  withDatabase(async ({ url, env }) => {
    const client = new pg.Client(url);
    await client.connect();
    const { app, close } = await startCommand(loadSettings(env));
    const senders = await sowSenders(app, client).finally(close);
    await client.end();
    const sizes = quick ? [20_000, 40_000] : [20_000, 200_000];
    const measured = [];
    for (const rows of sizes) {
      const given = join(env.DATA_DIR, 'given.json');
      writeFileSync(given, JSON.stringify({ kind: KIND, rows, senders }));
      const { stdout } = await promisify(execFile)(process.execPath, [CHILD, given], {
        env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
      });
      measured.push(JSON.parse(stdout.trim().split('\n').at(-1)));
      progress(`${rows} ${KIND}: ${stdout}`);
    }
    const [less, more] = measured;
    const ratio = more.megabytes / less.megabytes;
    const say = ({ megabytes, seconds }) => `${megabytes.toFixed(0)} MB, ${seconds.toFixed(0)} s`;
    return [
      {
        kind: KIND,
        [`${sizes[1]} rows`]: say(more),
        [`${sizes[0]} rows`]: say(less),
        ratio: ratio.toFixed(2),
        mark: `≤ ${MOST}`,
        ok: ratio <= MOST,
      },
    ];
  });
