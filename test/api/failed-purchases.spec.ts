import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { bidAll, issueTender, makeBidders, OPEN_TENDER, openTenderBids, type Bidder } from '../support/bidding.js';
import {
  makeBureau,
  setBusinessTime,
  startBusinessAt,
  type Bureau,
  type TenderBody,
  makeThreshold,
} from '../support/drafts.js';
import { ownTasks } from '../support/own-tasks.js';
import { stored } from '../support/stored.js';
import { readVersion } from '../support/version.js';

const ISSUE = '2025-11-03T09:00:00+08:00';
const OPENED = '2025-12-01T09:31:00+08:00';
const PRICES = ['150000.00', '160000.00', '170000.00'];

interface Way {
  way: string;
  method: string;
  grounds: string[];
  needs: string[];
  latestIssue: string | null;
  rule: string | null;
}
interface Ways {
  suppliers: number | null;
  left: number | null;
  failures: { id: string; round: number }[];
  round: string | null;
  ways: Way[];
}
interface Change {
  id: string;
  version: number;
  state: string;
  round: string | null;
  allowedActions: { action: string }[];
}
type Answer = { status: number; body: Record<string, unknown> };

describe('a purchase that failed', () => {
  let app: TestApp;
  let bureau: Bureau;
  let bidders: Bidder[];
  let county: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    await startBusinessAt(app, ISSUE);
    bureau = await makeBureau(app);
    await makeThreshold(app);
    bidders = await makeBidders(app, 3);
    const body = await makeBody(app, { kind: 'finance_authority', region: '990203' });
    county = await makeUser(app, 'finance_authority', body);
  });
  beforeEach(() => setBusinessTime(app, ISSUE));
  afterAll(() => app.close());

  /** An open tender that fails at its opening for want of bids. */
  const failed = async (bids: number, more: object = {}): Promise<string> => {
    await setBusinessTime(app, ISSUE);
    const { tender, lots } = await issueTender(app, bureau, { ...OPEN_TENDER, ...more });
    await bidAll(app, bidders, lots[0] as string, PRICES.slice(0, bids));
    await setBusinessTime(app, OPENED);
    await openTenderBids(app, bureau, tender);
    return tender;
  };
  const ways = async (tender: string, by = bureau.officer): Promise<Ways> =>
    (await app.http.get(`/api/v1/tenders/${tender}/lots/1/ways`).set(by.auth).expect(200)).body as Ways;
  const ask = async (tender: string, body: object, by = bureau.officer) => {
    const failures = (await ways(tender)).failures.map(({ id }) => id);
    const asked = { cause: 'market', reason: '采购任务未取消，招标文件和程序合法', failures, ...body };
    return app.http.post(`/api/v1/tenders/${tender}/method-changes`).set(by.auth).send(asked);
  };
  const decide = (tender: string, { id, version }: Change, action: string, by: TestAccount, body: object = {}) =>
    app.http
      .post(`/api/v1/tenders/${tender}/method-changes/${id}/actions/${action}`)
      .set({ ...by.auth, 'If-Match': `"${version}"` })
      .send(body);
  const copy = (tender: string, body: object) =>
    app.http.post(`/api/v1/tenders/${tender}/copies`).set(bureau.officer.auth).send(body);
  const said = ({ status, body }: Answer) => [status, body.code, body.rule ?? null];

  it('with two bids leads to a new round, to a negotiation with the two, or to another method', async () => {
    const tender = await failed(2);
    const found = await ways(tender);
    expect(found).toMatchObject({ suppliers: 2, left: 2, round: null, failures: [{ round: 1 }] });
    const byCity = ['failures', 'cause', 'approval_of_city'];
    expect(found.ways.map((each) => [each.way, each.method, each.rule, each.needs])).toEqual([
      ['new_round', 'OPEN_TENDER', 'FAIL-LEADS-ON', []],
      [
        'negotiation_with_two',
        'COMPETITIVE_NEGOTIATION',
        'NEGO-TWO-LEFT',
        ['failures', 'cause', 'ground', 'approval_of_same_level'],
      ],
      ['other_method', 'COMPETITIVE_CONSULTATION', 'CONSULT-ELIGIBLE', byCity],
      ['other_method', 'COMPETITIVE_NEGOTIATION', 'NEGO-GROUNDS', ['failures', 'cause', 'ground', 'approval_of_city']],
      ['single_source', 'SINGLE_SOURCE', 'SINGLE-GROUNDS', ['failures', 'cause', 'ground', 'approval_of_city']],
    ]);
    expect(found.ways.map(({ grounds }) => grounds)).toEqual([
      [],
      ['two_left'],
      [],
      ['complex', 'urgent', 'price_uncertain'],
      ['only_supplier', 'emergency', 'addition'],
    ]);
    // By the periods of each method, for a service that starts on 1 January.
    const latest = found.ways.map(({ latestIssue }) => latestIssue);
    expect(latest.map((day) => day !== null && day < '2026-01-01')).toEqual([true, true, true, true, false]);
    expect(latest[0] ?? '').not.toBe(latest[1]);
    expect((await app.http.get(`/api/v1/tenders/${tender}/lots/1/ways`)).status).toBe(401);
    const stranger = await makeUser(app, 'bureau_officer');
    expect((await app.http.get(`/api/v1/tenders/${tender}/lots/1/ways`).set(stranger.auth)).status).toBe(404);
  });

  it('with two bids is negotiated with the two once the authority of the same level has granted it, and recorded', async () => {
    const tender = await failed(2);
    const waits = async (by = bureau.officer) =>
      (await ownTasks(app, by, 'lot_failed', tender)).map(({ lot, action }) => [lot, action?.href]);
    const left = [[1, `/api/v1/tenders/${tender}/copies`]];
    expect(await waits()).toEqual(left);
    for (const by of [bureau.approver, bureau.finance, bidders[0]?.user ?? county]) expect(await waits(by)).toEqual([]);
    const asked = await ask(tender, { method: 'COMPETITIVE_NEGOTIATION', ground: 'two_left' });
    // It is the authority's turn.
    expect(await waits()).toEqual([]);
    expect([asked.status, asked.body.state, asked.body.amount]).toEqual([201, 'requested', '200000.00']);
    const change = asked.body as Change;
    expect(asked.headers.location).toBe(`/api/v1/tenders/${tender}/method-changes/${change.id}`);
    const again = await ask(tender, { method: 'COMPETITIVE_CONSULTATION' });
    expect(said(again)).toEqual([422, 'method_change_pending', null]);
    expect(said(await copy(tender, { methodChange: change.id }))).toEqual([422, 'way_not_approved', 'FAIL-LEADS-ON']);
    expect(said(await decide(tender, change, 'grant', bureau.officer))).toEqual([403, 'not_permitted', null]);
    // Order 74 article 27: that of the buyer's own level, neither below nor above it.
    const body = await makeBody(app, { kind: 'finance_authority', region: '990000' });
    for (const other of [county, await makeUser(app, 'finance_authority', body)])
      expect(said(await decide(tender, change, 'grant', other))).toEqual([
        ...[422, 'authority_level_too_low', 'NEGO-TWO-LEFT'],
      ]);
    const granted = await decide(tender, change, 'grant', bureau.finance);
    expect([granted.status, granted.body.state]).toEqual([200, 'granted']);
    expect(await waits()).toEqual(left);
    // A year after it failed it is history.
    await setBusinessTime(app, '2026-12-03T09:00:00+08:00');
    expect(await waits()).toEqual([]);
    await setBusinessTime(app, OPENED);
    const round = await copy(tender, { methodChange: change.id });
    expect(await waits()).toEqual([]);
    expect(round.body).toMatchObject({ conducted: 'elsewhere', method: 'COMPETITIVE_NEGOTIATION', round: 2 });
    const { items } = (
      await app.http.get(`/api/v1/tenders/${tender}/method-changes`).set(bureau.officer.auth).expect(200)
    ).body as { items: Change[] };
    expect(items.map((each) => [each.state, each.round, each.allowedActions])).toEqual([
      ['granted', (round.body as { id: string }).id, []],
    ]);
    expect(said(await copy(tender, { newRound: true }))).toEqual([422, 'lot_not_failed', null]);
    expect((await ways(tender)).ways).toEqual([]);
    const facts = await app.http
      .post(`/api/v1/tenders/${(round.body as { id: string }).id}/facts`)
      .set({ ...bureau.officer.auth, 'Idempotency-Key': 'negotiated' })
      .send({ facts: [{ kind: 'notice', data: { documentsFrom: '2025-12-01' }, source: { kind: 'statement' } }] });
    expect(facts.status).toBe(200);
  });

  it('goes on by consultation below the threshold only once a city has granted it', async () => {
    const tender = await failed(2);
    const byConsultation = { method: 'COMPETITIVE_CONSULTATION' };
    // The ground of a negotiation does not bring the request before a lower authority.
    for (const ground of ['two_left', 'addition', 'urgent'])
      expect(said(await ask(tender, { ...byConsultation, ground }))).toEqual([
        ...[422, 'method_groundless', 'FAIL-LEADS-ON'],
      ]);
    const listed = await app.http.get(`/api/v1/tenders/${tender}/method-changes`).set(bureau.officer.auth);
    expect(listed.body).toMatchObject({ items: [] });
    const change = (await ask(tender, byConsultation)).body as Change;
    expect(change.state).toBe('requested');
    const low = await decide(tender, change, 'grant', county);
    expect(said(low)).toEqual([422, 'authority_level_too_low', 'FAIL-LEADS-ON']);
    expect((await decide(tender, change, 'grant', bureau.finance)).body.state).toBe('granted');
    const round = (await copy(tender, { methodChange: change.id })).body as TenderBody & { method: string };
    expect(round).toMatchObject({ conducted: 'here', state: 'draft', method: 'COMPETITIVE_CONSULTATION', round: 2 });
  });

  /** What begins from a tender that failed, with what leads to its issue. */
  const begin = async (tender: string, as: object) => {
    const { id } = (await copy(tender, as)).body as { id: string };
    const at = async () => ({ 'If-Match': `"${await readVersion(app, 'tender', id)}"` });
    const send = async (verb: 'patch' | 'post' | 'put', path: string, body: object, by = bureau.officer) =>
      app.http[verb](`/api/v1/tenders/${id}${path}`)
        .set({ ...by.auth, ...(await at()) })
        .send(body);
    const opinion = { kind: 'public', heldOn: '2025-10-20', participants: 41, summary: '居民座谈' };
    await app.http.post(`/api/v1/tenders/${id}/opinions`).set(bureau.officer.auth).send(opinion).expect(200);
    const plan = { documentsTo: '2025-12-08', noticeTo: '2025-12-08', deadlineAt: '2025-12-22T09:30:00+08:00' };
    const prepare = async (method: string) => {
      const { programme } = bureau;
      const window = { start: '2026-01-01', end: '2026-12-31' };
      expect((await send('patch', '', { method, window, programme })).status).toBe(200);
      expect((await send('patch', '/plan', { issueOn: '2025-12-01', ...plan })).status).toBe(200);
      const submitted = await send('post', '/actions/submit', {});
      const { here } = submitted.body as TenderBody;
      const findings = here.findings
        .filter(({ state }) => state === 'triggered')
        .map(({ indicator }) => ({ indicator, reason: '已知悉' }));
      expect((await send('post', '/actions/approve', { findings }, bureau.approver)).status).toBe(200);
      return send('post', '/actions/issue', { reason: '重新采购' });
    };
    return { id, send, prepare };
  };
  const lot = (no: number, ceiling: string) => ({ no, ceiling, pricing: 'competitive' });

  describe('goes by a method that was granted for it:', () => {
    const method = 'COMPETITIVE_CONSULTATION';
    const granted = async () => {
      const tender = await failed(1);
      const change = (await ask(tender, { method })).body as Change;
      expect((await decide(tender, change, 'grant', bureau.finance)).status).toBe(200);
      return begin(tender, { methodChange: change.id });
    };
    const steps = async (id: string) =>
      (await ownTasks(app, bureau.officer, 'tender_issue', id)).map(({ action }) => action?.href.split('/').at(-1));

    it('what has become dearer since is approved anew, as any purchase at the threshold', async () => {
      const { id, send, prepare } = await granted();
      expect((await send('put', '/lots', { lots: [lot(1, '30000000.00')] })).status).toBe(200);
      expect(said(await prepare(method))).toEqual([422, 'method_approval_missing', 'METHOD-APPROVAL']);
      expect(await steps(id)).toEqual(['request-method-approval']);
      expect((await send('post', '/actions/request-method-approval', { reason: '需求扩大' })).status).toBe(200);
      expect((await send('post', '/actions/grant-method-approval', {}, bureau.finance)).status).toBe(200);
      const again = await send('post', '/actions/request-method-approval', { reason: '需求扩大' });
      expect(said(again)).toEqual([422, 'method_approval_needless', null]);
      const issued = await send('post', '/actions/issue', { reason: '重新采购' });
      expect([issued.status, issued.body.state]).toEqual([200, 'open']);
    });

    it('what has become dearer since and lies below the threshold is approved anew by a city too', async () => {
      const { id, send, prepare } = await granted();
      expect((await send('put', '/lots', { lots: [lot(1, '300000.00')] })).status).toBe(200);
      expect(said(await prepare(method))).toEqual([422, 'way_not_approved', 'FAIL-LEADS-ON']);
      expect(await steps(id)).toEqual(['request-method-approval']);
      const request = () => send('post', '/actions/request-method-approval', { reason: '需求扩大' });
      expect((await request()).status).toBe(200);
      expect((await send('post', '/actions/grant-method-approval', {}, bureau.finance)).status).toBe(200);
      expect(said(await request())).toEqual([422, 'method_approval_needless', null]);
      expect(await steps(id)).toEqual(['issue']);
      const issued = await send('post', '/actions/issue', { reason: '重新采购' });
      expect([issued.status, issued.body.state]).toEqual([200, 'open']);
      const dearer = { lots: [lot(1, '300000.01')] };
      const corrected = await send('post', '/actions/correct', { reason: '调整限价', correction: dearer });
      expect(said(corrected)).toEqual([422, 'way_not_approved', 'FAIL-LEADS-ON']);
    });

    it('lots that did not fail are not bought with it, nor is it made dearer by a correction', async () => {
      const { send, prepare } = await granted();
      expect((await send('put', '/lots', { lots: [lot(2, '200000.00')] })).status).toBe(200);
      expect(said(await prepare(method))).toEqual([422, 'way_not_approved', 'FAIL-LEADS-ON']);
      expect((await send('post', '/actions/revise', { reason: '按批准的范围' })).status).toBe(200);
      expect((await send('put', '/lots', { lots: [lot(1, '200000.00')] })).status).toBe(200);
      expect((await prepare(method)).body).toMatchObject({ state: 'open' });
      const correct = (ceiling: string) =>
        send('post', '/actions/correct', { reason: '调整限价', correction: { lots: [lot(1, ceiling)] } });
      expect(said(await correct('30000000.00'))).toEqual([422, 'method_approval_missing', 'METHOD-APPROVAL']);
      expect(said(await correct('200000.01'))).toEqual([422, 'way_not_approved', 'FAIL-LEADS-ON']);
      // Below what was granted it may fall and rise again.
      for (const ceiling of ['150000.00', '200000.00']) expect((await correct(ceiling)).status).toBe(200);
    });
  });

  it.each([
    ['', { newRound: true }],
    [', not even as a purchase of another name', {}],
  ])('is not issued by another method that nobody granted, though it lies below the threshold%s', async (_, as) => {
    const { id, send, prepare } = await begin(await failed(1), as);
    expect(said(await prepare('COMPETITIVE_CONSULTATION'))).toEqual([422, 'way_not_approved', 'FAIL-LEADS-ON']);
    // Its task shows no step that is refused.
    expect((await ownTasks(app, bureau.officer, 'tender_issue', id)).map(({ action }) => action)).toEqual([null]);
    expect((await send('post', '/actions/revise', { reason: '重新招标' })).status).toBe(200);
    const issued = await prepare('OPEN_TENDER');
    expect([issued.status, issued.body.state]).toEqual([200, 'open']);
  });

  it('is asked about by its buyer, decided once, and may be taken back', async () => {
    const tender = await failed(1);
    const method = { method: 'COMPETITIVE_CONSULTATION' };
    expect((await ask(tender, method, bureau.finance)).status).toBe(403);
    const first = (await ask(tender, method)).body as Change;
    const refused = await decide(tender, first, 'refuse', bureau.finance, { reason: '应重新组织招标' });
    expect(refused.body).toMatchObject({ state: 'refused', decisionReason: '应重新组织招标' });
    const second = (await ask(tender, method)).body as Change;
    expect(second.allowedActions.map(({ action }) => action)).toEqual(['withdraw']);
    expect((await decide(tender, second, 'withdraw', bureau.officer)).body.state).toBe('withdrawn');
    expect((await copy(tender, { newRound: true })).body).toMatchObject({ round: 2, method: 'OPEN_TENDER' });
  });

  it('leads on by local rules below the purchase limit of its place, which an administrator states', async () => {
    const admin = await makeUser(app, 'admin');
    const region = '990204';
    const place = { region, level: 'below_provincial', object: 'services', source: '示例', confidence: 'B' };
    const state = (kind: string, amount: string, effectiveFrom: string) =>
      app.http
        .post('/api/v1/thresholds')
        .set(admin.auth)
        .send({ ...place, kind, amount, effectiveFrom });
    expect((await state('open_tender', '2000000.00', '2020-01-01')).status).toBe(201);
    const tender = await failed(1, { region });
    const offered = async () => (await ways(tender)).ways.map(({ way }) => way);
    const unknown = await ask(tender, { method: 'OTHER' });
    expect([...said(unknown), (unknown.body as { facts: object }).facts]).toEqual([
      422,
      'insufficient_data',
      'PURCHASE-LIMIT',
      {
        missing: ['procurementLimit'],
        stated: {
          by: 'system_admin',
          method: 'POST',
          href: '/api/v1/thresholds',
          kind: 'procurement',
          region,
          level: place.level,
        },
      },
    ]);
    expect(await offered()).not.toContain('local_rules');
    // At the limit the law of procurement holds; a fen below it the place has rules of its own.
    expect((await state('procurement', '200000.00', '2020-01-01')).status).toBe(201);
    expect(said(await ask(tender, { method: 'OTHER' }))).toEqual([422, 'way_not_open', 'FAIL-LEADS-ON']);
    const small = await failed(1, { region, lots: [{ no: 1, ceiling: '199999.99', pricing: 'competitive' }] });
    expect((await ways(small)).ways.find(({ way }) => way === 'local_rules')).toMatchObject({
      method: 'OTHER',
      rule: 'PURCHASE-LIMIT',
      needs: ['failures', 'cause'],
    });
    const change = (await ask(small, { method: 'OTHER' })).body as Change;
    expect([change.state, change.allowedActions]).toEqual(['not_required', []]);
    const round = await copy(small, { methodChange: change.id });
    expect(round.body).toMatchObject({ conducted: 'elsewhere', method: 'OTHER', round: 2 });
  });

  describe('takes no way that the law does not open:', () => {
    const first = async () => failed(2);
    const cases: [string, object, unknown[]][] = [
      [
        'two failures are no ground of a single source',
        { method: 'SINGLE_SOURCE' },
        ['single_source_groundless', 'SINGLE-GROUNDS'],
      ],
      [
        'nor is a ground of a negotiation',
        { method: 'SINGLE_SOURCE', ground: 'failed_again' },
        ['single_source_groundless', 'SINGLE-GROUNDS'],
      ],
      ['a negotiation has a ground', { method: 'COMPETITIVE_NEGOTIATION' }, ['method_groundless', 'NEGO-GROUNDS']],
      [
        'which the record bears out: somebody bid',
        { method: 'COMPETITIVE_NEGOTIATION', ground: 'no_bids' },
        ['method_groundless', 'NEGO-GROUNDS'],
      ],
      [
        'somebody was left',
        { method: 'COMPETITIVE_NEGOTIATION', ground: 'none_qualified' },
        ['method_groundless', 'NEGO-GROUNDS'],
      ],
      ['an inquiry is for goods', { method: 'INQUIRY' }, ['method_groundless', 'INQ-NOT-FOR-SERVICE']],
      ['the same method is a new round', { method: 'OPEN_TENDER' }, ['way_not_open', 'FAIL-LEADS-ON']],
      [
        'faulty documents are put right first',
        { method: 'COMPETITIVE_CONSULTATION', cause: 'documents_faulty' },
        ['way_not_open', 'FAIL-LEADS-ON'],
      ],
      [
        'what is cited failed in this purchase',
        { method: 'COMPETITIVE_CONSULTATION', failures: ['2f1c9d0e-0000-4000-8000-000000000000'] },
        ['failure_not_cited', 'FAIL-LEADS-ON'],
      ],
      [
        'an addition adds to a contract',
        { method: 'SINGLE_SOURCE', ground: 'addition' },
        ['single_source_groundless', 'SS-ADDON-10PCT'],
      ],
    ];
    let tender: string;
    beforeAll(async () => {
      const before = await first();
      const { body } = await copy(before, { newRound: true });
      tender = (body as { id: string }).id;
      // The second round fails too, with two bids.
      await app.dataSource.query(`UPDATE tender SET state = 'failed', published = true WHERE id = $1`, [tender]);
      await app.dataSource.query(`UPDATE lot SET state = 'failed', bid_count = 2 WHERE tender_id = $1`, [tender]);
      await app.dataSource.query(
        `INSERT INTO fact (subject_type, subject_id, kind, lot, data, source, recorded_at)
         VALUES ('tender', $1, 'failure', 1, '{"on": "2025-12-01"}', '{"kind": "notice"}', business_now())`,
        [tender],
      );
    });
    it.each(cases)('%s', async (_, body, refusal) => {
      const before = await stored(app);
      const answer = await ask(tender, body);
      expect(said(answer)).toEqual([422, ...refusal]);
      expect(await stored(app)).toEqual(before);
    });

    it('an addition comes to a tenth of an earlier contract of the buyer at most, with what is added already', async () => {
      const made = await app.http
        .post('/api/v1/tenders')
        .set(bureau.officer.auth)
        .send({ title: '上年度居家养老服务', buyer: bureau.id, method: 'OPEN_TENDER' });
      const { id } = made.body as { id: string };
      const [supplier, source] = [{ organisation: bidders[0]?.body }, { kind: 'statement' }];
      const contract = { supplier, amount: '2000000.00', signedOn: '2024-12-20' };
      const facts = [{ kind: 'contract', lot: 1, data: contract, source }];
      const recorded = await app.http
        .post(`/api/v1/tenders/${id}/facts`)
        .set({ ...bureau.officer.auth, 'Idempotency-Key': id })
        .send({ facts });
      expect(recorded.status).toBe(200);
      const [row] = await app.dataSource.query<{ id: string }[]>(`SELECT id FROM contract WHERE tender_id = $1`, [id]);
      const body = { method: 'SINGLE_SOURCE', ground: 'addition', contract: row?.id };
      const refusal = [422, 'single_source_groundless', 'SS-ADDON-10PCT'];
      const dear = await failed(1, { lots: [{ no: 1, ceiling: '200000.01', pricing: 'competitive' }] });
      expect(said(await ask(dear, body))).toEqual(refusal);
      const tenth = await failed(1);
      const asked = await ask(tenth, body);
      expect(asked.body).toMatchObject({ state: 'requested', contract: row?.id, amount: '200000.00' });
      const more = await failed(1, { lots: [{ no: 1, ceiling: '0.01', pricing: 'competitive' }] });
      expect(said(await ask(more, body))).toEqual(refusal);
      await decide(tenth, asked.body as Change, 'withdraw', bureau.officer);
      expect((await ask(more, body)).status).toBe(201);
      const others = await makeBureau(app);
      await app.dataSource.query(`UPDATE contract SET buyer_id = $2 WHERE id = $1`, [row?.id, others.id]);
      expect(said(await ask(tenth, body))).toEqual(refusal);
    });

    it('a tender that failed again may be negotiated, where both failures are cited', async () => {
      const { failures } = await ways(tender);
      expect(failures.map(({ round }) => round)).toEqual([1, 2]);
      const body = { method: 'COMPETITIVE_NEGOTIATION', ground: 'failed_again' };
      const [, second] = failures.map(({ id }) => id);
      expect(said(await ask(tender, { ...body, failures: [second] }))).toEqual([
        422,
        'method_groundless',
        'NEGO-GROUNDS',
      ]);
      expect((await ask(tender, body)).body).toMatchObject({ state: 'requested', ground: 'failed_again' });
    });
  });
});
