import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Contracting, makeParties, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { Implementing, type Thing } from '../support/implementing.js';

interface Report extends Thing {
  no: number;
  inForce: boolean;
  figures: { records: number };
}
const ROUNDS = 10;
const rounds = Array.from({ length: ROUNDS }, (_, i) => i);

describe('at the same moment', () => {
  let app: TestApp;
  let parties: Parties;
  let manager: TestAccount;
  let officer: TestAccount;
  let second: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app);
    manager = parties.manager;
    officer = parties.bureau.officer;
    second = await makeUser(app, 'bureau_officer', parties.bureau.id);
  });
  afterAll(() => app.close());

  /** Under a contract of its own: the report of its first days, submitted. */
  const submitted = async (): Promise<{ work: Implementing; report: Report }> => {
    await setBusinessTime(app, '2025-12-22T09:00:00+08:00');
    const contract = await Contracting.active(app, parties);
    await setBusinessTime(app, '2026-01-05T09:00:00+08:00');
    const work = new Implementing(app, parties, contract);
    const { id } = (await work.make('reports', {}, manager)).body as Report;
    await app.http
      .patch(work.path('reports', id))
      .set({ ...manager.auth, 'If-Match': '"1"' })
      .send({ text: '本期服务按计划开展' });
    return { work, report: await work.must<Report>('reports', id, 'submit', {}, manager) };
  };
  const act = (work: Implementing, { id, version }: Report, action: string, body: object, by: TestAccount) =>
    app.http
      .post(`${work.path('reports', id)}/actions/${action}`)
      .set({ ...by.auth, 'If-Match': `"${version}"`, 'Idempotency-Key': randomUUID() })
      .send(body);
  const audited = async (id: string, action: string): Promise<number> => {
    const [row] = await app.dataSource.query<{ n: number }[]>(
      `SELECT count(*)::int AS n FROM audit_entry WHERE aggregate_id = $1 AND action = $2`,
      [id, action],
    );
    return row?.n ?? 0;
  };

  it(`two officers approve, or one approves and one returns, ${ROUNDS} rounds: one of them is what happened`, async () => {
    for (const round of rounds) {
      const { work, report } = await submitted();
      const both = await Promise.all([
        act(work, report, 'approve', {}, officer),
        round % 2 === 0
          ? act(work, report, 'approve', {}, second)
          : act(work, report, 'return', { reason: '请补充' }, second),
      ]);
      expect([round, both.map((a) => a.status).sort()]).toEqual([round, [200, 412]]);
      expect((await audited(report.id, 'approve')) + (await audited(report.id, 'return'))).toBe(1);
    }
  }, 300_000);

  it(`a record comes while its report is approved, ${ROUNDS} rounds: none is approved that it makes untrue`, async () => {
    const came: string[] = [];
    for (const round of rounds) {
      const { work, report } = await submitted();
      const [approved] = await Promise.all([
        act(work, report, 'approve', {}, officer),
        work.record('2025-12-30', { minutes: round + 1 }),
      ]);
      const now = await work.one<Report>('reports', report.id);
      const refused = approved.status === 422 ? (approved.body as { code: string }).code : null;
      // Either it was approved before, as the records stood then, or the record was there and it is refused.
      expect([round, approved.status === 200 ? 'approved' : refused, now.figures.records]).toEqual([
        round,
        now.state === 'approved' ? 'approved' : 'report_outdated',
        0,
      ]);
      came.push(now.state);
    }
    expect(came).toHaveLength(ROUNDS);
  }, 300_000);

  it(`an approved report is adjusted twice, ${ROUNDS} rounds: one adjustment is on its way`, async () => {
    for (const round of rounds) {
      const { work, report } = await submitted();
      const approved = await work.must<Report>('reports', report.id, 'approve', {}, officer);
      const both = await Promise.all(
        ['甲', '乙'].map((text) => act(work, approved, 'adjust', { reason: '更正', text }, manager)),
      );
      expect([round, both.map((a) => a.status).sort()]).toEqual([round, [200, 422]]);
      expect((await work.list<Report>('reports')).map((r) => [r.no, r.state, r.inForce])).toEqual([
        [0, 'approved', true],
        [1, 'draft', false],
      ]);
    }
  }, 300_000);

  it('it is filled anew and submitted: what is submitted is one of the two', async () => {
    for (const round of rounds) {
      const { work, report } = await submitted();
      const back = await work.must<Report>('reports', report.id, 'return', { reason: '请补充' }, officer);
      const both = await Promise.all([act(work, back, 'refill', {}, manager), act(work, back, 'submit', {}, manager)]);
      expect([round, both.map((a) => a.status).sort()]).toEqual([round, [200, 412]]);
    }
  }, 300_000);
});
