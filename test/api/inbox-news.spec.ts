import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SavedSearches } from '../../src/desk/notifications/searches/saved-searches.service.js';
import { Inboxes } from '../../src/desk/notifications/inboxes.service.js';
import { TELL_NEWS } from '../../src/desk/notifications/news-statements.js';
import { MAILED_KINDS } from '../../src/desk/notifications/notification-kinds.js';
import { writeDigest } from '../../src/desk/notifications/digest.rules.js';
import { giveSeat, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import {
  bidAll,
  Bidding,
  issueTender,
  makeBidder,
  makeBidders,
  offer,
  openTenderBids,
  type Bidder,
  type Issued,
} from '../support/bidding.js';
import { Contracting, makeParties } from '../support/contracts.js';
import { acceptedComplaint, actOnLot, actOnRemedy, decided, SUSPENSION_NOTICE } from '../support/lots.js';
import { makeBureau, makeThreshold, setBusinessTime, type Bureau } from '../support/drafts.js';
import { Resulting } from '../support/results.js';

interface Told {
  kind: string;
  title: string;
  task: string;
  tender: string | null;
  lot: number | null;
  dueOn: string | null;
  action: object | null;
  endedAt: string | null;
}

const ISSUED = '2025-11-03T09:00:00+08:00';
const CORRECTED = '2025-11-04T09:00:00+08:00';
const MONTH_LATER = '2025-12-05T09:00:00+08:00';

describe('news of a tender that leaves nothing to do', () => {
  let app: TestApp;
  let bureau: Bureau;
  let asker: Bidder;
  let taker: Bidder;
  let rival: Bidder;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessTime(app, ISSUED);
    bureau = await makeBureau(app);
    await makeThreshold(app);
    [asker, taker, rival] = [await makeBidder(app), await makeBidder(app), await makeBidder(app)];
    for (const by of [asker.user, taker.user, rival.user, bureau.officer]) await open(by);
  });
  afterAll(() => app.close());

  const open = (by: TestAccount, muted: string[] = []) =>
    app.http.put('/api/v1/me/inbox').set(by.auth).send({ muted }).expect(200);
  const look = async (): Promise<void> => {
    await app.dataSource.query(`UPDATE inbox SET next_look_at = clock_timestamp()`);
    await app.running.app.get(Inboxes).look();
  };
  const news = async (by: TestAccount, tender: string): Promise<Told[]> => {
    const { body } = await app.http
      .get('/api/v1/me/notifications?limit=200')
      .set({ ...by.auth, 'Accept-Language': 'en' })
      .expect(200);
    return (body as { items: Told[] }).items.filter((told) => told.tender === tender);
  };
  const kinds = async (by: TestAccount, tender: string): Promise<string[]> =>
    (await news(by, tender)).map(({ kind }) => kind).sort();
  const post = async (tender: string, path: string, body: object, by: TestAccount): Promise<void> => {
    await app.http.post(`/api/v1/tenders/${tender}/${path}`).set(by.auth).send(body).expect(200);
  };
  const answer = async (tender: string): Promise<void> => {
    const { body } = await app.http
      .get(`/api/v1/tenders/${tender}/clarifications`)
      .set(bureau.officer.auth)
      .expect(200);
    const { items } = body as { items: { id: string; answer: string | null }[] };
    for (const { id } of items.filter((question) => question.answer === null))
      await post(
        tender,
        `clarifications/${id}/answer`,
        { answer: '含周末。', affectsPreparation: false },
        bureau.officer,
      );
  };
  const correct = ({ draft }: Issued, requirement: string) =>
    draft.must('post', 'actions/correct', { reason: '更正错误', correction: { terms: { requirement } } });
  const issue = async (): Promise<Issued> => {
    await setBusinessTime(app, ISSUED);
    return issueTender(app, bureau);
  };

  it('an answer is told once to who asked, and to who took the documents before', async () => {
    const { tender } = await issue();
    await post(tender, 'document-requests', {}, taker.user);
    await post(tender, 'clarifications', { question: '是否含周末？' }, asker.user);
    await look();
    expect([await news(asker.user, tender), await news(taker.user, tender)]).toEqual([[], []]);
    await answer(tender);
    await post(tender, 'document-requests', {}, rival.user);
    await Promise.all([look(), look()]);
    await look();
    expect(await news(asker.user, tender)).toEqual([
      expect.objectContaining({
        ...{ kind: 'question_answered', title: 'A question about tender documents was answered', task: tender },
        ...{ tender, lot: null, dueOn: null, action: null, endedAt: null },
      }),
    ]);
    expect(await kinds(taker.user, tender)).toEqual(['question_answered']);
    // Whoever took the documents later read the answer with them; the bureau wrote it.
    expect([await kinds(rival.user, tender), await kinds(bureau.officer, tender)]).toEqual([[], []]);
  });

  it('each correction is told, with its deadline, to who took the documents before it, unless muted', async () => {
    const issued = await issue();
    const { tender } = issued;
    await post(tender, 'document-requests', {}, taker.user);
    await setBusinessTime(app, CORRECTED);
    await correct(issued, '每周两次上门服务');
    await post(tender, 'document-requests', {}, rival.user);
    await look();
    expect(await news(taker.user, tender)).toMatchObject([{ kind: 'documents_corrected', dueOn: '2025-11-14' }]);
    expect([await kinds(rival.user, tender), await kinds(asker.user, tender)]).toEqual([[], []]);
    await open(taker.user, ['documents_corrected']);
    await correct(issued, '每周三次上门服务');
    await look();
    expect([await kinds(taker.user, tender), await kinds(rival.user, tender)]).toEqual([
      ['documents_corrected'],
      ['documents_corrected'],
    ]);
    await open(taker.user);
    await look();
    expect(await kinds(taker.user, tender)).toEqual(['documents_corrected', 'documents_corrected']);
  });

  it('a correction is told to who follows the tender by a saved search, and to no bidder because of a sealed bid', async () => {
    const [finder, bidder] = [await makeBidder(app), await makeBidder(app)];
    await open(bidder.user);
    const search = { name: '关注', filters: { category: 'ELDERLY_HOME_CARE' } };
    await app.http.post('/api/v1/saved-searches').set(finder.user.auth).send(search).expect(201);
    const issued = await issue();
    await app.running.app.get(SavedSearches).tell();
    await Bidding.submitted(app, bidder, issued.lots[0] ?? '', offer('150000.00'));
    await correct(issued, '每周两次上门服务');
    await look();
    expect(await kinds(finder.user, issued.tender)).toEqual(['documents_corrected', 'saved_search_found']);
    expect(await kinds(bidder.user, issued.tender)).toEqual([]);
  });

  it('a published result is told to each bidder of the lot, and to nobody else; before it to none', async () => {
    await setBusinessTime(app, ISSUED);
    const result = await Resulting.begin(app, bureau);
    const [first, last] = [await result.bidder(0), await result.bidder(2)];
    for (const by of [first, last]) await open(by);
    await result.confirmed();
    await look();
    expect([await news(first, result.id), await news(last, result.id)]).toEqual([[], []]);
    await result.publish();
    await look();
    await look();
    for (const by of [first, last])
      expect(await news(by, result.id)).toMatchObject([{ kind: 'result_known', lot: 1, dueOn: null, action: null }]);
    expect([await kinds(rival.user, result.id), await kinds(bureau.officer, result.id)]).toEqual([[], []]);
    // The official notice bears another day.
    await app.dataSource.query(`UPDATE award SET published_on = '2025-12-31' WHERE tender_id = $1`, [result.id]);
    await look();
    expect(await kinds(first, result.id)).toEqual(['result_known']);
  });

  it('a result is not told to a seat that others gave after the tender was issued', async () => {
    await setBusinessTime(app, ISSUED);
    const result = await Resulting.begin(app, bureau);
    const [first, guest] = [await result.bidder(0), await makeUser(app, 'agency_manager')];
    await giveSeat(app, guest, 'agency_manager', result.lots[0]?.offers[0]?.bidder ?? '', new Date());
    for (const by of [first, guest]) await open(by);
    await result.confirmed();
    await result.publish();
    await look();
    expect([await kinds(guest, result.id), await kinds(first, result.id)]).toEqual([[], ['result_known']]);
  });

  it('what is older than thirty days is no news to an inbox that is opened then', async () => {
    const { tender } = await issue();
    const late = await makeBidder(app);
    await post(tender, 'clarifications', { question: '是否含周末？' }, late.user);
    await answer(tender);
    await setBusinessTime(app, MONTH_LATER);
    await open(late.user);
    await look();
    expect(await kinds(late.user, tender)).toEqual([]);
    await setBusinessTime(app, CORRECTED);
    await look();
    expect(await kinds(late.user, tender)).toEqual(['question_answered']);
  });

  /** Somebody who prepares purchases in a body that buys together with the buyer, from now on. */
  const makeJoint = async (subject: 'tender' | 'contract', id: string): Promise<TestAccount> => {
    const body = await makeBody(app);
    await app.dataSource.query(
      `UPDATE tender SET terms = coalesce(terms, '{}') || $2 WHERE id = ${subject === 'tender' ? '$1' : '(SELECT tender_id FROM contract WHERE id = $1)'}`,
      [id, { jointBuyers: [body] }],
    );
    const user = await makeUser(app, 'bureau_officer', body);
    await open(user);
    return user;
  };

  it('a suspension and its end are told to who follows the tender, prepares it or has an opened bid, and to nobody for a sealed one', async () => {
    const bidders = await makeBidders(app, 3);
    const sealed = bidders[0] as Bidder;
    await open(sealed.user);
    const { tender, lots, draft } = await issue();
    await post(tender, 'document-requests', {}, taker.user);
    await bidAll(app, bidders, lots[0] ?? '', ['150000.00', '160000.00', '170000.00']);
    const joint = await makeJoint('tender', tender);
    const remedy = await acceptedComplaint(app, bureau, asker.user, { tender, stage: 'documents' });
    const why = { reason: '处理投诉期间', ...SUSPENSION_NOTICE, remedy };
    await setBusinessTime(app, '2025-11-06T09:00:00+08:00');
    await draft.must('post', 'actions/suspend', why, bureau.finance);
    await look();
    await look();
    const followers = [taker.user, bureau.officer, joint];
    for (const by of followers)
      expect(await news(by, tender)).toMatchObject([
        { kind: 'lot_suspended', title: 'A lot of a tender was suspended', lot: 1, contract: null, dueOn: null },
      ]);
    for (const by of [rival.user, sealed.user]) expect(await kinds(by, tender)).toEqual([]);
    // In no mail: it would tell who reads along who looks at the tender.
    expect(MAILED_KINDS.filter((kind) => ['lot_suspended', 'lot_resumed'].includes(kind))).toEqual([]);
    await open(taker.user, ['lot_resumed']);
    await setBusinessTime(app, '2025-11-17T08:59:00+08:00');
    await draft.must('post', 'actions/resume', {}, bureau.finance);
    await look();
    expect(await kinds(bureau.officer, tender)).toEqual(['lot_resumed', 'lot_suspended']);
    expect(await kinds(taker.user, tender)).toEqual(['documents_corrected', 'lot_suspended']);
    expect([await kinds(rival.user, tender), await kinds(sealed.user, tender)]).toEqual([[], []]);
    // Once it is opened the bid is no secret.
    await setBusinessTime(app, '2025-11-25T09:31:00+08:00');
    await openTenderBids(app, bureau, tender);
    await look();
    expect(await kinds(sealed.user, tender)).toEqual(['lot_resumed', 'lot_suspended']);
  });

  const END = { reason: '发现违法', ground: 'unlawful_acts', reference: '财监〔2025〕7号' };

  it('that a lot failed is told to who follows the tender, and to nobody for a sealed bid', async () => {
    const bidders = await makeBidders(app, 3);
    const sealed = bidders[0] as Bidder;
    await open(sealed.user);
    const { tender, lots } = await issue();
    await post(tender, 'document-requests', {}, taker.user);
    await bidAll(app, bidders, lots[0] ?? '', ['150000.00', '160000.00', '170000.00']);
    expect((await actOnLot(app, lots[0] ?? '', 'fail', END, bureau.officer)).status).toBe(200);
    await look();
    await look();
    expect(await news(taker.user, tender)).toMatchObject([
      {
        ...{ kind: 'lot_ended', title: 'A lot of a tender came to nothing: it failed or was cancelled' },
        ...{ lot: 1, dueOn: null, action: null },
      },
    ]);
    for (const by of [sealed.user, rival.user, bureau.officer]) expect(await kinds(by, tender)).toEqual([]);
    expect(MAILED_KINDS).not.toContain('lot_ended');
  });

  it('that a purchase was cancelled as a whole is told once for each lot that had not ended before', async () => {
    await setBusinessTime(app, ISSUED);
    const issued = await issueTender(app, bureau, {
      lots: [
        { no: 1, name: '第一包', ceiling: '100000.00', pricing: 'competitive' },
        { no: 2, name: '第二包', ceiling: '100000.00', pricing: 'competitive' },
      ],
    });
    const { tender, lots, draft } = issued;
    await post(tender, 'document-requests', {}, taker.user);
    expect((await actOnLot(app, lots[0] ?? '', 'fail', END, bureau.officer)).status).toBe(200);
    await look();
    await setBusinessTime(app, CORRECTED);
    const why = { reason: '任务取消', ground: 'unforeseen_change', reference: '财监〔2025〕7号' };
    await draft.must('post', 'actions/cancel', why, bureau.approver);
    await look();
    expect((await news(taker.user, tender)).map(({ kind, lot }) => [kind, lot])).toEqual([
      ['lot_ended', 2],
      ['lot_ended', 1],
    ]);
  });

  it('that a lot failed after the opening is told to each whose bid was opened', async () => {
    const bidders = await makeBidders(app, 3);
    for (const { user } of bidders) await open(user);
    const { tender, lots } = await issue();
    await bidAll(app, bidders, lots[0] ?? '', ['150000.00', '160000.00', '170000.00']);
    await setBusinessTime(app, '2025-11-14T09:31:00+08:00');
    await openTenderBids(app, bureau, tender);
    await look();
    for (const { user } of bidders) expect(await kinds(user, tender)).toEqual([]);
    expect((await actOnLot(app, lots[0] ?? '', 'fail', END, bureau.officer)).status).toBe(200);
    await look();
    for (const { user } of bidders) expect(await kinds(user, tender)).toEqual(['lot_ended']);
    expect(await kinds(rival.user, tender)).toEqual([]);
  });

  it.each([
    ['decided', (id: string) => decided(app, bureau.finance, id, 'redo')],
    [
      'not accepted',
      async (id: string) => {
        const why = { ground: 'late', reason: '超过投诉期限' };
        expect((await actOnRemedy(app, 'complaints', id, 'refuse', why, bureau.finance)).status).toBe(200);
      },
    ],
  ])('the answer to a challenge, and that the complaint was %s, are told to who filed them', async (outcome, end) => {
    const { tender } = await issue();
    const id = await acceptedComplaint(app, bureau, asker.user, {
      ...{ tender, stage: 'documents' },
      ...(outcome === 'not accepted' && { accepted: false }),
    });
    await look();
    expect(await news(asker.user, tender)).toMatchObject([
      { kind: 'challenge_answered', title: 'A challenge of the own body was answered', lot: null, action: null },
    ]);
    await end(id);
    await look();
    await look();
    expect(await kinds(asker.user, tender)).toEqual(['challenge_answered', 'complaint_decided']);
    for (const by of [rival.user, taker.user, bureau.officer]) expect(await kinds(by, tender)).toEqual([]);
  });

  it('a halt of a contract and its end are told to both parties and who buys together with the buyer, and to nobody else', async () => {
    const parties = await makeParties(app);
    const both = [parties.bureau.officer, parties.manager];
    for (const by of both) await open(by);
    await setBusinessTime(app, '2025-12-22T09:00:00+08:00');
    const contract = await Contracting.active(app, parties);
    both.push(await makeJoint('contract', contract.id));
    const told = async (by: TestAccount): Promise<unknown[]> => {
      const { body } = await app.http.get('/api/v1/me/notifications?limit=200').set(by.auth).expect(200);
      return (body as { items: (Told & { contract: string | null })[] }).items
        .filter((item) => item.contract === contract.id)
        .map(({ kind, task, tender, dueOn }) => [kind, task, tender, dueOn]);
    };
    await contract.must('halt', { reason: '中止', ground: 'challenge', reference: '质疑函1号', until: '2026-02-20' });
    await look();
    await look();
    const halted = ['contract_halted', contract.id, null, '2026-02-20'];
    for (const by of both) expect(await told(by)).toEqual([halted]);
    for (const by of [rival.user, bureau.officer]) expect(await told(by)).toEqual([]);
    await setBusinessTime(app, '2025-12-23T09:00:00+08:00');
    await contract.must('resume');
    await look();
    for (const by of both) expect(await told(by)).toEqual([['contract_resumed', contract.id, null, null], halted]);
    for (const by of [rival.user, bureau.officer]) expect(await told(by)).toEqual([]);
  });

  it('suspensions and halts are found by their day, however many there have ever been', async () => {
    const { tender, lots } = await issue();
    const complaint = await acceptedComplaint(app, bureau, asker.user, { tender, stage: 'documents' });
    const contract = await Contracting.active(app, await makeParties(app));
    await app.dataSource.query(
      `INSERT INTO suspension_spell (remedy_id, lot_id, began, ended)
       SELECT $1, $2, timestamptz '2015-01-01' + n * interval '4 hours', timestamptz '2015-01-02' + n * interval '4 hours'
       FROM generate_series(1, 20000) n`,
      [complaint, lots[0]],
    );
    await app.dataSource.query(
      `INSERT INTO contract_halt (contract_id, state, ground, proposed_at, began_on, ended_on)
       SELECT $1, 'ended', 'challenge', '2015-01-01', date '2015-01-01' + n / 5, date '2015-01-02' + n / 5
       FROM generate_series(1, 20000) n`,
      [contract.id],
    );
    await app.dataSource.query(`ANALYZE suspension_spell, contract_halt, lot, tender, contract`);
    const [row] = await app.dataSource.query<{ 'QUERY PLAN': object }[]>(`EXPLAIN (FORMAT JSON) ${TELL_NEWS}`, [
      ...[bureau.officer.id, [], [], [], [bureau.id], [bureau.id], '2025-12-01T00:00:00+08:00'],
    ]);
    const plan = JSON.stringify(row?.['QUERY PLAN']);
    for (const index of [
      'suspension_spell_began',
      'suspension_spell_ended',
      'contract_halt_began',
      'contract_halt_ended',
    ])
      expect(plan).toContain(`"Index Name":"${index}"`);
  });

  it('a mail tells of it without the lot: others read along', () => {
    const { text } = writeDigest([{ kind: 'result_known', lot: 2, dueOn: null }], 'en', 'https://a.example');
    expect(text).toContain('- The result of a tender was published\n');
    expect(text).toContain('/api/v1/me/notifications');
  });
});
