import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AuditVerifier } from '../../src/kernel/audit/verification/audit-verifier.js';
import { CheckpointFile, type Checkpoint } from '../../src/kernel/audit/verification/checkpoint.js';
import { OldEntries } from '../../src/kernel/moved/old-entries.js';
import { PoolReader } from '../../src/kernel/database/reader.js';
import { untilWaiting } from '../support/faults.js';
import { AuditBench, keysOf } from './support.js';

const LONG_AGO = new Date('2019-06-30T09:00:00Z');
const MONTHS = 36;

const INSERT_ENTRY = `
  INSERT INTO audit_entry (aggregate_type, aggregate_id, seq, at, action, actor_kind, tenants, public, key_id, canonical, prev, seal)
  SELECT aggregate_type, aggregate_id, $2, at, action, actor_kind, tenants, public, key_id, canonical, prev, seal
  FROM audit_entry WHERE aggregate_id = $1 LIMIT 1`;

describe('old entries of the audit', () => {
  let bench: AuditBench;
  beforeAll(async () => {
    bench = await AuditBench.open();
  });
  afterAll(() => bench.close());
  beforeEach(async () => {
    await bench.reset();
    // a ended long ago, b goes on, c is of today.
    await bench.chain('a', 'create', 'open', 'close');
    await bench.chain('b', 'create', 'open');
    await bench.place();
    await bench.anchors().run(() => LONG_AGO);
    await bench.chain('b', 'close');
    await bench.chain('c', 'create');
    await bench.anchor();
    await bench.dataSource.query(
      `INSERT INTO outbox_relay (enqueued) VALUES (1000) ON CONFLICT (only_row) DO UPDATE SET enqueued = 1000`,
    );
  });

  const verifier = () => new AuditVerifier(bench.dataSource, bench.ring, bench.anchorFile);
  const mover = () => new OldEntries(bench.transactions, verifier(), bench.anchors(), keysOf(bench.ring));
  const move = async () => {
    const moved = await mover().move(MONTHS);
    await bench.place();
    await bench.anchors().run();
    return moved;
  };
  const count = async (table: string) =>
    (await bench.dataSource.query<[{ n: number }]>(`SELECT count(*)::int AS n FROM ONLY ${table}`))[0].n;
  const found = async (work: Promise<{ findings: readonly { code: string; id?: string; seq?: number }[] }>) =>
    (await work).findings.map(({ code, id, seq }) => `${code} ${id ?? ''}#${seq ?? ''}`);
  const codes = () => found(verifier().verify());
  const codesOfAll = () => found(verifier().verifyMovedRows());

  it('go to a table of their own, with their heads and events, and are read as before', async () => {
    const entries = `SELECT id, aggregate_id, seq, encode(seal, 'hex') AS seal FROM audit_entry WHERE aggregate_type = 'tender' ORDER BY id`;
    const before = await bench.dataSource.query(entries);
    expect(await move()).toMatchObject({
      entries: 5,
      heads: 2,
      events: 5,
      upTo: { anchor: 1, at: LONG_AGO.toISOString(), position: '5' },
    });
    expect(await bench.dataSource.query(entries)).toEqual(before);
    expect([await count('audit_entry_moved'), await count('audit_entry')]).toEqual([5, 3]);
    expect([await count('audit_anchor_leaf_moved'), await count('outbox_moved')]).toEqual([2, 5]);
  });

  it('are verified before they move; afterwards verification begins behind them, and reads them where asked', async () => {
    await move();
    expect(await verifier().verify()).toMatchObject({
      ok: true,
      rows: 3,
      chains: 3,
      movedUpTo: { no: 1, at: LONG_AGO.toISOString() },
    });
    expect(await verifier().verifyMovedRows()).toMatchObject({ ok: true, rows: 8, chains: 4, movedUpTo: null });
    expect(await verifier().verifySinceLast()).toMatchObject({ ok: true });
  });

  it('are read four times a year, and an alarm about them ends by that alone', async () => {
    await move();
    expect(await verifier().verifyByTurns()).toMatchObject({ since: null, movedUpTo: { no: 1 } });
    const inAQuarter = Date.now() + 90 * 24 * 3_600_000;
    await bench.tamper(`UPDATE audit_entry_moved SET action = 'grant' WHERE aggregate_id = 'a' AND seq = 1`);
    const found = { ok: false, since: null, movedUpTo: null, findings: [{ code: 'row_altered', id: 'a', seq: 1 }] };
    expect(await verifier().verifyByTurns(inAQuarter)).toMatchObject(found);
    for (const verifyLess of [() => verifier().verify(), () => verifier().verifyTables()])
      expect((await verifyLess()).ok).toBe(true);
    expect((await verifier().findCheckpoint())?.ok).toBe(false);
    expect(await verifier().verifyByTurns()).toMatchObject(found);
    await bench.tamper(`UPDATE audit_entry_moved SET action = 'create' WHERE aggregate_id = 'a' AND seq = 1`);
    expect((await verifier().verifyByTurns()).ok).toBe(true);
    // A version before did not say where it had found something: one reading of everything settles it.
    const file = new CheckpointFile(bench.anchorFile, bench.ring);
    const { open: _, ...before } = (await file.read()) as Checkpoint;
    await file.write({ ...before, ok: false, findings: 1 });
    expect((await verifier().verifyByTurns()).ok).toBe(true);
    expect(await file.read()).toMatchObject({ ok: true, open: [] });
    expect((await verifier().findCheckpoint())?.ok).toBe(true);
  });

  it('are moved once: a second time there is nothing, and a later border goes on', async () => {
    await move();
    expect(await move()).toMatchObject({ entries: 0, heads: 0, events: 0 });
    expect(await count('audit_entry')).toBe(3);
  });

  it('stay where the audit has findings', async () => {
    await bench.tamper(`UPDATE audit_entry SET action = 'grant' WHERE aggregate_id = 'c'`);
    await expect(move()).rejects.toThrow('1 findings; nothing was moved');
    expect(await count('audit_entry_moved')).toBe(0);
  });

  it('stay as long as they are younger, or the queue has not had their events', async () => {
    expect(await mover().move(1200)).toMatchObject({ entries: 0, upTo: null });
    await bench.dataSource.query(`UPDATE outbox_relay SET enqueued = 4`);
    expect(await mover().move(MONTHS)).toMatchObject({ entries: 0, upTo: null });
  });

  it('end no chain: it goes on with the next number', async () => {
    await move();
    await bench.chain('a', 'reopen');
    await bench.chain('b', 'archive');
    const { log } = bench;
    expect(log).toBeDefined();
    expect(
      await bench.dataSource.query(
        `SELECT aggregate_id AS id, max(seq) AS seq FROM audit_entry WHERE aggregate_id IN ('a', 'b') GROUP BY 1 ORDER BY 1`,
      ),
    ).toEqual([
      { id: 'a', seq: 4 },
      { id: 'b', seq: 4 },
    ]);
    await bench.anchor();
    expect([await codes(), await codesOfAll()]).toEqual([[], []]);
  });

  it.each([
    ['of a chain that ended', 'a', 2],
    ['of a chain that goes on', 'b', 1],
    ['before the last that moved', 'a', 3],
  ])('keep their number: no other entry takes it, %s', async (_, id, seq) => {
    await move();
    await expect(bench.dataSource.query(INSERT_ENTRY, [id, seq])).rejects.toMatchObject({ code: '23505' });
  });

  it('keep their position: no other event takes it, whether it begins there or is put there', async () => {
    await move();
    const event = `INSERT INTO outbox (position, aggregate_type, aggregate_id, action, at, payload, tenants, public, audit_id)
      VALUES ($1, 'tender', 'x', 'create', now(), '{}', '{}', false, 1)`;
    await expect(bench.dataSource.query(event, [3])).rejects.toMatchObject({ code: '23505' });
    await expect(bench.dataSource.query(`UPDATE outbox SET position = 3 WHERE position = 7`)).rejects.toMatchObject({
      code: '23505',
    });
    await bench.dataSource.query(event, [100]);
  });

  it.each([
    ['an entry', `DELETE FROM audit_entry WHERE aggregate_id = 'c'`, 'audit_entry is append-only'],
    ['a head', `DELETE FROM ONLY audit_anchor_leaf`, 'audit_anchor_leaf is append-only'],
    ['an event', `DELETE FROM outbox`, 'outbox is append-only'],
    ['a moved entry', `DELETE FROM audit_entry_moved`, 'audit_entry_moved is append-only'],
    ['a moved event', `DELETE FROM outbox_moved`, 'outbox_moved is append-only'],
    ['what a moved entry says', `UPDATE audit_entry_moved SET action = 'x'`, 'audit_entry_moved is append-only'],
  ])('are not lost: the database refuses to delete %s that was not moved as it is', async (_, sql, message) => {
    await move();
    await expect(bench.dataSource.query(sql)).rejects.toThrow(message);
  });

  it('are not exchanged on the way: what stands among the moved ones must be what is deleted', async () => {
    await expect(
      bench.dataSource.transaction(async (manager) => {
        await manager.query(
          `INSERT INTO audit_entry_moved SELECT e.* FROM ONLY audit_entry e WHERE e.aggregate_id = 'a'`,
        );
        await manager.query(`UPDATE audit_entry_moved SET action = 'grant' WHERE false`);
        await manager.query(`SET LOCAL session_replication_role = replica`);
        await manager.query(`UPDATE audit_entry_moved SET action = 'grant' WHERE seq = 2`);
        await manager.query(`SET LOCAL session_replication_role = origin`);
        await manager.query(`DELETE FROM ONLY audit_entry WHERE aggregate_id = 'a'`);
      }),
    ).rejects.toThrow('audit_entry is append-only');
  });

  it('are found where they are altered: at once by the entry that follows, else when the moved ones are read', async () => {
    await move();
    await bench.tamper(`UPDATE audit_entry_moved SET seal = sha256('x') WHERE aggregate_id = 'b' AND seq = 2`);
    expect(await codes()).toEqual(['row_forged b#2', 'row_unlinked b#3']);
    await bench.tamper(`DELETE FROM audit_entry_moved WHERE aggregate_id = 'b' AND seq = 2`);
    expect(await codes()).toEqual(['row_missing b#2']);
    await bench.tamper(`UPDATE audit_entry_moved SET action = 'grant' WHERE aggregate_id = 'a' AND seq = 2`);
    expect(await codesOfAll()).toEqual(['row_altered a#2', 'row_missing b#2']);
  });

  it('count only as far as a sealed entry says: what was put among them by hand is found', async () => {
    await move();
    await bench.tamper(`WITH gone AS (DELETE FROM ONLY audit_entry WHERE aggregate_id = 'c' RETURNING *)
      INSERT INTO audit_entry_moved SELECT * FROM gone`);
    await bench.tamper(`WITH gone AS (DELETE FROM ONLY audit_anchor_leaf WHERE aggregate_id = 'c' RETURNING *)
      INSERT INTO audit_anchor_leaf_moved SELECT * FROM gone`);
    expect(await codes()).toEqual(['moved_unsealed #', 'moved_unsealed #']);
  });

  /** A copy of an entry among the moved ones, under an id that is free there. */
  const forgeMoved = (id: string, seq: number, seal: string, canonical = 'canonical') =>
    bench.tamper(
      `INSERT INTO audit_entry_moved (id, aggregate_type, aggregate_id, seq, at, action, actor_kind, tenants, public, key_id, canonical, prev, seal)
       SELECT -1, aggregate_type, aggregate_id, $2, at, action, actor_kind, tenants, public, key_id, ${canonical}, prev, ${seal}
       FROM audit_entry WHERE aggregate_id = $1 LIMIT 1`,
      [id, seq],
    );

  it('hide no chain that goes on: what was put among them with a later number is found, and what was deleted before it', async () => {
    await move();
    await forgeMoved('c', 1000, `decode(repeat('00', 32), 'hex')`);
    expect(await codes()).toEqual(['row_forged c#1000', 'moved_unsealed c#1']);
    await bench.tamper(`DELETE FROM ONLY audit_entry WHERE aggregate_id = 'c'`);
    expect(await codes()).toEqual(['row_forged c#1000', 'moved_unsealed c#1', 'tail_cut c#1']);
  });

  it('hide no entry that is copied there as it is: an anchor behind the border names it', async () => {
    await move();
    await bench.chain('c', 'open');
    await bench.anchor();
    await forgeMoved('c', 1, 'seal');
    await bench.tamper(`DELETE FROM ONLY audit_entry WHERE aggregate_id = 'c' AND seq = 1`);
    expect(await codes()).toEqual(['moved_unsealed c#1']);
  });

  describe('where an entry that no anchor covers yet is copied there as it is, and what is before it deleted', () => {
    beforeEach(async () => {
      await move();
      await bench.chain('d', 'create', 'open', 'close');
      await bench.tamper(`INSERT INTO audit_entry_moved (id, aggregate_type, aggregate_id, seq, at, action, actor_kind, tenants, public, key_id, canonical, prev, seal)
        SELECT -1, aggregate_type, aggregate_id, seq, at, action, actor_kind, tenants, public, key_id, canonical, prev, seal
        FROM audit_entry WHERE aggregate_id = 'd' AND seq = 2`);
      await bench.tamper(`DELETE FROM ONLY audit_entry WHERE aggregate_id = 'd' AND seq < 3`);
      await bench.tamper(`DELETE FROM outbox WHERE aggregate_id = 'd' AND action <> 'close'`);
    });
    const forgeHead = (table: string, seq: number, anchor: number) =>
      bench.tamper(
        `INSERT INTO ${table} (aggregate_type, aggregate_id, seq, seal, anchor)
         SELECT aggregate_type, aggregate_id, seq, seal, $2 FROM audit_entry WHERE aggregate_id = 'd' AND seq = $1`,
        [seq, anchor],
      );

    it('are found, as no anchor up to the border covers it', async () => {
      expect(await codes()).toEqual(['moved_unsealed d#2']);
      await bench.anchor();
      expect(await codes()).toEqual(['moved_unsealed d#2']);
    });

    it.each(['audit_anchor_leaf_moved', 'audit_anchor_leaf'])(
      'are found by a head in %s that its anchor did not sign',
      async (table) => {
        await forgeHead(table, 2, 1);
        expect((await verifier().verify()).findings).toEqual([
          expect.objectContaining({ code: 'anchor_leaves_altered', anchor: 1 }),
        ]);
      },
    );

    it.each([
      ['of an anchor before the border', 1],
      ['of one that is not there yet', 999],
      ['of none that ever was', 0],
    ])('are not called anchored by a head %s', async (_, anchor) => {
      await forgeHead('audit_anchor_leaf', 3, anchor);
      for (const verify of [() => verifier().verify(), () => verifier().verifyMovedRows()])
        expect((await verify()).findings).toContainEqual(
          expect.objectContaining({ code: 'anchor_leaves_altered', anchor: anchor || 1 }),
        );
    });
  });

  it('rest on heads of anchors that were signed under their own number', async () => {
    await bench.chain('e', 'create');
    await bench.place();
    await bench.anchors().run(() => LONG_AGO);
    await bench.chain('f', 'create');
    await bench.anchor();
    expect(await move()).toMatchObject({ upTo: { anchor: 3 } });
    await bench.chain('b', 'archive');
    expect(await codes()).toEqual([]);
    await bench.tamper(`UPDATE audit_anchor SET line = (SELECT line FROM audit_anchor WHERE no = 1) WHERE no = 2`);
    expect((await verifier().verify()).findings).toContainEqual(
      expect.objectContaining({ code: 'anchor_forged', anchor: 2 }),
    );
  });

  it('vouch for no row of a table unless they are sealed', async () => {
    await move();
    expect((await verifier().verifyTables()).ok).toBe(true);
    await forgeMoved('a', 4, 'seal', `'{"tables":[["tender","x",null,null]]}'::bytea`);
    expect(await codes()).toEqual([]);
    expect(await found(verifier().verifyTables())).toEqual(['row_forged a#4']);
  });

  describe('by which rows of tables are compared', () => {
    beforeEach(async () => {
      await bench.reset();
      await bench.chain('a', 'create');
      await bench.record({ aggregate: 'tender', id: 'a', action: 'open', tables: [['thing', 'a', null, 'x']] });
      await bench.record({ aggregate: 'tender', id: 'a', action: 'close', tables: [['thing', 'a', 'x', null]] });
      await bench.place();
      await bench.anchors().run(() => LONG_AGO);
      await bench.chain('c', 'create');
      await bench.anchor();
      expect(await move()).toMatchObject({ entries: 3 });
      expect((await verifier().verifyTables()).ok).toBe(true);
    });
    const later = async () => {
      await bench.chain('d', 'create');
      await bench.place();
      await bench.anchors().run(() => LONG_AGO);
      await bench.chain('c', 'open');
      await bench.anchor();
    };

    it.each([
      ['deleted', `DELETE FROM audit_entry_moved WHERE aggregate_id = 'a' AND seq > 1`],
      ['made to name none', `UPDATE audit_entry_moved SET canonical = '{}' WHERE aggregate_id = 'a' AND seq > 1`],
    ])('are missed where those at the end of a chain were %s, and nothing moves', async (_, sql) => {
      await bench.tamper(sql);
      expect((await verifier().verifyTables()).findings).toEqual([
        expect.objectContaining({ code: 'moved_unsealed', anchor: 1 }),
      ]);
      await later();
      await expect(move()).rejects.toThrow('verify-audit --tables has 1 findings; nothing was moved');
    });

    it('are sealed anew with the next ones that move, also where a version before had not sealed them', async () => {
      const [row] = await bench.dataSource.query<{ data: Record<string, unknown> }[]>(
        `SELECT convert_from(canonical, 'UTF8')::jsonb -> 'data' AS data FROM audit_entry WHERE aggregate_id = 'moved'`,
      );
      const { told: _, ...place } = row?.data ?? {};
      await bench.record({ aggregate: 'audit', id: 'moved', action: 'move', data: place });
      expect((await verifier().verifyTables()).ok).toBe(true);
      await later();
      expect(await move()).toMatchObject({ upTo: { anchor: 4 } });
      expect((await verifier().verifyTables()).ok).toBe(true);
      await bench.tamper(`DELETE FROM audit_entry_moved WHERE aggregate_id = 'a' AND seq > 1`);
      expect((await verifier().verifyTables()).findings).toMatchObject([{ code: 'moved_unsealed', anchor: 4 }]);
    });
  });

  it('count as moved no more where the entry that says so was deleted, or written by hand', async () => {
    await move();
    await bench.tamper(`UPDATE audit_entry SET seal = sha256('x') WHERE aggregate_id = 'moved'`);
    expect(await codes()).toEqual(expect.arrayContaining(['moved_unsealed #', 'head_replaced moved#1']));
    await bench.tamper(`DELETE FROM audit_entry WHERE aggregate_id = 'moved'`);
    expect(await codes()).toEqual(expect.arrayContaining(['moved_unsealed #', 'tail_cut moved#1']));
  });

  it('raise no alarm half-way: what broke off verifies, and the next call goes on', async () => {
    await bench.tamper(
      `CREATE OR REPLACE FUNCTION refuse_head() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'the machine stops'; END $$`,
    );
    await bench.dataSource.query(
      `CREATE TRIGGER stop BEFORE INSERT ON audit_anchor_leaf_moved FOR EACH ROW EXECUTE FUNCTION refuse_head()`,
    );
    try {
      await expect(move()).rejects.toThrow('the machine stops');
    } finally {
      await bench.dataSource.query(`DROP TRIGGER stop ON audit_anchor_leaf_moved; DROP FUNCTION refuse_head()`);
    }
    expect([await count('audit_entry_moved'), await count('audit_anchor_leaf_moved')]).toEqual([5, 0]);
    expect([await codes(), await codesOfAll()]).toEqual([[], []]);
    expect(await move()).toMatchObject({ entries: 0, heads: 2, events: 5 });
    expect([await codes(), await codesOfAll()]).toEqual([[], []]);
  });

  it('move while others write their chains: no number is missing and none is there twice', async () => {
    const writing = Promise.all(
      [...Array(8).keys()].map(async (n) => {
        for (const action of ['one', 'two', 'three', 'four']) await bench.chain(n % 2 ? 'a' : 'b', `${action}-${n}`);
      }),
    );
    const [moved] = await Promise.all([mover().move(MONTHS), writing]);
    expect(moved).toMatchObject({ entries: 5 });
    await bench.anchor();
    expect(
      await bench.dataSource.query(
        `SELECT aggregate_id AS id, count(*)::int AS n, count(DISTINCT seq)::int AS numbers, max(seq) AS last
         FROM audit_entry WHERE aggregate_id IN ('a', 'b') GROUP BY 1 ORDER BY 1`,
      ),
    ).toEqual([
      { id: 'a', n: 19, numbers: 19, last: 19 },
      { id: 'b', n: 19, numbers: 19, last: 19 },
    ]);
    expect([await codes(), await codesOfAll()]).toEqual([[], []]);
  });

  it('keep the further border where two move at once', async () => {
    await bench.chain('d', 'create');
    await bench.place();
    await bench.anchors().run(() => new Date('2023-06-30T09:00:00Z'));
    await bench.chain('e', 'create');
    await bench.anchor();
    // Nobody can write an entry: the further border waits to be written, then the nearer one comes.
    const holder = await new PoolReader(bench.dataSource).pool.connect();
    await holder.query('BEGIN; LOCK TABLE audit_entry IN SHARE MODE');
    const far = mover().move(24);
    await untilWaiting(holder);
    const near = mover().move(60);
    await untilWaiting(holder, 2);
    await holder.query('COMMIT');
    holder.release();
    const moved = await Promise.all([far, near]);
    await bench.anchor();
    const borders = await bench.dataSource.query<{ no: number }[]>(
      `SELECT (convert_from(canonical, 'UTF8')::jsonb #>> '{data,no}')::int AS no FROM audit_entry
       WHERE aggregate_type = 'audit' AND aggregate_id = 'moved' ORDER BY seq`,
    );
    expect(borders.map(({ no }) => no)).toEqual([3]);
    expect(moved.map(({ upTo }) => upTo?.anchor)).toEqual([3, 3]);
    expect(moved[0].entries + moved[1].entries).toBe(8);
    expect([await codes(), await codesOfAll()]).toEqual([[], []]);
  });
});
