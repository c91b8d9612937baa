import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { appendFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { CHAIN_PURPOSE, parseRecord, computeSeal } from '../../src/kernel/audit/audit-chain.js';
import { canonicalText } from '../../src/kernel/audit/canonical.js';
import { anchorPublicKey, ANCHOR_PURPOSE, readAnchor } from '../../src/kernel/audit/anchors/anchor.js';
import { ChangeLog } from '../../src/kernel/audit/change-log.js';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { forPurpose, type KeyRing } from '../../src/kernel/config/keys.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { AuditBench, keysOf, newRing } from './support.js';

describe('verification of the audit', () => {
  let bench: AuditBench;
  beforeAll(async () => {
    bench = await AuditBench.open();
  });
  beforeEach(async () => {
    await bench.reset();
    await bench.chain('a', 'create', 'issue', 'close');
    await bench.chain('b', 'create', 'issue');
    await bench.anchor();
    await bench.chain('b', 'cancel');
    await bench.chain('c', 'create');
    await bench.anchor();
  });
  afterAll(() => bench.close());

  it('finds nothing in what nobody touched', async () => {
    const report = await bench.verify();
    expect(report).toMatchObject({ ok: true, rows: 7, chains: 3, findings: [], findingsTotal: 0 });
    expect(report.anchors).toMatchObject({ inDatabase: 2, inFile: 2, last: { no: 2, position: '7' } });
    expect(report.anchors.publicKey).toBe(anchorPublicKey(forPurpose(bench.ring, ANCHOR_PURPOSE)[0]));
    expect(report.notYetAnchored).toEqual({ rows: 0, first: [] });
  });

  it('names the rows that no anchor covers yet', async () => {
    await bench.chain('c', 'issue');
    await bench.chain('d', 'create');
    const report = await bench.verify();
    expect(report.ok).toBe(true);
    expect(report.notYetAnchored.rows).toBe(2);
    expect(report.notYetAnchored.first.map((r) => `${r.id}#${r.seq}`)).toEqual(['c#2', 'd#1']);
    await bench.anchor();
    expect((await bench.verify()).notYetAnchored.rows).toBe(0);
  });

  it('finds an altered row, whether the sealed bytes were altered or a column', async () => {
    await bench.tamper(
      `UPDATE audit_entry SET canonical = convert_to(replace(convert_from(canonical, 'UTF8'), '"issue"', '"grant"'), 'UTF8'),
         action = 'grant' WHERE aggregate_id = 'a' AND seq = 2`,
    );
    await bench.tamper(`UPDATE audit_entry SET at = at - interval '1 day' WHERE aggregate_id = 'b' AND seq = 1`);
    expect(await bench.codes()).toEqual(['row_altered a#2', 'row_altered b#1']);
  });

  it('finds an altered last row by its anchor', async () => {
    await bench.tamper(
      `UPDATE audit_entry SET canonical = convert_to(replace(convert_from(canonical, 'UTF8'), '"close"', '"fail"'), 'UTF8')
       WHERE aggregate_id = 'a' AND seq = 3`,
    );
    expect(await bench.codes()).toEqual(['row_altered a#3']);
  });

  it('finds an inserted row', async () => {
    await bench.tamper(
      `INSERT INTO audit_entry (aggregate_type, aggregate_id, seq, at, action, actor_kind, tenants, public, key_id, canonical, prev, seal)
       SELECT aggregate_type, aggregate_id, 4, at, 'grant', actor_kind, tenants, public, key_id,
              convert_to(replace(convert_from(canonical, 'UTF8'), '"seq":3', '"seq":4'), 'UTF8'), seal, sha256(canonical)
       FROM audit_entry WHERE aggregate_id = 'a' AND seq = 3`,
    );
    expect(await bench.codes()).toEqual(['row_forged a#4']);
  });

  it('finds a true row that was copied to another place', async () => {
    await bench.tamper(
      `INSERT INTO audit_entry (aggregate_type, aggregate_id, seq, at, action, actor_kind, tenants, public, key_id, canonical, prev, seal)
       SELECT aggregate_type, aggregate_id, 4, at, action, actor_kind, tenants, public, key_id, canonical, prev, seal
       FROM audit_entry WHERE aggregate_id = 'a' AND seq = 3`,
    );
    expect(await bench.codes()).toEqual(['row_altered a#4', 'row_unlinked a#4']);
  });

  it('finds a deleted row', async () => {
    await bench.tamper(`DELETE FROM audit_entry WHERE aggregate_id = 'a' AND seq = 2`);
    expect(await bench.codes()).toEqual(['row_missing a#2']);
  });

  it('finds a cut tail, though what is left is a perfect chain, and though the event is gone too', async () => {
    await bench.tamper(`DELETE FROM outbox WHERE aggregate_id = 'b' AND action = 'cancel'`);
    await bench.tamper(`DELETE FROM audit_entry WHERE aggregate_id = 'b' AND seq = 3`);
    expect(await bench.codes()).toEqual(['tail_cut b#3']);
  });

  it('finds a chain that is gone as a whole', async () => {
    await bench.tamper(`DELETE FROM audit_entry WHERE aggregate_id = 'c'`);
    expect(await bench.codes()).toEqual(['tail_cut c#1']);
  });

  it('finds a row that was deleted before its first anchor by the event it left', async () => {
    await bench.chain('c', 'issue');
    await bench.tamper(`DELETE FROM audit_entry WHERE aggregate_id = 'c' AND seq = 2`);
    expect((await bench.verify()).findings).toMatchObject([{ code: 'row_missing', id: 'c' }]);
  });

  it('finds a chain that was recomputed without the key', async () => {
    await recompute(bench, 'a', newRing('audit-1'));
    expect(await bench.codes()).toEqual(['row_forged a#1', 'row_forged a#2', 'row_forged a#3', 'head_replaced a#3']);
  });

  it('finds, by the anchor, even a chain that was recomputed with the key', async () => {
    await recompute(bench, 'a', bench.ring);
    expect(await bench.codes()).toEqual(['head_replaced a#3']);
  });

  it('finds a cut tail whose anchors were taken out of the database as well', async () => {
    await bench.tamper(`DELETE FROM audit_entry WHERE aggregate_id = 'c' OR (aggregate_id = 'b' AND seq = 3)`);
    await bench.tamper(`DELETE FROM outbox WHERE position > 5`);
    await bench.tamper(`DELETE FROM audit_anchor_leaf WHERE anchor = 2`);
    await bench.tamper(`DELETE FROM audit_anchor WHERE no = 2`);
    expect((await bench.verify()).findings).toMatchObject([{ code: 'anchor_missing', anchor: 2 }]);
  });

  it('finds heads that were changed to fit a cut tail', async () => {
    await bench.tamper(`DELETE FROM audit_entry WHERE aggregate_id = 'c'`);
    await bench.tamper(`DELETE FROM audit_anchor_leaf WHERE aggregate_id = 'c'`);
    expect((await bench.verify()).findings).toMatchObject([{ code: 'anchor_leaves_altered', anchor: 2 }]);
  });

  it('finds an anchor that was altered in the database, and one that was written into the file', async () => {
    await bench.tamper(`UPDATE audit_anchor SET position = 3 WHERE no = 1`);
    expect((await bench.verify()).findings).toMatchObject([{ code: 'anchor_altered', anchor: 1 }]);
    await bench.tamper(`UPDATE audit_anchor SET position = 5 WHERE no = 1`);
    const lines = readFileSync(bench.anchorFile, 'utf8').split('\n');
    writeFileSync(bench.anchorFile, [lines[0], lines[1]?.replace('"leaves":2', '"leaves":3'), ''].join('\n'));
    expect((await bench.verify()).findings.map((f) => f.code)).toEqual(['anchor_forged', 'anchor_altered']);
  });

  it('says so when the anchor file is gone', async () => {
    rmSync(bench.anchorFile);
    await bench.tamper(`UPDATE audit_anchor SET at = at - interval '1 hour'`);
    expect(await bench.codes()).toEqual([]); // within the minutes in which an anchor may still be on its way
    const old = new Date(Date.now() - 3_600_000);
    const other = await AuditBench.open(bench.ring);
    try {
      await other.chain('x', 'create');
      await other.place();
      await other.anchors().run(() => old);
      rmSync(other.anchorFile);
      expect((await other.verify()).findings).toMatchObject([{ code: 'anchor_not_in_file', anchor: 1 }]);
    } finally {
      await other.close();
    }
  });

  it('cannot be satisfied with another key, and says which key is missing', async () => {
    const { findings } = await bench.verify(newRing('audit-2'));
    expect(new Set(findings.map((f) => f.code))).toEqual(new Set(['key_unknown']));
    expect(findings.filter((f) => f.entry)).toHaveLength(7);
    const sameName = await bench.verify(newRing('audit-1'));
    expect(new Set(sameName.findings.map((f) => f.code))).toEqual(
      new Set(['anchor_forged', 'row_altered', 'row_forged']),
    );
  });

  it('verifies what an earlier key sealed and signed after the keys were rotated', async () => {
    const rotated: KeyRing = [newRing('audit-2')[0], ...bench.ring];
    const later = new Transactions(bench.dataSource, new ChangeLog(keysOf(rotated)), bench.nudge);
    await later.run(SYSTEM, (tx) => tx.record({ aggregate: 'tender', id: 'a', action: 'reopen' }));
    await bench.place();
    expect(await bench.anchors(rotated).run()).toBe(1);
    expect(await bench.verify(rotated)).toMatchObject({ ok: true, rows: 8, anchors: { inFile: 3 } });
    expect(new Set((await bench.verify()).findings.map((f) => f.code))).toEqual(new Set(['key_unknown']));
  });

  describe('the anchor file', () => {
    it('holds signed lines, each naming the one before, and only grows', async () => {
      const ring = forPurpose(bench.ring, ANCHOR_PURPOSE);
      const before = readFileSync(bench.anchorFile, 'utf8');
      await bench.chain('a', 'open');
      expect(await bench.anchor()).toBe(1);
      const after = readFileSync(bench.anchorFile, 'utf8');
      expect(after.startsWith(before)).toBe(true);
      const anchors = after
        .trimEnd()
        .split('\n')
        .map((line) => readAnchor(line, ring));
      expect(anchors.map((a) => [a?.no, a?.leaves, a?.position])).toEqual([
        [1, 2, '5'],
        [2, 2, '7'],
        [3, 1, '8'],
      ]);
    });

    it('gets no anchor while nothing changed', async () => {
      expect(await bench.anchor()).toBe(0);
    });

    it('is brought up to date after a crash between table and file, also in the middle of a line', async () => {
      const whole = readFileSync(bench.anchorFile, 'utf8');
      truncateSync(bench.anchorFile, whole.indexOf('\n') + 20);
      expect((await bench.verify()).ok).toBe(true);
      await bench.anchor();
      expect(readFileSync(bench.anchorFile, 'utf8')).toBe(whole);
    });

    it('is not continued where it does not end in an anchor of ours', async () => {
      appendFileSync(bench.anchorFile, '{"v":1}\n');
      await bench.chain('a', 'open');
      await expect(bench.anchor()).rejects.toThrow('does not end in an anchor of ours');
    });

    it('is written whole on a second host', async () => {
      const elsewhere = `${bench.anchorFile}.elsewhere`;
      await bench.anchors(bench.ring, elsewhere).run();
      expect(readFileSync(elsewhere, 'utf8')).toBe(readFileSync(bench.anchorFile, 'utf8'));
    });
  });
});

/** Rewrites a chain from its first row on, linked and sealed with another key. */
async function recompute(bench: AuditBench, id: string, ring: KeyRing): Promise<void> {
  const [key] = forPurpose(ring, CHAIN_PURPOSE);
  const rows = await bench.dataSource.query<{ id: string; canonical: Buffer }[]>(
    `SELECT id, canonical FROM audit_entry WHERE aggregate_id = $1 ORDER BY seq`,
    [id],
  );
  let prev = '00'.repeat(32);
  for (const row of rows) {
    const record = parseRecord(row.canonical);
    const canonical = canonicalText({ ...record, prev, reason: 'rewritten' });
    const seal = computeSeal(canonical, key);
    await bench.tamper(
      `UPDATE audit_entry SET canonical = convert_to($2, 'UTF8'), prev = decode($3, 'hex'), seal = $4 WHERE id = $1`,
      [row.id, canonical, prev, seal],
    );
    prev = seal.toString('hex');
  }
}
