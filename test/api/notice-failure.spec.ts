import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeUser, type TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { Drafting, setBusinessTime, type Bureau } from '../support/drafts.js';
import { makeReviewers, Reviewing } from '../support/reviews.js';
import { startBureau } from '../support/started.js';

interface Challenge {
  id: string;
  scope: string;
  lastDay: string | null;
}

describe('that a purchase came to nothing', () => {
  let app: TestApp;
  let bureau: Bureau;
  let reviewers: TestAccount[];
  beforeAll(async () => {
    ({ app, bureau } = await startBureau());
    reviewers = await makeReviewers(app, 5);
  });
  afterAll(() => app.close());
  const text = async (id: string): Promise<[number, string]> => {
    const answer = await app.http.get(`/api/v1/tenders/${id}/notices/failure/text`).set(bureau.officer.auth);
    return [answer.status, answer.text];
  };
  const record = (id: string, publishedOn: string, url = 'https://www.example.gov.cn/zz/1.html') =>
    app.http.post(`/api/v1/tenders/${id}/notices`).set(bureau.officer.auth).send({ kind: 'failure', url, publishedOn });

  it('is told with its reason, on the official day from which its steps are challenged', async () => {
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    const review = await Reviewing.begin(app, bureau, reviewers);
    expect((await text(review.id))[0]).toBe(404);
    expect((await record(review.id, '2025-11-03')).status).toBe(404);
    await review.appointAll();
    expect((await review.qualify([review.bids[0] as string])).lotState).toBe('failed');
    const [status, said] = await text(review.id);
    expect(status).toBe(200);
    expect(said.split('\n').filter((line) => line.startsWith('第 1 包'))).toEqual([
      '第 1 包 采购结果：废标',
      '第 1 包 项目终止的原因：合格供应商不足法定家数',
      '第 1 包 终止日期：2025-11-03',
      '第 1 包 公告日期：2025-11-03',
    ]);
    expect(said).toMatch(/^社区老人居家养老服务终止公告\n/);
    expect(said).toContain('项目联系人：＿＿＿＿');
    // Seven working days from the end of its notice: 11-04 and 11-13. It appeared officially three days later.
    await setBusinessTime(app, '2025-11-14T09:00:00+08:00');
    const loser = await makeUser(app, 'agency_manager', review.offers[1]?.bidder);
    const filed = await app.http
      .post('/api/v1/challenges')
      .set(loser.auth)
      .send({ tender: review.id, lot: 1, stage: 'process', grounds: '资格审查有误', requests: '重新审查' });
    expect(filed.body).toMatchObject({ scope: 'late', lastDay: '2025-11-13' });
    expect((await record(review.id, '2025-11-02')).body).toMatchObject({ code: 'notice_backdated' });
    expect((await record(review.id, '2025-11-06')).status).toBe(200);
    const { id } = filed.body as Challenge;
    const now = await app.http.get(`/api/v1/challenges/${id}`).set(loser.auth);
    expect(now.body).toMatchObject({ scope: 'in_scope', lastDay: '2025-11-18' });
    expect((await text(review.id))[1]).toContain('第 1 包 公告日期：2025-11-06\n');
    const { body } = await app.http.get('/api/v1/notices?kind=failure').expect(200);
    expect((body as { items: { tender: string; url: string }[] }).items).toEqual([
      expect.objectContaining({ tender: review.id, url: 'https://www.example.gov.cn/zz/1.html' }),
    ]);
    // Once more says nothing new.
    expect((await record(review.id, '2025-11-06')).status).toBe(404);
  });

  it('is told of one that was given up, too, and is none where it never began', async () => {
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    const draft = await Drafting.begin(app, bureau);
    await draft.plan();
    const ended = { reason: '区划调整', ground: 'unforeseen_change', reference: '民发〔2025〕9号' };
    await draft.must('post', 'actions/issue', { reason: '急需' });
    await draft.must('post', 'actions/cancel', ended);
    const [status, said] = await text(draft.id);
    expect(status).toBe(200);
    expect(said).toContain('采购结果：取消采购任务\n项目终止的原因：区划调整\n');
    const never = await Drafting.begin(app, bureau);
    await never.must('post', 'actions/cancel', { reason: '任务取消' });
    expect((await text(never.id))[0]).toBe(404);
  });
});
