import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { AuditVerifier } from '../../src/kernel/audit/verification/audit-verifier.js';
import { startPlatformApi, type Api } from '../api/platform-bench.js';
import { AuditBench, countQueries } from './support.js';

interface Entry {
  id: string;
  aggregate: string;
  aggregateId: string;
  seq: number;
  action: string;
  actor: { kind: string; id: string | null };
  reason: string | null;
}
interface Page {
  items: Entry[];
  next: string | null;
}

describe('the audit over HTTP', () => {
  const mine = randomUUID();
  const user = randomUUID();
  let bench: AuditBench;
  let api: Api;
  beforeAll(async () => {
    bench = await AuditBench.open();
    api = await startPlatformApi({
      dataSource: bench.dataSource,
      log: bench.log,
      verifier: new AuditVerifier(bench.dataSource, bench.ring, bench.anchorFile),
    });
    api.callers.add(
      'auditor',
      ['audit.read', 'audit.verify'],
      [
        {
          organisation: randomUUID(),
          role: 'supervisor',
          region: '990200',
          overseesRegion: true,
          permissions: new Set(['audit.read', 'audit.verify']),
        },
      ],
    );
    api.callers.add(
      'mine',
      ['audit.read'],
      [
        {
          organisation: mine,
          role: 'bureau_officer',
          region: null,
          overseesRegion: false,
          permissions: new Set(['audit.read']),
        },
      ],
    );
    const actor = { kind: 'user' as const, id: user, seats: [], permissions: new Set<string>() };
    await bench.transactions.run(actor, async (tx) => {
      await tx.record({
        aggregate: 'tender',
        id: 'a',
        action: 'create',
        tenants: [mine],
        region: '990203',
        dataset: 'live',
      });
      await tx.record({
        aggregate: 'tender',
        id: 'a',
        action: 'issue',
        from: 'draft',
        to: 'open',
        reason: '开始',
        tenants: [mine],
        region: '990203',
      });
      await tx.record({ aggregate: 'tender', id: 'b', action: 'create', tenants: [randomUUID()], region: '110000' });
    });
    await bench.anchor();
  });
  afterAll(async () => {
    await api.close();
    await bench.close();
  });

  const entries = async (token: string, query = '') =>
    (await api.get<Page>(token, `/api/v1/audit/entries${query}`)).body;

  it('shows entries newest first, with who, what and why', async () => {
    const { items, next } = await entries('mine');
    expect(next).toBeNull();
    expect(items.map((e) => [e.aggregateId, e.seq, e.action])).toEqual([
      ['a', 2, 'issue'],
      ['a', 1, 'create'],
    ]);
    expect(items[0]).toMatchObject({
      aggregate: 'tender',
      actor: { kind: 'user', id: user },
      reason: '开始',
      from: 'draft',
      to: 'open',
    });
  });

  it('shows only what the caller may see', async () => {
    expect((await entries('auditor')).items.map((e) => e.aggregateId)).toEqual(['a', 'a']);
    expect((await entries('mine', '?subject=tender:b')).items).toEqual([]);
  });

  it('filters and pages, each page by one statement', async () => {
    expect((await entries('mine', '?subject=tender:a&action=create')).items.map((e) => e.seq)).toEqual([1]);
    expect((await entries('mine', `?actor=${user}&dataset=live`)).items.map((e) => e.seq)).toEqual([1]);
    let first: Page = { items: [], next: null };
    expect(await countQueries(async () => void (first = await entries('mine', '?limit=1')))).toBe(1);
    expect(first.items.map((e) => e.seq)).toEqual([2]);
    const second = (await api.get<Page>('mine', first.next ?? '')).body;
    expect([second.items.map((e) => e.seq), second.next]).toEqual([[1], null]);
  });

  it('shows neither who nor words of an entry that was not sealed as it stands, or elsewhere', async () => {
    const forge = (sql: string) => bench.tamper(`UPDATE audit_entry SET ${sql} WHERE aggregate_id = 'a' AND seq = 2`);
    const [{ canonical, seal }] = await bench.dataSource.query<[{ canonical: Buffer; seal: Buffer }]>(
      `SELECT canonical, seal FROM audit_entry WHERE aggregate_id = 'a' AND seq = 2`,
    );
    const unknown = { actor: { kind: 'user', id: null }, reason: null, from: null, to: null, data: {} };
    for (const change of [
      `canonical = convert_to(replace(convert_from(canonical, 'UTF8'), '开始', '终止'), 'UTF8')`,
      `(canonical, seal) = (SELECT b.canonical, b.seal FROM audit_entry b WHERE b.aggregate_id = 'b')`,
    ]) {
      await forge(change);
      expect((await entries('mine', '?subject=tender:a&action=issue')).items).toMatchObject([unknown]);
      await bench.tamper(`UPDATE audit_entry SET canonical = $1, seal = $2 WHERE aggregate_id = 'a' AND seq = 2`, [
        canonical,
        seal,
      ]);
    }
  });

  it('verifies the whole audit, and says what is wrong', async () => {
    const fine = await api.get<{ ok: boolean; rows: number }>('auditor', '/api/v1/audit/verification');
    expect([fine.status, fine.body.ok, fine.body.rows]).toEqual([200, true, 3]);
    await bench.tamper(`UPDATE audit_entry SET actor_id = 'somebody else' WHERE aggregate_id = 'b'`);
    const bad = await api.get<{ ok: boolean; findings: object[] }>('auditor', '/api/v1/audit/verification');
    expect(bad.body.ok).toBe(false);
    expect(bad.body.findings).toMatchObject([{ code: 'row_altered', aggregate: 'tender', id: 'b', seq: 1 }]);
  });

  it.each(['subject=a', 'limit=0', 'action=A', 'dataset=x', 'since=1'])('refuses %s', async (query) => {
    const answer = await api.get<{ code: string }>('mine', `/api/v1/audit/entries?${query}`);
    expect([answer.status, answer.body.code]).toEqual([400, 'validation_failed']);
  });

  it('is closed to callers without the permission', async () => {
    expect((await api.get('mine', '/api/v1/audit/verification')).status).toBe(403);
    expect((await api.get(null, '/api/v1/audit/entries')).status).toBe(401);
  });
});
