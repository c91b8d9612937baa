import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { issueTender, makeBidder } from '../support/bidding.js';
import { setBusinessTime, type Bureau } from '../support/drafts.js';
import { Reassessment } from '../../src/watch/runs/reassessment.js';
import { Resulting } from '../support/results.js';
import { startBureau } from '../support/started.js';

interface Deadline {
  rule: string;
  event: string;
  date: string | null;
  state: string;
  done: { on: string } | null;
}
interface ChallengeBody {
  id: string;
  version: number;
  scope: string;
  state: string;
  lastDay: string | null;
  blocks: boolean;
}

/** Order 87 article 16, Regulation article 53 (3): periods count from the day on which the official media had the notice. */
describe('the days of a notice that appeared officially later than here', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    ({ app, bureau } = await startBureau());
  });
  afterAll(() => app.close());

  const on = (day: string): Promise<void> => setBusinessTime(app, `${day}T09:00:00+08:00`);
  const record = (tender: string, kind: string, publishedOn: string, url = `https://example.org/${kind}`) =>
    app.http
      .post(`/api/v1/tenders/${tender}/notices`)
      .set(bureau.officer.auth)
      .send({ kind, url, publishedOn, reference: '示例' });
  const deadlines = async (tender: string): Promise<Record<string, string>> => {
    const { body } = await app.http.get(`/api/v1/tenders/${tender}/deadlines`).set(bureau.officer.auth).expect(200);
    return Object.fromEntries((body as { items: Deadline[] }).items.map((d) => [d.rule, `${d.date} ${d.state}`]));
  };
  /** Minimum periods and days that W06 finds missed. */
  const missed = async (tender: string): Promise<string[]> => {
    await app.running.app.get(Reassessment).reassessAll();
    const rows = await app.dataSource.query<{ explanation: { en: string } }[]>(
      `SELECT explanation FROM assessments WHERE indicator = 'W06' AND subject_id = $1 AND state = 'triggered'`,
      [tender],
    );
    return rows.flatMap(({ explanation }) => explanation.en.match(/[A-Z]+(-[A-Z0-9]+)+/g) ?? []);
  };
  const challenge = async (by: TestAccount, body: object): Promise<ChallengeBody> => {
    const made = await app.http
      .post('/api/v1/challenges')
      .set(by.auth)
      .send({ grounds: '理由', requests: '请求', ...body });
    if (made.status !== 201) throw new Error(made.text);
    return made.body as ChallengeBody;
  };
  const reread = async ({ id }: ChallengeBody): Promise<ChallengeBody> =>
    (await app.http.get(`/api/v1/challenges/${id}`).set(bureau.officer.auth).expect(200)).body as ChallengeBody;
  const setAside = async (given: ChallengeBody) =>
    app.http
      .post(`/api/v1/challenges/${given.id}/actions/set-aside`)
      .set(bureau.officer.auth)
      .set('If-Match', `"${given.version}"`)
      .send({ reason: '超过质疑期限' });

  it('of a result begin the time to challenge, and what seemed late is taken up again', async () => {
    await on('2025-11-03');
    const result = await Resulting.begin(app, bureau, { standstillDays: 10 });
    const award = await result.published();
    expect((await deadlines(result.id))['AWARD-NOTICE-2WD']).toBe('2025-11-05 met');
    expect(await missed(result.id)).toEqual([]);
    const about = { tender: result.id, lot: 1, stage: 'result' };
    await on('2025-11-14');
    const [first, second] = [await result.bidder(1), await result.bidder(2)];
    // By the day of this system they are a day late.
    const early = await challenge(first, about);
    const aside = await challenge(second, about);
    expect([early.scope, early.lastDay, early.blocks]).toEqual(['late', '2025-11-13', false]);
    expect((await setAside(aside)).body).toMatchObject({ state: 'out_of_scope', scope: 'late' });

    const recorded = await record(result.id, 'result', '2025-11-12');
    expect([recorded.status, recorded.body.code]).toEqual([200, undefined]);
    expect(await missed(result.id)).toEqual(['AWARD-NOTICE-2WD']);
    const after = await result.read();
    expect(after.awards.map(({ id, publishedOn }) => [id, publishedOn])).toEqual([[award.id, '2025-11-12']]);
    expect(await deadlines(result.id)).toMatchObject({
      'AWARD-NOTICE-2WD': '2025-11-05 missed',
      'RESULT-NOTICE-1WD': expect.stringContaining('2025-11-13'),
      'CHALLENGE-7WD': expect.stringContaining('2025-11-24'),
    });
    expect(await reread(early)).toMatchObject({
      state: 'received',
      scope: 'in_scope',
      lastDay: '2025-11-24',
      blocks: true,
    });
    const again = await reread(aside);
    expect(again).toMatchObject({ state: 'received', scope: 'in_scope', lastDay: '2025-11-24', blocks: true });
    // It is in time now: it cannot be set aside any more.
    expect((await setAside(again)).body).toMatchObject({ code: 'challenge_in_scope' });
    const history = await app.dataSource.query<{ action: string; actor: string }[]>(
      `SELECT action, actor_kind AS actor FROM audit_entry WHERE aggregate_id = $1 ORDER BY id`,
      [aside.id],
    );
    expect(history.map(({ action, actor }) => [action, actor])).toEqual([
      ['received', 'user'],
      ['set_aside', 'user'],
      ['take_up', 'system'],
    ]);

    await on('2025-11-18');
    const third = await challenge(first, about);
    expect([third.scope, third.lastDay]).toEqual(['in_scope', '2025-11-24']);
    const { text } = await app.http
      .get(`/api/v1/tenders/${result.id}/notices/result/text`)
      .set(bureau.officer.auth)
      .expect(200);
    expect(text).toContain('公告日期：2025-11-12');
  });

  it('stay late where the official day makes no difference', async () => {
    await on('2025-11-03');
    const result = await Resulting.begin(app, bureau);
    await result.published();
    await on('2025-11-20');
    const late = await challenge(await result.bidder(1), { tender: result.id, lot: 1, stage: 'result' });
    expect((await record(result.id, 'result', '2025-11-04')).status).toBe(200);
    expect(await reread(late)).toMatchObject({
      state: 'received',
      scope: 'late',
      lastDay: '2025-11-14',
      blocks: false,
    });
    // A slip of the pen is mended, back to the day of this system and no further.
    expect((await record(result.id, 'result', '2025-11-02')).body.code).toBe('notice_backdated');
    expect((await record(result.id, 'result', '2025-11-03')).status).toBe(200);
    expect((await result.read()).awards[0]?.publishedOn).toBe('2025-11-03');
    // Whom the record told another day is not put out of time by it.
    expect(await reread(late)).toMatchObject({ scope: 'late', lastDay: '2025-11-14' });
  });

  it('are those of each lot, when its result was told', async () => {
    await on('2025-11-03');
    const result = await Resulting.begin(app, bureau, { lots: 2 });
    await result.published(1);
    await on('2025-11-05');
    expect((await record(result.id, 'result', '2025-11-04', 'https://example.org/result/1')).status).toBe(200);
    await result.published(2);
    await on('2025-11-07');
    expect((await record(result.id, 'result', '2025-11-07', 'https://example.org/result/2')).status).toBe(200);
    const days = async () =>
      Promise.all([1, 2].map(async (lot) => (await result.read(bureau.officer, lot)).awards[0]?.publishedOn));
    expect(await days()).toEqual(['2025-11-04', '2025-11-07']);
    // What was recorded last is what a slip is mended in.
    expect((await record(result.id, 'result', '2025-11-06', 'https://example.org/result/2')).status).toBe(200);
    expect(await days()).toEqual(['2025-11-04', '2025-11-06']);
  });

  it('of a tender count for the minimum periods, which are missed then', async () => {
    await on('2025-11-03');
    const { draft } = await issueTender(app, bureau);
    const rules = ['CONSULT-NOTICE-3WD', 'CONSULT-DOC-5WD', 'CONSULT-PREP-10D'];
    const of = async (): Promise<string[]> => {
      const known = await deadlines(draft.id);
      return rules.map((rule) => known[rule]?.split(' ')[1] ?? 'none');
    };
    expect(await of()).toEqual(['met', 'met', 'met']);
    await on('2025-11-13');
    expect((await record(draft.id, 'tender', '2025-11-13')).status).toBe(200);
    expect(await of()).toEqual(['missed', 'missed', 'missed']);
    expect((await missed(draft.id)).toSorted()).toEqual(rules.toSorted());
    const { body } = await app.http.get(`/api/v1/tenders/${draft.id}`).set(bureau.officer.auth).expect(200);
    const facts = (body as { facts: { kind: string; replacedBy: string | null; data: object }[] }).facts;
    expect(facts.filter(({ kind, replacedBy }) => kind === 'notice' && replacedBy === null)).toMatchObject([
      { data: { publishedOn: '2025-11-13', documentsFrom: '2025-11-13' } },
    ]);
  });

  it('of documents leave the time to challenge them open until their notice is over', async () => {
    await on('2025-11-03');
    const { draft } = await issueTender(app, bureau);
    await on('2025-11-13');
    expect((await record(draft.id, 'tender', '2025-11-13')).status).toBe(200);
    await on('2025-11-26');
    const { user } = await makeBidder(app);
    // Three working days of notice to the 18th, and seven more.
    const made = await challenge(user, { tender: draft.id, stage: 'documents' });
    expect([made.scope, made.lastDay]).toEqual(['in_scope', '2025-11-27']);
  });

  it('of documents leave seven working days to who obtained them later, and to what was corrected later', async () => {
    await on('2025-11-03');
    const { draft } = await issueTender(app, bureau);
    const [one, other] = [await makeBidder(app), await makeBidder(app)];
    await on('2025-11-10');
    const asked = await app.http.post(`/api/v1/tenders/${draft.id}/document-requests`).set(one.user.auth).send({});
    expect(asked.status).toBe(200);
    await on('2025-11-19');
    // The notice was over on the 6th, seven working days to the 17th; obtained on the 10th, to the 19th.
    const lastDays = [];
    for (const { user } of [one, other]) {
      const { scope, lastDay } = await challenge(user, { tender: draft.id, stage: 'documents' });
      lastDays.push([scope, lastDay]);
    }
    expect(lastDays).toEqual([
      ['in_scope', '2025-11-19'],
      ['late', '2025-11-17'],
    ]);
    await on('2025-11-03');
    const { draft: second } = await issueTender(app, bureau, { plan: { deadlineAt: '2025-12-01T09:30:00+08:00' } });
    await on('2025-11-11');
    const correction = { terms: { requirement: '上门服务须由持证人员提供' } };
    expect((await second.act('correct', bureau.officer, { reason: '补充人员要求', correction })).status).toBe(200);
    await on('2025-11-20');
    const corrected = await challenge(other.user, { tender: second.id, stage: 'documents' });
    expect([corrected.scope, corrected.lastDay]).toEqual(['in_scope', '2025-11-20']);
  });
});
