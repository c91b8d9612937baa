import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Contracting, makeParties, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { Implementing, type Thing } from '../support/implementing.js';
import { Race } from '../support/races.js';
import { scaleRounds } from '../support/rounds.js';

interface Report extends Thing {
  no: number;
  inForce: boolean;
  figures: { records: number };
}
const ROUNDS = scaleRounds(50);

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

  /** The same report again, on its way: what was approved is adjusted, what was returned is submitted once more. */
  const again = async (work: Implementing, { id }: Report, round: number): Promise<Report> => {
    const now = await work.one<Report>('reports', id);
    if (now.state === 'submitted') return now;
    if (now.state === 'returned') await work.must('reports', id, 'refill', {}, manager);
    const open =
      now.state === 'approved'
        ? await work.must<Report>('reports', id, 'adjust', { reason: '更正', text: `第${round}次更正` }, manager)
        : now;
    return work.must<Report>('reports', open.id, 'submit', {}, manager);
  };
  /** How often each thing happened; each of these did, and nothing else. */
  const saw = (race: Race, ...outcomes: string[]): void => {
    const told = race.told();
    expect(Object.keys(told)).toEqual(outcomes.toSorted());
    expect(Object.values(told).reduce((sum, n) => sum + n, 0)).toBe(race.held);
  };

  it(`two officers approve, or one approves and one returns, ${ROUNDS} rounds: one of them is what happened`, async () => {
    const race = new Race('a report is approved by two, or approved and returned');
    const { work, report } = await submitted();
    let at = report;
    for (const round of race.rounds(50, 2)) {
      at = await again(work, at, round);
      const alike = round % 2 === 0;
      const before = (await audited(at.id, 'approve')) + (await audited(at.id, 'return'));
      const first = act(work, at, 'approve', {}, officer);
      const other = act(work, at, alike ? 'approve' : 'return', alike ? {} : { reason: '请补充' }, second);
      const both = await Promise.all([first, other]);
      expect([round, both.map((a) => a.status).sort()]).toEqual([round, [200, 412]]);
      expect((await audited(at.id, 'approve')) + (await audited(at.id, 'return'))).toBe(before + 1);
      race.saw(
        `${alike ? 'two approve' : 'approve and return'}: ${both[0]?.status === 200 ? 'the first' : 'the second'}`,
      );
    }
    expect(Object.values(race.told()).reduce((sum, n) => sum + n, 0)).toBe(race.held);
  });

  it(`a record comes while its report is approved, ${ROUNDS} rounds: none is approved that it makes untrue`, async () => {
    const race = new Race('a report is approved while a record of it comes');
    const { work, report } = await submitted();
    let at = report;
    for (const round of race.rounds(50, 2)) {
      if (round > 0) {
        const now = await work.one<Report>('reports', at.id);
        if (now.state === 'submitted') await work.must('reports', at.id, 'return', { reason: '请补充' }, officer);
        at = await again(work, at, round);
      }
      const { records } = (await work.one<Report>('reports', at.id)).figures;
      const approve = () => act(work, at, 'approve', {}, officer);
      const record = () => work.record('2025-12-30', { minutes: 1 });
      // Whichever is the quicker on this machine, the approval begins earlier and earlier in every other round.
      const [approved] = await (round % 2 === 0
        ? Promise.all([approve(), pause(2 * round).then(record)])
        : Promise.all([record(), approve()]).then(([id, answer]) => [answer, id] as const));
      const now = await work.one<Report>('reports', at.id);
      const refused = approved.status === 422 ? (approved.body as { code: string }).code : null;
      // Either it was approved before, as the records stood then, or the record was there and it is refused.
      expect([round, approved.status === 200 ? 'approved' : refused, now.figures.records]).toEqual([
        round,
        now.state === 'approved' ? 'approved' : 'report_outdated',
        records,
      ]);
      race.saw(now.state === 'approved' ? 'approved, then recorded' : 'recorded, approval refused');
    }
    saw(race, 'approved, then recorded', 'recorded, approval refused');
  });

  it(`an adjustment is approved while another is asked for, ${ROUNDS} rounds: each adjusts the one that is in force`, async () => {
    const race = new Race('report against adjustment');
    const { work, report } = await submitted();
    let inForce = await work.must<Report>('reports', report.id, 'approve', {}, officer);
    let at = await again(work, inForce, -1);
    for (const round of race.rounds(50, 2)) {
      const approve = () => act(work, at, 'approve', {}, officer);
      const adjust = () => act(work, inForce, 'adjust', { reason: '再更正', text: `第${round}轮` }, manager);
      const [approved, adjusted] = await (round % 2 === 0
        ? Promise.all([approve(), adjust()])
        : Promise.all([adjust(), approve()]).then(([a, b]) => [b, a] as const));
      expect([round, approved.status]).toEqual([round, 200]);
      inForce = approved.body as Report;
      expect([round, inForce.inForce]).toEqual([round, true]);
      const made = adjusted.body as Report & { code?: string; adjusts: string };
      if (adjusted.status === 200) {
        // It names what is approved now, not what was asked of.
        expect([round, made.adjusts, made.no, made.state]).toEqual([round, at.id, at.no + 1, 'draft']);
        race.saw('approved, then adjusted');
        at = await work.must<Report>('reports', made.id, 'submit', {}, manager);
      } else {
        expect([round, adjusted.status, made.code]).toEqual([round, 422, 'adjustment_open']);
        race.saw('adjustment refused, then approved');
        at = await again(work, inForce, round);
      }
    }
    const all = await work.list<Report>('reports');
    expect(all.map(({ no }) => no)).toEqual(Array.from({ length: race.held + 2 }, (_, no) => no));
    expect(all.filter((each) => each.inForce).map(({ id }) => id)).toEqual([inForce.id]);
    saw(race, 'approved, then adjusted', 'adjustment refused, then approved');
  });

  it(`an approved report is adjusted twice, ${ROUNDS} rounds: one adjustment is on its way`, async () => {
    const race = new Race('a report is adjusted twice');
    const { work, report } = await submitted();
    let inForce = await work.must<Report>('reports', report.id, 'approve', {}, officer);
    for (const round of race.rounds(50, 2)) {
      const both = await Promise.all(
        ['甲', '乙'].map((who) => act(work, inForce, 'adjust', { reason: '更正', text: `${who}${round}` }, manager)),
      );
      expect([round, both.map((a) => a.status).sort()]).toEqual([round, [200, 422]]);
      race.saw(both[0]?.status === 200 ? 'by the first' : 'by the second');
      const open = (await work.list<Report>('reports')).filter(({ state }) => state !== 'approved');
      expect([round, open.map(({ no, state, inForce: counts }) => [no, state, counts])]).toEqual([
        round,
        [[inForce.no + 1, 'draft', false]],
      ]);
      await work.must('reports', open[0]?.id ?? '', 'submit', {}, manager);
      inForce = await work.must<Report>('reports', open[0]?.id ?? '', 'approve', {}, officer);
    }
    expect(Object.values(race.told()).reduce((sum, n) => sum + n, 0)).toBe(race.held);
  });

  it(`it is filled anew and submitted, ${ROUNDS} rounds: what is submitted is one of the two`, async () => {
    const race = new Race('a report is filled anew and submitted');
    const { work, report } = await submitted();
    for (const round of race.rounds(50, 2)) {
      const now = await work.one<Report>('reports', report.id);
      const sent =
        now.state === 'submitted' ? now : await work.must<Report>('reports', report.id, 'submit', {}, manager);
      const back = await work.must<Report>('reports', sent.id, 'return', { reason: '请补充' }, officer);
      const actions = round % 2 === 0 ? ['refill', 'submit'] : ['submit', 'refill'];
      const both = await Promise.all(actions.map((action) => act(work, back, action, {}, manager)));
      expect([round, both.map((a) => a.status).sort()]).toEqual([round, [200, 412]]);
      race.saw(`${actions[both.findIndex(({ status }) => status === 200)]} came first`);
    }
    saw(race, 'refill came first', 'submit came first');
  });
});
