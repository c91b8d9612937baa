import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { adoptOnce } from '../../src/kernel/audit/adopt-once.js';
import { acceptRows, COMPARED_ROWS } from '../../src/kernel/audit/tables/accepted-rows.js';
import { AuditVerifier } from '../../src/kernel/audit/verification/audit-verifier.js';
import { verifyAudit } from '../../src/kernel/audit/verification/verification.js';
import { BatchTx } from '../../src/kernel/database/batches/batch.js';
import type { Tx } from '../../src/kernel/database/transactions.js';
import { AuditBench, keysOf } from './support.js';

describe('the tables, compared with the audit', () => {
  let bench: AuditBench;
  beforeAll(async () => {
    bench = await AuditBench.open();
    // A table of the test's own, of which rows are told as those of the product are.
    await bench.tamper(`
      CREATE TABLE thing (id text PRIMARY KEY, state text, words text);
      CREATE FUNCTION row_content(r thing) RETURNS jsonb LANGUAGE sql STABLE AS $$ SELECT jsonb_build_array(r.id, r.state) $$;
      CREATE TRIGGER tell_row AFTER INSERT OR UPDATE OR DELETE ON thing FOR EACH ROW EXECUTE FUNCTION tell_row()`);
  });
  afterEach(async () => {
    await bench.reset();
    await bench.tamper(`DELETE FROM thing`);
  });
  afterAll(() => bench.close());

  const run = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => bench.transactions.run(SYSTEM, work);
  const write = (tx: Tx, id: string, state: string) =>
    tx.query(`INSERT INTO thing VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET state = excluded.state`, [id, state]);
  const store = (id: string, state: string) =>
    run(async (tx) => {
      await write(tx, id, state);
      await tx.record({ aggregate: 'thing', id, action: 'stored' });
    });
  const compare = async () =>
    (await verifyAudit(bench.dataSource, bench.ring, bench.anchorFile, { tables: true })).outcome;
  const found = async () =>
    (await compare()).findings.map(({ code, id, between }) => `${code} ${id ?? ''}${between ? ' between' : ''}`).sort();
  const actions = () => bench.dataSource.query(`SELECT aggregate_id AS id, action FROM audit_entry ORDER BY id`);

  it('are as the audit says after whatever the product did', async () => {
    await store('a', 'new');
    await store('a', 'old');
    await store('b', 'new');
    await run(async (tx) => {
      await tx.query(`DELETE FROM thing WHERE id = 'b'`);
      await tx.record({ aggregate: 'thing', id: 'b', action: 'deleted' });
    });
    expect(await compare()).toMatchObject({ ok: true, findings: [], tableRows: 1 });
    expect(await bench.verify()).not.toHaveProperty('tableRows');
  });

  it('name a row that was altered, inserted or deleted by SQL, with triggers and without', async () => {
    for (const id of ['a', 'b', 'c', 'd']) await store(id, 'new');
    await bench.dataSource.query(`UPDATE thing SET state = 'paid' WHERE id = 'a'`);
    await bench.tamper(`UPDATE thing SET state = 'paid' WHERE id = 'b'`);
    await bench.dataSource.query(`INSERT INTO thing VALUES ('x', 'new')`);
    await bench.tamper(`DELETE FROM thing WHERE id = 'c'`);
    await bench.dataSource.query(`UPDATE thing SET words = 'not compared' WHERE id = 'd'`);
    expect(await found()).toEqual([
      'table_row_altered a',
      'table_row_altered b',
      'table_row_deleted c',
      'table_row_inserted x',
    ]);
    await bench.dataSource.query(`UPDATE thing SET state = 'new' WHERE id = 'a'`);
    expect(await found()).not.toContain('table_row_altered a');
  });

  it('keep the alarm of an altered row, whatever is verified without them, until they are compared again', async () => {
    const verifier = new AuditVerifier(bench.dataSource, bench.ring, bench.anchorFile);
    const isCalledRight = async () => (await verifier.findCheckpoint())?.ok;
    await store('a', 'new');
    await bench.anchor();
    expect((await verifier.verifyByTurns()).ok).toBe(true);
    await bench.tamper(`UPDATE thing SET state = 'paid'`);
    expect((await verifier.verifyTables()).ok).toBe(false);
    for (const verifyLess of [() => verifier.verify(), () => verifier.verifySinceLast()]) {
      expect((await verifyLess()).ok).toBe(true);
      expect(await isCalledRight()).toBe(false);
    }
    expect(await verifier.verifyByTurns()).toMatchObject({ since: null, findings: [{ code: 'table_row_altered' }] });
    await bench.tamper(`UPDATE thing SET state = 'new'`);
    expect((await verifier.verifyByTurns()).ok).toBe(true);
    expect(await isCalledRight()).toBe(true);
  });

  it('still name it where the product has written the row since, by the entry that shows it', async () => {
    await store('a', 'new');
    await store('b', 'new');
    await store('c', 'new');
    await bench.tamper(
      `UPDATE thing SET state = 'paid' WHERE id = 'a'; DELETE FROM thing WHERE id = 'b'; INSERT INTO thing VALUES ('x', 'new')`,
    );
    for (const id of ['a', 'b', 'c', 'x']) await store(id, 'old');
    expect(await found()).toEqual([
      'table_row_altered a between',
      'table_row_deleted b between',
      'table_row_inserted x between',
    ]);
  });

  it('are recorded also where nothing was said of the change, or it came after what was said', async () => {
    await run((tx) => write(tx, 'a', 'new'));
    await run(async (tx) => {
      await tx.record({ aggregate: 'thing', id: 'a', action: 'stored' });
      await write(tx, 'a', 'old');
    });
    expect(await actions()).toEqual([
      { id: 'a', action: 'rows_told' },
      { id: 'a', action: 'stored' },
      { id: 'a', action: 'rows_told' },
    ]);
    expect(await found()).toEqual([]);
  });

  it('are not what was undone: by a savepoint, in a batch, or with the whole unit of work', async () => {
    await store('a', 'new');
    const fails = () => Promise.reject(new Error('undone'));
    await run(async (tx) => {
      await write(tx, 'b', 'new');
      await run(async (inner) => {
        await write(inner, 'a', 'old');
        await inner.record({ aggregate: 'thing', id: 'a', action: 'stored' });
        return fails();
      }).catch(() => undefined);
      await BatchTx.run(tx, {}, async (batch) => {
        await batch
          .attempt(async () => write(batch, 'c', 'new'))
          .then(() => batch.record({ aggregate: 'thing', id: 'c', action: 'stored' }));
        await batch
          .attempt(async () => {
            await write(batch, 'a', 'older');
            return fails();
          })
          .catch(() => undefined);
      });
    });
    await run(async (tx) => {
      await write(tx, 'a', 'gone');
      return fails();
    }).catch(() => undefined);
    expect(await found()).toEqual([]);
    expect(await compare()).toMatchObject({ tableRows: 3 });
  });

  it('are told in the order of their commits, however many write one row at once', async () => {
    await store('a', 'new');
    await Promise.all(Array.from({ length: 40 }, (_, i) => store('a', `state ${i % 7}`)));
    expect(await found()).toEqual([]);
  });

  it('are not excused by an entry that somebody wrote, nor does one without sense stop the comparison', async () => {
    await store('a', 'new');
    await bench.tamper(`UPDATE thing SET state = 'paid' WHERE id = 'a'`);
    const forge = (canonical: string) =>
      bench.tamper(
        `INSERT INTO audit_entry (aggregate_type, aggregate_id, seq, at, action, actor_kind, tenants, public, key_id, canonical, prev, seal)
         SELECT 'thing', $1, 1, now(), 'stored', 'system', '{}', false, key_id, convert_to($2, 'UTF8'), decode(repeat('00', 32), 'hex'), seal
         FROM audit_entry LIMIT 1`,
        [randomUUID(), canonical],
      );
    await forge('no JSON "tables":[[ at all');
    expect((await compare()).findings.map(({ code }) => code).sort()).toEqual(['row_forged', 'table_row_altered']);
  });

  it('are accepted as they stand with a reason, and compared anew from then on', async () => {
    for (const id of ['a', 'b', 'c']) await store(id, 'new');
    await bench.tamper(
      `UPDATE thing SET state = 'paid' WHERE id IN ('a', 'b'); DELETE FROM thing WHERE id = 'c'; INSERT INTO thing VALUES ('x', 'new')`,
    );
    await store('b', 'old');
    expect((await found()).length).toBe(4);
    const accepted = await run((tx) => acceptRows(tx, 'accepted', 'repaired by hand after a fault'));
    expect(accepted.count).toBe(4);
    expect(await found()).toEqual([]);
    await bench.tamper(`UPDATE thing SET state = 'paid again' WHERE id = 'a'`);
    await store('b', 'older');
    expect(await found()).toEqual(['table_row_altered a']);
    expect(await run((tx) => acceptRows(tx, 'accepted', 'again'))).toMatchObject({ count: 1, first: [{ id: 'a' }] });
    expect(await found()).toEqual([]);
  });

  it.each([
    [
      'row_digest(jsonb)',
      `CREATE OR REPLACE FUNCTION row_digest(content jsonb) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT 'same' $$`,
    ],
    [
      'told_rows(bytea)',
      `CREATE OR REPLACE FUNCTION told_rows(canonical bytea) RETURNS jsonb LANGUAGE sql AS $$ SELECT '[]'::jsonb $$`,
    ],
    ['row_content(payment)', `ALTER FUNCTION row_content(payment) VOLATILE`],
    ['tell_row()', `ALTER FUNCTION tell_row() SET search_path = public`],
    ['tell_changed_bid_rows()', `DROP FUNCTION tell_changed_bid_rows() CASCADE`],
  ])('names a function that was replaced: %s', async (signature, replacement) => {
    await store('a', 'new');
    const kept = await replaceFunction(signature, replacement);
    const { findings, ok } = await compare();
    expect(ok).toBe(false);
    expect(findings.filter(({ code }) => code === 'function_altered')).toEqual([
      expect.objectContaining({ function: signature }),
    ]);
    for (const sql of kept) await bench.tamper(sql);
    expect(await compare()).toMatchObject({ ok: true, tableRows: 1 });
  });

  /** Replaces it, and answers what sets it back. */
  async function replaceFunction(signature: string, replacement: string): Promise<string[]> {
    const [row] = await bench.dataSource.query<{ definition: string; triggers: string[] }[]>(
      `SELECT pg_get_functiondef(p.oid) AS definition,
         ARRAY(SELECT pg_get_triggerdef(t.oid) FROM pg_trigger t WHERE t.tgfoid = p.oid) AS triggers
       FROM pg_proc p WHERE p.oid = $1::regprocedure`,
      [signature],
    );
    await bench.tamper(replacement);
    const isGone = replacement.startsWith('DROP');
    return [row?.definition ?? '', ...(isGone ? (row?.triggers ?? []) : [])];
  }

  it('of a database that was used before are adopted once', async () => {
    const adopt = () =>
      adoptOnce({ databaseUrl: bench.database.url, databasePoolSize: 2 }, () => keysOf(bench.ring), COMPARED_ROWS);
    expect(await adopt()).toBe(0);
    await bench.tamper(`INSERT INTO thing SELECT 'old ' || n, 'new' FROM generate_series(1, 1200) n`);
    expect((await compare()).findingsTotal).toBe(1200);
    expect(await adopt()).toBe(1200);
    expect(await found()).toEqual([]);
    await bench.tamper(`INSERT INTO thing VALUES ('x', 'new')`);
    expect(await adopt()).toBe(0);
    expect(await found()).toEqual(['table_row_inserted x']);
  });
});
