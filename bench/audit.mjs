/** audit: verification of the whole audit and of what came since the last one, beside reading the same rows alone. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { SYSTEM } from '../src/kernel/access/principal.js';
import { ANCHOR_PURPOSE } from '../src/kernel/audit/anchors/anchor.js';
import { AnchorFile } from '../src/kernel/audit/anchors/anchor-file.js';
import { Anchors } from '../src/kernel/audit/anchors/anchors.js';
import { ChangeLog } from '../src/kernel/audit/change-log.js';
import { AuditVerifier } from '../src/kernel/audit/verification/audit-verifier.js';
import { CHAIN_ROWS } from '../src/kernel/audit/verification/chain-check.js';
import { forPurpose, Keys } from '../src/kernel/config/keys.js';
import { PLACE } from '../src/kernel/outbox/relay-statements.js';
import { withDatabase } from './support/product.mjs';

export const title = 'verification of the audit';
export const mark = 'a million rows in less than 60 s';

const ROWS_OF_CHAIN = 5;
const AT_ONCE = 500;
const FETCH = 5_000;

/** Rows of chains as long as those of a purchase's parts, sealed and anchored by the product's own code. */
async function fill(source, log, anchors, rows, name) {
  const chains = Math.ceil(rows / ROWS_OF_CHAIN);
  for (let seq = 1; seq <= ROWS_OF_CHAIN; seq += 1)
    for (let from = 0; from < chains; from += AT_ONCE) {
      const changes = Array.from({ length: Math.min(AT_ONCE, chains - from) }, (_, i) => ({
        aggregate: 'tender',
        id: `${name}-${String(from + i).padStart(8, '0')}`,
        action: 'change',
        from: 'draft',
        to: 'issued',
        data: { lot: `${from + i}`, amount: '12000.00', days: seq, title: '虚构的一项服务' },
        tenants: ['6f1c9f1e-0c52-4f6e-8d0b-2f1f6f3b7a10'],
        region: '990203',
        dataset: 'live',
      }));
      await source.transaction((manager) => log.appendAll(manager, SYSTEM, changes, new Date()));
    }
  for (let placed = 1; placed > 0;) [{ placed }] = await source.query(PLACE, [20_000]);
  await anchors.run();
}

/** The same rows by the same statement, fetched and thrown away. */
async function readAlone(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const started = performance.now();
  await client.query('BEGIN');
  await client.query(`DECLARE alone NO SCROLL CURSOR FOR ${CHAIN_ROWS}`);
  let rows = 0;
  for (let fetched = FETCH; fetched === FETCH; rows += fetched)
    fetched = (await client.query(`FETCH ${FETCH} FROM alone`)).rows.length;
  await client.end();
  return { rows, seconds: (performance.now() - started) / 1000 };
}

async function time(work) {
  const started = performance.now();
  const answer = await work();
  if (!answer.ok) throw new Error(JSON.stringify(answer.findings.slice(0, 3)));
  return { rows: answer.rows, seconds: (performance.now() - started) / 1000 };
}

const perSecond = ({ rows, seconds }) => rows / seconds;

function row(measured, mine, alone, limit) {
  const million = 1e6 / perSecond(mine);
  return {
    measured,
    rows: mine.rows,
    seconds: mine.seconds.toFixed(2),
    'rows/s': Math.round(perSecond(mine)),
    'the same rows read alone, rows/s': Math.round(perSecond(alone)),
    ratio: (perSecond(mine) / perSecond(alone)).toFixed(2),
    'a million rows': `${million.toFixed(1)} s`,
    ok: limit ? million < 60 : '',
  };
}

export async function run({ quick, progress }) {
  const rows = quick ? 100_000 : 1_000_000;
  return withDatabase(async ({ url }) => {
    const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-'));
    const source = await new DataSource({ type: 'postgres', url }).initialize();
    try {
      const ring = [{ id: 'audit-1', bytes: randomBytes(32) }];
      const file = join(folder, 'anchors.jsonl');
      const log = new ChangeLog(new Keys(ring, ring, ring));
      const anchors = new Anchors(source, forPurpose(ring, ANCHOR_PURPOSE), new AnchorFile(file));
      const verifier = new AuditVerifier(source, ring, file);
      progress(`${rows} rows …`);
      await fill(source, log, anchors, rows, 'a');
      await source.query('ANALYZE');
      progress('read alone, then verified …');
      const alone = await readAlone(url);
      const whole = await time(() => verifier.verify());
      await fill(source, log, anchors, rows / 100, 'b');
      const later = await time(() => verifier.verifySinceLast());
      return [row('everything', whole, alone, true), row('since the last one', later, alone, false)];
    } finally {
      await source.destroy();
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
