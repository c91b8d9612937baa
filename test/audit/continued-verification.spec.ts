import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { AuditVerifier } from '../../src/kernel/audit/verification/audit-verifier.js';
import { AuditBench, newRing } from './support.js';

describe('verification that goes on from the last one', () => {
  let bench: AuditBench;
  let verifier: AuditVerifier;
  const file = () => `${bench.anchorFile}.verified`;
  const codes = async (): Promise<string[]> =>
    (await verifier.verifySinceLast()).findings.map((f) => `${f.code} ${f.id ?? ''}#${f.seq ?? ''}`);

  beforeAll(async () => {
    bench = await AuditBench.open();
  });
  beforeEach(async () => {
    await bench.reset();
    rmSync(file(), { force: true });
    verifier = new AuditVerifier(bench.dataSource, bench.ring, bench.anchorFile);
    await bench.chain('a', 'create', 'issue', 'close');
    await bench.chain('b', 'create', 'issue');
    await bench.anchor();
    expect(await verifier.verifySinceLast()).toMatchObject({ ok: true, since: null, rows: 5, chains: 2 });
  });
  afterAll(() => bench.close());

  it('reads what came since the checkpoint alone, with the row that it follows', async () => {
    await bench.chain('b', 'cancel');
    await bench.chain('c', 'create');
    await bench.anchor();
    await bench.chain('c', 'issue');
    const report = await verifier.verifySinceLast();
    expect(report).toMatchObject({ ok: true, since: { no: 1 }, rows: 4, chains: 2, notYetAnchored: { rows: 1 } });
    expect(report.anchors).toMatchObject({ inDatabase: 2, inFile: 2, last: { no: 2 } });
    // c#2 was read, but no anchor covered it: it is read again.
    expect(await verifier.verifySinceLast()).toMatchObject({ ok: true, since: { no: 2 }, rows: 2, chains: 1 });
  });

  it('finds what was done to later rows as a whole one does, and stays where it was', async () => {
    await bench.chain('b', 'cancel', 'restore', 'end');
    await bench.anchor();
    await bench.tamper(`UPDATE audit_entry SET action = 'grant' WHERE aggregate_id = 'b' AND seq = 4`);
    expect(await codes()).toEqual(['row_altered b#4']);
    expect(await verifier.findCheckpoint()).toMatchObject({ ok: false, findings: 1, place: { no: 1 } });
    expect(await codes()).toEqual(['row_altered b#4']);
    await bench.tamper(`UPDATE audit_entry SET action = 'restore' WHERE aggregate_id = 'b' AND seq = 4`);
    expect(await codes()).toEqual([]);
    expect(await verifier.findCheckpoint()).toMatchObject({ ok: true, findings: 0, place: { no: 2 } });
  });

  it('finds a row that is missing, one that was inserted without an event, and a cut tail', async () => {
    await bench.chain('a', 'open', 'shut');
    await bench.chain('b', 'cancel');
    await bench.anchor();
    await bench.tamper(`DELETE FROM audit_entry WHERE aggregate_id = 'a' AND seq = 4`);
    await bench.tamper(`DELETE FROM outbox WHERE aggregate_id = 'b' AND action = 'cancel'`);
    await bench.tamper(`DELETE FROM audit_entry WHERE aggregate_id = 'b' AND seq = 3`);
    await bench.tamper(
      `INSERT INTO audit_entry (aggregate_type, aggregate_id, seq, at, action, actor_kind, tenants, public, key_id, canonical, prev, seal)
       SELECT aggregate_type, 'x', 1, at, action, actor_kind, tenants, public, key_id, canonical, prev, seal
       FROM audit_entry WHERE aggregate_id = 'a' AND seq = 1`,
    );
    expect(await codes()).toEqual(['row_missing a#4', 'tail_cut b#3', 'row_altered x#1']);
  });

  it('finds that the row which it follows was taken out, or is another', async () => {
    await bench.chain('b', 'cancel');
    await bench.anchor();
    await bench.tamper(`UPDATE audit_entry SET seal = sha256(seal) WHERE aggregate_id = 'b' AND seq = 2`);
    expect(await codes()).toEqual(['row_forged b#2', 'head_replaced b#2', 'row_unlinked b#3']);
  });

  it('begins no chain at a head that was written by hand, and finds such a head', async () => {
    await bench.chain('b', 'cancel', 'restore', 'end');
    await bench.anchor();
    await bench.tamper(`UPDATE audit_entry SET action = 'grant' WHERE aggregate_id = 'b' AND seq = 3`);
    await bench.tamper(`INSERT INTO audit_anchor_leaf (aggregate_type, aggregate_id, seq, seal, anchor)
      SELECT aggregate_type, aggregate_id, seq, seal, 1 FROM audit_entry WHERE aggregate_id = 'b' AND seq = 4`);
    const { findings } = await verifier.verifySinceLast();
    expect(findings).toEqual([expect.objectContaining({ code: 'anchor_leaves_altered', anchor: 1 })]);
    expect(await verifier.findCheckpoint()).toMatchObject({ ok: false, place: { no: 1 } });
  });

  it('finds a head under the name of an anchor that is not there', async () => {
    await bench.chain('b', 'cancel');
    for (const anchor of [0, 999]) {
      await bench.tamper(`INSERT INTO audit_anchor_leaf (aggregate_type, aggregate_id, seq, seal, anchor)
        SELECT aggregate_type, aggregate_id, seq, seal, ${anchor} FROM audit_entry WHERE aggregate_id = 'b' AND seq = 3`);
      expect((await verifier.verifySinceLast()).findings).toContainEqual(
        expect.objectContaining({ code: 'anchor_leaves_altered', anchor }),
      );
      await bench.tamper(`DELETE FROM audit_anchor_leaf WHERE anchor = ${anchor}`);
    }
  });

  it('finds an anchor that was exchanged in the database or is gone from the file', async () => {
    await bench.tamper(`UPDATE audit_anchor SET line = replace(line, '"no":1', '"no":01')`);
    expect(await codes()).toContain('anchor_altered #');
    writeFileSync(bench.anchorFile, '');
    expect(await codes()).toContain('anchor_not_in_file #');
  });

  it('reads everything where the checkpoint is gone, altered, or sealed by a foreign key', async () => {
    const sealed = readFileSync(file(), 'utf8');
    rmSync(file());
    expect((await verifier.verifySinceLast()).since).toBeNull();
    writeFileSync(file(), sealed.replace('"no":1', '"no":9'));
    expect((await verifier.verifySinceLast()).since).toBeNull();
    const foreign = new AuditVerifier(bench.dataSource, newRing('audit-1'), bench.anchorFile);
    await foreign.verify();
    expect((await foreign.findCheckpoint())?.ok).toBe(false);
    expect(await verifier.findCheckpoint()).toBeNull();
    expect(await verifier.verifySinceLast()).toMatchObject({ ok: true, since: null });
    expect(await verifier.verifySinceLast()).toMatchObject({ ok: true, since: { no: 1 } });
  });

  it('reads everything again after a week, and finds what was done before the checkpoint', async () => {
    await verifier.verifyByTurns();
    await bench.tamper(`UPDATE audit_entry SET action = 'grant' WHERE aggregate_id = 'a' AND seq = 1`);
    expect((await verifier.verifyByTurns()).ok).toBe(true);
    const inAWeek = Date.now() + 7 * 24 * 3_600_000;
    expect(await verifier.verifyByTurns(inAWeek)).toMatchObject({ ok: false, since: null, findingsTotal: 1 });
  });

  it('compares the tables once a week, whoever else verified everything without them', async () => {
    expect(await verifier.verify()).not.toHaveProperty('tableRows');
    expect(await verifier.verifyByTurns()).toMatchObject({ ok: true, since: null, tableRows: 0 });
    expect(await verifier.verifyByTurns()).toMatchObject({ ok: true, since: { no: 1 } });
    const compared = Date.parse((await verifier.findCheckpoint())?.tablesAt ?? '');
    expect((await verifier.verify()).ok).toBe(true);
    const inAWeek = compared + 7 * 24 * 3_600_000;
    expect(await verifier.verifyByTurns(inAWeek - 1)).toMatchObject({ ok: true, since: { no: 1 } });
    expect(await verifier.verifyByTurns(inAWeek)).toMatchObject({ ok: true, since: null, tableRows: 0 });
  });

  it('does not call the audit right an hour after everything was read and something was found', async () => {
    await bench.tamper(`UPDATE audit_entry SET action = 'grant' WHERE aggregate_id = 'a' AND seq = 1`);
    expect((await verifier.verify()).ok).toBe(false);
    expect(await verifier.verifyByTurns()).toMatchObject({ ok: false, since: null });
    expect((await verifier.findCheckpoint())?.ok).toBe(false);
  });

  it('goes on from an anchor that was made while the clock ran ahead', async () => {
    const anchor = async (n: number, at: number) => {
      await bench.chain(`x${n}`, 'create');
      await bench.place();
      await bench.anchors().run(() => new Date(at));
    };
    const base = Date.now() - 3_600_000;
    for (let n = 0; n < 10; n++) await anchor(n, base + n * 1000);
    await anchor(10, base + 1_800_000);
    expect((await verifier.verifySinceLast()).ok).toBe(true);
    for (let n = 11; n < 120; n++) await anchor(n, base + n * 1000);
    expect(await verifier.verifySinceLast()).toMatchObject({ ok: true, findingsTotal: 0 });
  });
});
