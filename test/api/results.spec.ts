import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyDraw } from '../../src/purchase/reviews/scoring/ranking.rules.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import type { Bureau } from '../support/drafts.js';
import { Resulting } from '../support/results.js';
import { startBureau } from '../support/started.js';

describe('the result of a lot', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    ({ app, bureau } = await startBureau());
  });
  afterAll(() => app.close());
  const begin = (more: Parameters<typeof Resulting.begin>[2] = {}) => Resulting.begin(app, bureau, more);
  /** A challenge that was upheld and asks for something to follow. */
  const upheld = async (result: Resulting): Promise<() => Promise<unknown>> => {
    const [{ id }] = await app.dataSource.query<[{ id: string }]>(
      `INSERT INTO challenge (dataset, tender_id, received_at, grounds, requests, challenger_id, stage, scope, state, result, affects_result)
       VALUES ('live', $1, business_now(), '评分有误', '重新评审', $2, 'process', 'in_scope', 'answered', 'upheld', true) RETURNING id`,
      [result.id, result.lots[0]?.offers[1]?.bidder],
    );
    return () => app.dataSource.query(`UPDATE challenge SET remedied_at = business_now() WHERE id = $1`, [id]);
  };

  it('begins with the report, which whoever held the review delivers, once', async () => {
    const agent = await makeBody(app, { kind: 'agent' });
    const person = await makeUser(app, 'procurement_agent', agent);
    const mandated = await begin({ agent });
    expect(await mandated.code('deliver-report', {}, bureau.officer)).toEqual([403, 'not_permitted']);
    expect((await mandated.must('deliver-report', {}, person)).deliveredAt).not.toBeNull();
    expect(await mandated.code('deliver-report', {}, person)).toEqual([422, 'report_delivered']);
    expect(await mandated.code('record-receipt', { reason: '代理机构已注销' }, bureau.officer)).toEqual([
      422,
      'report_delivered',
    ]);
    const held = await begin({ agent });
    expect(await held.code('record-receipt', {}, bureau.officer)).toEqual([400, 'validation_failed']);
    expect(await held.code('record-receipt', { reason: '代理机构失联' }, person)).toEqual([403, 'not_permitted']);
    const received = await held.must('record-receipt', { reason: '代理机构失联' }, bureau.officer);
    expect(received).toMatchObject({ receiptReason: '代理机构失联', deemsAt: '2025-11-10T16:00:00.000Z' });
    const own = await begin();
    expect(await own.code('confirm', { bid: own.bid(0) })).toEqual([422, 'report_not_delivered']);
    expect(await own.code('record-objection', { reason: '报告有误' })).toEqual([422, 'report_not_delivered']);
    await own.deliver();
    expect(await own.code('confirm', { bid: own.bid(0) }, bureau.officer)).toEqual([403, 'not_permitted']);
    expect(await own.code('confirm', { bid: own.bid(0), lot: 2 })).toEqual([404, 'not_found']);
    expect(await own.code('fail', { reason: 'x' })).toEqual([404, 'route_not_found']);
    expect(await own.code('record-objection', { reason: '报告有误' })).toEqual([200, '']);
    expect(await own.code('withdraw-objection')).toEqual([200, '']);
    expect(await own.code('confirm', { bid: own.bid(0) })).toEqual([200, '']);
  });

  it('of a consultation tells its prices before the result to buyer and agent alone', async () => {
    const agent = await makeBody(app, { kind: 'agent' });
    const person = await makeUser(app, 'procurement_agent', agent);
    const result = await begin({ agent });
    await app.dataSource.query(`UPDATE tender SET method = 'COMPETITIVE_CONSULTATION' WHERE id = $1`, [result.id]);
    await result.must('deliver-report', {}, person);
    await result.must('confirm', { bid: result.bid(0) });
    const supervisor = await makeUser(app, 'supervisor', await makeBody(app, { kind: 'supervisor', region: '990200' }));
    const [award] = (await result.read()).awards;
    const seen = async (by: TestAccount): Promise<unknown[]> => {
      const { candidates, awards } = await result.read(by);
      const report = await app.http.get(`/api/v1/tenders/${result.id}/review/report?lot=1`).set(by.auth);
      const one = await app.http.get(`/api/v1/awards/${award?.id}`).set(by.auth).expect(200);
      const text = JSON.stringify(candidates) + report.text;
      return [
        report.status,
        candidates.length,
        awards.map(({ amount }) => amount),
        (one.body as { amount: string | null }).amount,
        /1[567]0000\.00/.test(text),
      ];
    };
    for (const by of [bureau.finance, supervisor]) expect(await seen(by)).toEqual([404, 0, [null], null, false]);
    const whole = [200, 3, ['150000.00'], '150000.00', true];
    for (const by of [bureau.officer, bureau.approver, person]) expect(await seen(by)).toEqual(whole);
    await result.must('publish-result', {}, person);
    for (const by of [bureau.finance, supervisor]) expect(await seen(by)).toEqual(whole);
    // Of an open tender the prices were read out at its opening.
    const open = await begin();
    await open.confirmed();
    expect((await open.read(supervisor)).candidates).toHaveLength(3);
  });

  it('is one: a second award is refused by a stable code, and nothing of it is stored', async () => {
    const result = await begin();
    await result.deliver();
    const version = await result.version();
    const both = await Promise.all(
      [1, 2].map(() => result.post('confirm', { bid: result.bid(0) }, undefined, version)),
    );
    expect(both.map(({ status, body }) => [status, body.code ?? null]).toSorted()).toEqual([
      [200, null],
      [412, 'stale_version'],
    ]);
    const stored = () =>
      app.dataSource.query<{ awards: number; rows: number; facts: number }[]>(
        `SELECT (SELECT count(*)::int FROM award WHERE tender_id = $1) AS awards,
           (SELECT count(*)::int FROM audit_entry) + (SELECT count(*)::int FROM outbox) AS rows,
           (SELECT count(*)::int FROM fact WHERE subject_id = $1) AS facts`,
        [result.id],
      );
    const before = await stored();
    expect(before).toMatchObject([{ awards: 1 }]);
    for (const bid of [result.bid(0), result.bid(1)])
      expect(await result.code('confirm', { bid })).toEqual([409, 'wrong_state']);
    await result.publish();
    const published = await stored();
    expect(await result.code('confirm', { bid: result.bid(1) })).toEqual([409, 'wrong_state']);
    expect(await result.code('publish-result', {}, bureau.officer)).toEqual([409, 'wrong_state']);
    const fact = {
      kind: 'award',
      lot: 1,
      data: { supplier: { name: '另一家机构' }, amount: '1.00', publishedOn: '2025-11-03' },
      source: { kind: 'notice', publishedOn: '2025-11-03', reference: result.id },
    };
    const told = await app.http
      .post(`/api/v1/tenders/${result.id}/facts`)
      .set({ ...bureau.officer.auth, 'Idempotency-Key': result.id })
      .send({ facts: [fact] });
    expect([told.status, (told.body as { code: string }).code]).toEqual([422, 'conducted_here']);
    expect(await stored()).toEqual(published);
    // The database holds it, too: whatever writes another is stopped there.
    await expect(
      app.dataSource.query(
        `INSERT INTO award (tender_id, lot_id, state, bid_id) SELECT tender_id, lot_id, 'pending', $2 FROM award WHERE tender_id = $1`,
        [result.id, result.bid(1)],
      ),
    ).rejects.toThrow('award_one_active');
  });

  it('is confirmed in the order of the ranks, when nothing upheld is left undone', async () => {
    const result = await begin();
    await result.deliver();
    for (const bid of [result.bid(1), result.id, undefined])
      expect(await result.code('confirm', bid === undefined ? {} : { bid })).toEqual([422, 'rank_order']);
    const remedy = await upheld(result);
    expect(await result.code('confirm', { bid: result.bid(0) })).toEqual([422, 'remedy_unapplied']);
    await remedy();
    const confirmed = await result.must('confirm', { bid: result.bid(0) });
    expect(confirmed).toMatchObject({
      lotState: 'confirmed',
      deemsAt: null,
      awards: [{ state: 'pending', rank: 1, amount: '150000.00', decidedOn: '2025-11-03', deemed: false }],
    });
    // Nobody outside sees it, by no way.
    const award = confirmed.awards[0]?.id ?? '';
    for (const who of [null, await result.bidder(0)]) {
      expect(await result.read(who)).toMatchObject({ awards: [], candidates: [], deliveredAt: null });
      expect((await app.http.get(`/api/v1/awards/${award}`).set(who?.auth ?? {})).status).toBe(404);
      const { body } = await app.http
        .get(`/api/v1/tenders/${result.id}`)
        .set(who?.auth ?? {})
        .expect(200);
      expect((body as { lots: { award: unknown }[] }).lots[0]?.award).toBeNull();
    }
    expect((await result.onAward(award, 'refuse', { reason: 'x' }, await result.bidder(0), 1)).status).toBe(409);
  });

  it('is objected to with a reason, which may be withdrawn', async () => {
    const result = await begin();
    await result.deliver();
    expect(await result.code('withdraw-objection')).toEqual([422, 'objection_absent']);
    expect(await result.code('record-objection')).toEqual([400, 'validation_failed']);
    const objected = await result.must('record-objection', { reason: '评审报告与采购文件不符' });
    expect(objected).toMatchObject({ objection: { reason: '评审报告与采购文件不符' }, deemsAt: null });
    expect(await result.code('record-objection', { reason: '再次' })).toEqual([422, 'objection_recorded']);
    expect(await result.must('withdraw-objection')).toMatchObject({
      objection: null,
      deemsAt: '2025-11-10T16:00:00.000Z',
    });
    expect(await result.code('record-objection', { reason: '再次' })).toEqual([200, '']);
  });

  it('waits for the tie of its rank: by the rule of the documents', async () => {
    const result = await begin({ ranks: [1, 1, 3], tieRule: '服务方案得分高者优先' });
    const order = [result.bid(1), result.bid(0)];
    expect(await result.code('settle-tie', { order, reason: '方案' })).toEqual([422, 'report_not_delivered']);
    expect((await result.deliver()).deemsAt).toBeNull();
    const waiting = async (by = bureau.approver): Promise<string[]> => {
      const { body } = await app.http.get('/api/v1/me/tasks?limit=200').set(by.auth).expect(200);
      const { items } = body as { items: { kind: string; subject: { id: string }; action: { href: string } | null }[] };
      return items
        .filter(({ kind, subject }) => kind.startsWith('result_') && subject.id === result.id)
        .map(({ kind, action }) => `${kind} ${action?.href.split('/').at(-1)}`);
    };
    expect([await waiting(), await waiting(bureau.officer)]).toEqual([['result_tie settle-tie'], []]);
    const open = await result.post('confirm', { bid: result.bid(0) });
    expect([open.status, open.body.code]).toEqual([422, 'tie_open']);
    expect([...(open.body as { facts: { bids: string[] } }).facts.bids].sort()).toEqual([...order].sort());
    for (const wrong of [
      { order },
      { reason: '方案' },
      { order: [order[0]], reason: '方案' },
      { order: [...order, result.bid(2)], reason: '方案' },
    ])
      expect(await result.code('settle-tie', wrong)).toEqual([400, 'validation_failed']);
    const settled = await result.must('settle-tie', { order, reason: '服务方案得分高者优先' });
    expect(settled).toMatchObject({
      ties: [{ by: 'documents', order, draw: null }],
      deemsAt: '2025-11-10T16:00:00.000Z',
    });
    expect(await waiting()).toEqual(['result_confirmation confirm']);
    expect(settled.candidates.map(({ bid, rank }) => [bid, rank])).toEqual([
      [order[0], 1],
      [order[1], 2],
      [result.bid(2), 3],
    ]);
    expect(await result.code('settle-tie', { order, reason: '方案' })).toEqual([422, 'tie_absent']);
    expect(await result.code('confirm', { bid: order[1] })).toEqual([422, 'rank_order']);
    expect(await result.must('confirm', { bid: order[0] })).toMatchObject({
      awards: [{ rank: 1, amount: '160000.00' }],
    });
  });

  it('or by a draw that nobody chooses and anybody repeats', async () => {
    const result = await begin({ ranks: [1, 1, 1] });
    await result.deliver();
    expect(await result.code('settle-tie', { order: [result.bid(0)] })).toEqual([400, 'validation_failed']);
    const { ties, candidates } = await result.must('settle-tie');
    const [tie] = ties;
    const [{ hash }] = await app.dataSource.query<[{ hash: string }]>(
      `SELECT encode(report_hash, 'hex') AS hash FROM review WHERE tender_id = $1`,
      [result.id],
    );
    expect(tie).toMatchObject({ by: 'draw', draw: { seed: hash, lot: result.lots[0]?.id } });
    expect(tie?.draw && verifyDraw(tie.draw)).toBe(true);
    expect(candidates.map(({ bid }) => bid)).toEqual(tie?.order);
    const [first = ''] = tie?.order ?? [];
    await result.must('confirm', { bid: first });
    expect((await result.read(null)).ties).toEqual([]);
    await result.publish();
    // What decided the award is public with it.
    expect((await result.read(null)).ties).toEqual(ties);
  });

  it('is published as a notice that names the panel, and starts the time to challenge', async () => {
    const result = await begin();
    await result.confirmed();
    const text = (by: TestAccount | null = null) =>
      app.http.get(`/api/v1/tenders/${result.id}/notices/result/text`).set((by ?? bureau.officer).auth);
    expect((await text()).status).toBe(404);
    const remedy = await upheld(result);
    expect(await result.code('publish-result', {}, bureau.officer)).toEqual([422, 'remedy_unapplied']);
    await remedy();
    const award = await result.publish();
    expect(award).toMatchObject({ state: 'active', publishedOn: '2025-11-03' });
    const notice = (await text().expect(200)).text;
    // Order 87 article 69 and TELL-LOSER-SCORE: of a tender that is scored everybody is told the winner's total.
    for (const part of [
      '中标供应商：机构',
      '中标金额：150000.00 元',
      '中标供应商评审总得分：90.00',
      '评审专家名单：测试专家甲、测试专家乙、测试专家丙',
      '公告期限：1 个工作日',
      '主要标的：',
      '服务时间：2026-01-01 至 2026-12-31',
    ])
      expect(notice).toContain(part);
    expect(notice).not.toMatch(/成交|89\.00/);
    const { body } = await app.http.get(`/api/v1/tenders/${result.id}`).set(bureau.officer.auth).expect(200);
    const detail = body as {
      state: string;
      lots: {
        state: string;
        award: { id: string; amount: string };
        deadlines: { rule: string; date: string; state: string }[];
      }[];
    };
    expect(detail).toMatchObject({
      state: 'result_published',
      lots: [{ award: { id: award.id, amount: '150000.00' } }],
    });
    const rules = detail.lots[0]?.deadlines.map(({ rule, date, state }) => [rule, date, state]) ?? [];
    for (const row of [
      ['REPORT-2WD', '2025-11-05', 'met'],
      ['CONFIRM-5WD', '2025-11-10', 'met'],
      ['AWARD-NOTICE-2WD', '2025-11-05', 'met'],
      ['RESULT-NOTICE-1WD', '2025-11-04', 'due'],
      ['CHALLENGE-7WD', '2025-11-13', 'future'],
      ['CONTRACT-30D', '2025-12-03', 'due'],
    ])
      expect(rules).toContainEqual(row);
    const states = await app.dataSource.query<{ state: string; told: { rank: number; score: string } }[]>(
      `SELECT state, told FROM bid WHERE tender_id = $1 ORDER BY price`,
      [result.id],
    );
    expect(states.map(({ state, told }) => [state, told.rank, told.score])).toEqual([
      ['won', 1, '90.00'],
      ['lost', 2, '89.00'],
      ['lost', 3, '88.00'],
    ]);
    // One row each.
    const rows = await app.dataSource.query<{ action: string; n: number }[]>(
      `SELECT o.action, count(*)::int AS n FROM outbox o JOIN audit_entry e ON e.id = o.audit_id
       WHERE o.action IN ('confirm', 'publish', 'publish_result', 'win', 'lose', 'made')
         AND (o.aggregate_id = $1 OR o.aggregate_id = $2 OR o.aggregate_id = ANY ($3)) GROUP BY o.action ORDER BY o.action`,
      [result.lots[0]?.id, award.id, result.lots[0]?.offers.map(({ bid }) => bid)],
    );
    expect(Object.fromEntries(rows.map(({ action, n }) => [action, n]))).toEqual({
      confirm: 1,
      lose: 2,
      made: 1,
      publish: 1,
      publish_result: 1,
      win: 1,
    });
    const recorded = await app.http
      .post(`/api/v1/tenders/${result.id}/notices`)
      .set(bureau.officer.auth)
      .send({ kind: 'result', url: 'https://example.org/result', publishedOn: '2025-11-03' });
    expect(recorded.status).toBe(200);
  });
});
