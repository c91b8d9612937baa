import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actionNames, type AllowedAction } from '../support/actions.js';
import { makeAccount, makeBody, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { issueTender, opening } from '../support/bidding.js';
import { Consulting } from '../support/consultation.js';
import { makeBureau, startBusinessAt, type Bureau, makeThreshold } from '../support/drafts.js';
import { allowFixedInstant, setInstant } from '../support/fixed-instant.js';
import { ALL_MEMBERS, makeReviewers, Reviewing } from '../support/reviews.js';

type Answer = { status: number; body: unknown; headers?: Record<string, string> };
const code = ({ status, body }: Answer) => [status, (body as { code?: string }).code];
const SOURCE = { kind: 'statement', url: null, publishedOn: null, reference: '会议记录' };

/** A permission held in one body is none in another: what is planned, recorded and opened. */
describe('a seat elsewhere', () => {
  let app: TestApp;
  let bureau: Bureau;
  let other: string;
  /** Officer of the bureau and approver of another one, and the other way round. */
  let officer: TestAccount;
  let approver: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
    await makeThreshold(app);
    await allowFixedInstant(app);
    other = await makeBody(app);
    officer = await makeAccount(
      app,
      { role: 'bureau_officer', organisation: bureau.id },
      { role: 'bureau_approver', organisation: other },
    );
    approver = await makeAccount(
      app,
      { role: 'bureau_approver', organisation: bureau.id },
      { role: 'bureau_officer', organisation: other },
    );
  });
  afterAll(() => app.close());

  const get = (path: string, by: TestAccount) => app.http.get(`/api/v1${path}`).set(by.auth);
  const post = (path: string, body: object, by: TestAccount) => app.http.post(`/api/v1${path}`).set(by.auth).send(body);
  const made = async (path: string, body: object, by = bureau.officer) => {
    const answer = await post(path, body, by);
    if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
    return (answer.body as { id: string }).id;
  };
  const changed = async (verb: 'post' | 'patch' | 'put', path: string, root: string, body: object, by: TestAccount) => {
    const { headers } = await get(root, bureau.officer);
    return app.http[verb](`/api/v1${path}`)
      .set(by.auth)
      .set('If-Match', headers.etag ?? '')
      .send(body);
  };
  const offered = async (path: string, by: TestAccount) =>
    actionNames(
      ((await get(path, by).expect(200)).body as { allowedActions: (AllowedAction | string)[] }).allowedActions,
    );

  it('approves and closes no programme, and is not offered to', async () => {
    const line = { name: '居家养老', category: 'ELDERLY_HOME_CARE', amount: '1000000.00' };
    const plan = { name: '年度购买计划', year: 2027, source: SOURCE, state: 'draft', budgetLines: [line] };
    const id = await made('/programmes', { ...plan, buyer: bureau.id });
    const root = `/programmes/${id}`;
    expect([await offered(root, officer), await offered(root, approver)]).toEqual([[], ['approve']]);
    const act = (action: string, by: TestAccount) =>
      changed('post', `${root}/actions/${action}`, root, { reason: '年度安排' }, by);
    expect(code(await act('approve', officer))).toEqual([403, 'not_permitted']);
    expect((await act('approve', approver)).body).toMatchObject({ state: 'approved' });
    expect(await offered(root, officer)).toEqual(['adjust']);
    expect(code(await act('close', officer))).toEqual([403, 'not_permitted']);
  });

  it('verifies no need of another body’s, and is not offered to', async () => {
    const need = { title: '助浴', headcount: 12, evidence: '走访记录', serviceLine: bureau.line, source: SOURCE };
    const id = await made('/needs', { ...need, owner: bureau.id });
    const root = `/needs/${id}`;
    const verify = (by: TestAccount) => changed('post', `${root}/actions/verify`, root, {}, by);
    const rewrite = (by: TestAccount) => changed('patch', root, root, { headcount: 13 }, by);
    expect(await offered(root, approver)).toEqual([]);
    expect([code(await verify(approver)), code(await rewrite(approver))]).toEqual([
      [403, 'not_permitted'],
      [403, 'not_permitted'],
    ]);
    expect((await rewrite(officer)).body).toMatchObject({ headcount: 13 });
    expect(await offered(root, officer)).toEqual(['reject', 'verify']);
    expect((await verify(officer)).body).toMatchObject({ state: 'verified' });
  });

  it('changes no line and no community', async () => {
    const line = `/service-lines/${bureau.line}`;
    const community = `/communities/${await made('/communities', { name: '向阳社区', region: '990203', owner: bureau.id })}`;
    for (const [path, body] of [
      [line, { name: '社区养老（新）' }],
      [community, { name: '向阳社区（新）' }],
    ] as const) {
      expect(code(await changed('patch', path, path, body, approver))).toEqual([403, 'not_permitted']);
      expect((await changed('patch', path, path, body, officer)).status).toBe(200);
    }
  });

  it('records nothing of a purchase or its contract, and is not offered to', async () => {
    const given = { buyer: bureau.id, title: '社区居家养老服务采购' };
    expect(code(await post('/tenders', given, approver))).toEqual([403, 'not_permitted']);
    const root = `/tenders/${await made('/tenders', given, officer)}`;
    const record = (path: string, fact: object, by: TestAccount) =>
      app.http
        .post(`/api/v1${path}/facts`)
        .set(by.auth)
        .set('Idempotency-Key', `${by.id}-${path.split('/')[1]}`)
        .send({ facts: [{ source: { ...SOURCE, kind: 'notice', publishedOn: '2025-01-20' }, ...fact }] });
    const contracted = { kind: 'contract', lot: 1, data: { amount: '100000.00', signedOn: '2025-01-10' } };
    expect([await offered(root, approver), await offered(root, officer)]).toEqual([[], ['record_facts']]);
    expect(code(await record(root, contracted, approver))).toEqual([403, 'not_permitted']);
    const recorded = await record(root, contracted, officer);
    const contract = `/contracts/${(recorded.body as { contracts: { id: string }[] }).contracts[0]?.id}`;
    const started = { kind: 'started', data: { on: '2025-01-15' } };
    expect(await offered(contract, approver)).not.toContain('record_facts');
    expect(await offered(contract, officer)).toContain('record_facts');
    expect(code(await record(contract, started, approver))).toEqual([403, 'not_permitted']);
    expect((await record(contract, started, officer)).status).toBeLessThan(300);
  });

  it('asks for no opening and orders none, and is not offered to', async () => {
    const { tender } = await issueTender(app, bureau);
    await setInstant(app, '2025-11-14T01:30:00.000001Z');
    // Sees the purchase as a member of panels of its buyer, and opens bids elsewhere.
    const stranger = await makeAccount(
      app,
      { role: 'panel_member', organisation: bureau.id },
      { role: 'bureau_officer', organisation: other },
    );
    const path = `/tenders/${tender}/opening`;
    expect([await offered(path, stranger), await offered(path, bureau.finance)]).toEqual([[], []]);
    expect(code(await opening(app, tender, stranger, 'request_opening'))).toEqual([403, 'not_permitted']);
    expect((await opening(app, tender, bureau.officer, 'request_opening')).status).toBe(200);
    expect(code(await opening(app, tender, stranger, 'open_bids'))).toEqual([403, 'not_permitted']);
    // Who watches over the region is the second, and never the first.
    const supervisor = await makeAccount(app, {
      role: 'supervisor',
      organisation: await makeBody(app, { region: '990200' }),
    });
    expect(await offered(path, supervisor)).toEqual(['open_bids']);
    expect((await opening(app, tender, supervisor, 'open_bids')).status).toBe(200);
    await setInstant(app, null);
  });

  it('appoints no panel, qualifies no bidder and confirms no requirement', async () => {
    const reviewers = await makeReviewers(app, 3);
    const lot = await Consulting.begin(app, bureau, reviewers);
    await lot.talk();
    // Sits in panels of the buyer, and runs reviews elsewhere.
    const stranger = await makeAccount(
      app,
      { role: 'panel_member', organisation: bureau.id },
      { role: 'bureau_officer', organisation: other },
    );
    const { review } = lot;
    const offers = async (by: TestAccount) =>
      actionNames(((await review.read(by)) as { allowedActions?: AllowedAction[] }).allowedActions ?? []);
    expect(await offers(stranger)).toEqual([]);
    expect(await offers(bureau.officer)).toContain('appoint');
    expect(await offers(lot.chair)).toContain('change_requirement');
    const appoint = (by: TestAccount) => review.post('members', { user: reviewers[0]?.id, kind: 'expert' }, by);
    expect(code(await appoint(stranger))).toEqual([403, 'not_permitted']);
    expect((await lot.propose()).status).toBe(200);
    const refusal = (by: TestAccount) => lot.act('refuse-requirement', { reason: '超出采购需求' }, by);
    expect(code(await refusal(stranger))).toEqual([403, 'not_permitted']);
    expect((await refusal(bureau.officer)).status).toBe(200);
    const tender = await Reviewing.begin(app, bureau, await makeReviewers(app, 5));
    await tender.appointAll(ALL_MEMBERS);
    await tender.declareAll(ALL_MEMBERS.length);
    const results = tender.bids.map((bid) => ({ bid, passed: true }));
    const qualify = (by: TestAccount) => tender.post('actions/qualify', { results }, by);
    expect(code(await qualify(stranger))).toEqual([422, 'not_the_qualifier']);
    expect((await qualify(bureau.officer)).status).toBe(200);
  });

  it('speaks for no supplier of a consultation', async () => {
    const lot = await (await Consulting.begin(app, bureau, await makeReviewers(app, 3))).talk();
    const [first] = lot.suppliers as [{ bid: string; user: TestAccount }];
    const [{ bidder }] = await app.dataSource.query<[{ bidder: string }]>(
      `SELECT bidder_id AS bidder FROM bid WHERE coalesce(envelope_id, id) = $1`,
      [first.bid],
    );
    const elsewhere = await makeBody(app, { kind: 'agency' });
    const worker = await makeAccount(
      app,
      { role: 'agency_worker', organisation: bidder },
      { role: 'agency_manager', organisation: elsewhere },
    );
    const own = (by: TestAccount) => get(`/bids/${first.bid}/consultation`, by);
    expect(code(await own(worker))).toEqual([404, 'not_found']);
    expect((await own(first.user)).body).toMatchObject({ allowedActions: [{ action: 'withdraw_from_consultation' }] });
  });
});
