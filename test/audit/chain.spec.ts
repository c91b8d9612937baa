import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { ChangeLog } from '../../src/kernel/audit/change-log.js';
import { CHAIN_PURPOSE, GENESIS, parseRecord, sealHolds } from '../../src/kernel/audit/audit-chain.js';
import { forPurpose } from '../../src/kernel/config/keys.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { AuditBench, countQueries, keysOf } from './support.js';

interface Row {
  id: string;
  seq: number;
  canonical: Buffer;
  prev: Buffer;
  seal: Buffer;
  key_id: string;
}

describe('the audit chain of an aggregate', () => {
  let bench: AuditBench;
  beforeAll(async () => {
    bench = await AuditBench.open();
  });
  afterAll(() => bench.close());

  const rows = (id: string): Promise<Row[]> =>
    bench.dataSource.query(`SELECT * FROM audit_entry WHERE aggregate_id = $1 ORDER BY seq`, [id]);
  const events = (id: string) =>
    bench.dataSource.query<{ id: string; audit_id: string; action: string; payload: unknown }[]>(
      `SELECT * FROM outbox WHERE aggregate_id = $1 ORDER BY id`,
      [id],
    );

  it('holds one row per change, each sealed and containing the seal before it, and one event beside each', async () => {
    const organisation = randomUUID();
    const user = { ...SYSTEM, kind: 'user' as const, id: randomUUID() };
    const recorded = await bench.transactions.run(user, async (tx) => [
      await tx.record({ aggregate: 'tender', id: 'a', action: 'create', data: { lots: 2 }, tenants: [organisation] }),
      await tx.record({ aggregate: 'tender', id: 'a', action: 'issue', from: 'draft', to: 'open', reason: '到期 "x"' }),
    ]);
    const chain = await rows('a');
    const ring = forPurpose(bench.ring, CHAIN_PURPOSE);
    expect(chain.map((r) => r.id)).toEqual(recorded.map((r) => r.audit));
    expect(chain.map((r) => r.seq)).toEqual([1, 2]);
    expect(chain.map((r) => sealHolds(r.canonical, r.seal, r.key_id, ring))).toEqual([true, true]);
    expect(chain.map((r) => r.prev.toString('hex'))).toEqual([GENESIS.seal, chain[0]?.seal.toString('hex')]);
    expect(parseRecord((chain[1] as Row).canonical)).toMatchObject({
      actor: { kind: 'user', id: user.id },
      action: 'issue',
      from: 'draft',
      to: 'open',
      reason: '到期 "x"',
      prev: chain[0]?.seal.toString('hex'),
    });
    const sent = await events('a');
    expect(sent.map((e) => [e.id, e.audit_id])).toEqual(recorded.map((r) => [r.event, r.audit]));
    expect(sent[1]?.payload).toEqual({ data: {}, from: 'draft', to: 'open' });
  });

  it('costs one statement for a new aggregate and for the next change by the same process', async () => {
    await bench.transactions.run(SYSTEM, async (tx) => {
      await tx.now();
      expect(await countQueries(() => tx.record({ aggregate: 'tender', id: 'cost', action: 'create' }))).toBe(1);
      expect(await countQueries(() => tx.record({ aggregate: 'tender', id: 'cost', action: 'issue' }))).toBe(1);
    });
  });

  it('goes on after another process wrote, at the price of one more statement', async () => {
    const elsewhere = new Transactions(bench.dataSource, new ChangeLog(keysOf(bench.ring)), bench.nudge);
    await bench.record({ aggregate: 'tender', id: 'two', action: 'create' });
    await elsewhere.run(SYSTEM, (tx) => tx.record({ aggregate: 'tender', id: 'two', action: 'issue' }));
    await bench.transactions.run(SYSTEM, async (tx) => {
      await tx.now();
      expect(await countQueries(() => tx.record({ aggregate: 'tender', id: 'two', action: 'close' }))).toBe(2);
    });
    expect((await rows('two')).map((r) => r.seq)).toEqual([1, 2, 3]);
  });

  it('forgets what a rolled-back transaction or savepoint had written', async () => {
    await bench.record({ aggregate: 'tender', id: 'undone', action: 'create' });
    const failing = bench.transactions.run(SYSTEM, async (tx) => {
      await tx.record({ aggregate: 'tender', id: 'undone', action: 'issue' });
      throw new Error('refused');
    });
    await expect(failing).rejects.toThrow('refused');
    await bench.transactions.run(SYSTEM, async (tx) => {
      const inner = bench.transactions.run(SYSTEM, async (nested) => {
        await nested.record({ aggregate: 'tender', id: 'undone', action: 'close' });
        throw new Error('refused');
      });
      await expect(inner).rejects.toThrow('refused');
      await tx.record({ aggregate: 'tender', id: 'undone', action: 'cancel' });
    });
    expect((await rows('undone')).map((r) => parseRecord(r.canonical)?.action)).toEqual(['create', 'cancel']);
    expect((await events('undone')).map((e) => e.action)).toEqual(['create', 'cancel']);
  });

  it('stays one chain when sixteen writers append to it without any lock on a root', async () => {
    const writers = Array.from({ length: 16 }, () => new ChangeLog(keysOf(bench.ring)));
    await Promise.all(
      writers.map((log, w) =>
        new Transactions(bench.dataSource, log, bench.nudge).run(SYSTEM, async (tx) => {
          await tx.record({ aggregate: 'tender', id: 'crowd', action: `w${w}` });
        }),
      ),
    );
    expect((await rows('crowd')).map((r) => r.seq)).toEqual(Array.from({ length: 16 }, (_, i) => i + 1));
    expect((await events('crowd')).length).toBe(16);
    await bench.place();
    expect((await bench.verify()).findings).toEqual([]);
  });

  it('takes a batch by few statements, with several changes of one aggregate in their order', async () => {
    const changes = Array.from({ length: 600 }, (_, i) => ({
      aggregate: 'record',
      id: `batch-${i % 500}`,
      action: i < 500 ? 'create' : 'correct',
      data: { i },
    }));
    let recorded: { audit: string; event: string }[] = [];
    const queries = await countQueries(async () => {
      recorded = await bench.transactions.run(SYSTEM, (tx) => tx.recordAll(changes));
    });
    expect(queries).toBeLessThanOrEqual(5); // begin, time, two waves, commit
    expect(new Set(recorded.map((r) => r.audit)).size).toBe(600);
    const [first] = await bench.dataSource.query<{ aggregate_id: string; seq: number }[]>(
      `SELECT aggregate_id, seq FROM audit_entry WHERE id = $1`,
      [recorded[550]?.audit],
    );
    expect(first).toEqual({ aggregate_id: 'batch-50', seq: 2 });
  });

  it.each([
    ['UPDATE audit_entry SET action = action', 'audit_entry is append-only'],
    ['DELETE FROM audit_entry', 'audit_entry is append-only'],
    ['TRUNCATE audit_entry', 'audit_entry is append-only'],
    ['DELETE FROM audit_anchor_leaf', 'audit_anchor_leaf is append-only'],
    ['TRUNCATE audit_anchor CASCADE', 'append-only'],
  ])('cannot be changed: %s', async (sql, message) => {
    await bench.record({ aggregate: 'tender', id: 'fixed', action: 'create' });
    await bench.anchor();
    await expect(bench.dataSource.query(sql)).rejects.toThrow(message);
  });
});
