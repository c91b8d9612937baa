import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { OpeningWork } from '../../src/purchase/bids/opening/opening-process.js';
import { giveSeat, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import {
  bidAll,
  Bidding,
  issueTender,
  makeBidder,
  makeBidders,
  offer,
  OPEN_TENDER,
  opening,
  openTenderBids,
  type Bidder,
} from '../support/bidding.js';
import { makeBureau, startBusinessAt, type Bureau, makeThreshold } from '../support/drafts.js';
import { allowFixedInstant, setInstant } from '../support/fixed-instant.js';
import { Reassessment } from '../../src/watch/runs/reassessment.js';
import { everybody } from '../support/non-interference.js';
import { stripRandomParts } from '../support/random-parts.js';
import { readVersion } from '../support/version.js';

const ISSUE = '2025-11-03T09:00:00+08:00';
const AFTER = { consultation: '2025-11-14T01:30:00.000001Z', open: '2025-12-01T01:30:00.000001Z' };
const LOTS = [1, 2].map((no) => ({ no, ceiling: '200000.00', pricing: 'competitive' }));

interface Assessed {
  state: string;
  severity: string;
  basis: { kind: string };
  evidence: { field: string }[];
}
interface Shown {
  state: string;
  heldAt: string | null;
  lots: { state: string; bidCount: number | null; bids: Record<string, unknown>[] }[];
}

describe('an opening', () => {
  let app: TestApp;
  let bureau: Bureau;
  let bidders: Bidder[];
  beforeAll(async () => {
    app = await startTestApp();
    await startBusinessAt(app, ISSUE);
    await allowFixedInstant(app);
    bureau = await makeBureau(app);
    await makeThreshold(app);
    bidders = await makeBidders(app, 4);
  });
  beforeEach(() => setInstant(app, ISSUE));
  afterAll(() => app.close());
  const code = (answer: { status: number; body: unknown }) => [answer.status, (answer.body as { code?: string }).code];
  const read = async (tender: string, auth: Record<string, string> = {}): Promise<Shown> =>
    (await app.http.get(`/api/v1/tenders/${tender}/opening`).set(auth).expect(200)).body as Shown;
  /** What W06 says of the tender, with the fields that it cites. */
  const lateOf = async (tender: string): Promise<unknown[]> => {
    await app.running.app.get(Reassessment).reassessAll();
    const { body } = await app.http
      .get(`/api/v1/risk/assessments?indicator=W06&subject=tender:${tender}`)
      .set(bureau.finance.auth)
      .expect(200);
    const [found] = (body as { items: Assessed[] }).items;
    const { state = '', severity, basis, evidence = [] } = found ?? {};
    return state === 'triggered' ? [state, severity, basis?.kind, evidence.map(({ field }) => field)] : [state];
  };
  const audit = (aggregate: string, id: string) =>
    app.dataSource.query<{ action: string; outbox: string | null }[]>(
      `SELECT a.action, (SELECT count(*)::int FROM outbox o WHERE o.aggregate_type = $1 AND o.aggregate_id = $2 AND o.action = a.action) AS outbox
       FROM audit_entry a WHERE a.aggregate_type = $1 AND a.aggregate_id = $2 ORDER BY a.seq`,
      [aggregate, id],
    );

  it('is asked for by one and ordered by another, neither of whom sits in a supplier', async () => {
    const { tender, lots } = await issueTender(app, bureau);
    await bidAll(app, bidders, lots[0] as string, ['150000.00', '160000.00', '170000.00']);
    const ask = (by = bureau.officer) => opening(app, tender, by, 'request_opening');
    expect(code(await ask())).toEqual([422, 'opening_too_early']);
    // The deadline itself is in time, so nothing is opened at it.
    await setInstant(app, '2025-11-14T01:30:00Z');
    expect(code(await ask())).toEqual([422, 'opening_too_early']);
    expect(code(await opening(app, tender, bureau.approver, 'open_bids'))).toEqual([409, 'wrong_state']);
    await setInstant(app, AFTER.consultation);
    expect(code(await opening(app, tender, bureau.approver, 'open_bids'))).toEqual([422, 'opening_not_requested']);
    expect(code(await opening(app, tender, bureau.officer, 'withdraw_opening_request'))).toEqual([
      422,
      'opening_not_requested',
    ]);
    const seat = (user: string) => giveSeat(app, { id: user }, 'agency_worker', bidders[0]?.body ?? '');
    const leave = (user: string) =>
      app.dataSource.query(`DELETE FROM seat WHERE user_id = $1 AND role = 'agency_worker'`, [user]);
    await seat(bureau.officer.id);
    expect(code(await ask())).toEqual([422, 'opener_has_interest']);
    await leave(bureau.officer.id);
    expect((await ask()).body).toMatchObject({ state: 'requested', requestedBy: bureau.officer.id });
    expect(code(await ask())).toEqual([422, 'opening_requested']);
    expect(code(await opening(app, tender, bureau.approver, 'withdraw_opening_request'))).toEqual([
      422,
      'opener_is_not_requester',
    ]);
    expect((await opening(app, tender, bureau.officer, 'withdraw_opening_request')).body.state).toBe('none');
    expect((await ask()).status).toBe(200);
    expect(code(await opening(app, tender, bureau.officer, 'open_bids'))).toEqual([422, 'opener_is_requester']);
    await seat(bureau.approver.id);
    expect(code(await opening(app, tender, bureau.approver, 'open_bids'))).toEqual([422, 'opener_has_interest']);
    await leave(bureau.approver.id);
    const stranger = await makeUser(app, 'bureau_approver');
    expect((await opening(app, tender, stranger, 'open_bids')).status).toBe(403);
    const ordered = await opening(app, tender, bureau.approver, 'open_bids');
    expect(ordered.body).toMatchObject({
      state: 'ordered',
      orderedBy: bureau.approver.id,
      lots: [{ state: 'closed' }],
    });
    expect(await read(tender)).toMatchObject({ state: 'none', lots: [{ bids: [] }] });
    await app.running.app.get(OpeningWork).perform(tender);
    expect(await read(tender)).toMatchObject({ state: 'held', lots: [{ state: 'opened' }] });
  });

  it('is asked for and ordered at the address that the three actions once shared, too', async () => {
    const { tender, lots } = await issueTender(app, bureau);
    await bidAll(app, bidders, lots[0] as string, ['150000.00', '160000.00', '170000.00']);
    await setInstant(app, AFTER.consultation);
    const shared = async (by: TestAccount, action: string, version?: number) =>
      app.http
        .post(`/api/v1/tenders/${tender}/opening`)
        .set(by.auth)
        .set('If-Match', `"${version ?? (await readVersion(app, 'tender', tender))}"`)
        .send({ action });
    const version = await readVersion(app, 'tender', tender);
    expect(code(await shared(bureau.officer, 'burn'))).toEqual([400, 'validation_failed']);
    expect(code(await shared(await makeUser(app, 'evaluator'), 'request_opening', version))).toEqual([
      403,
      'not_permitted',
    ]);
    const asked = await shared(bureau.officer, 'request_opening', version);
    expect([asked.status, asked.body.state, asked.headers.etag]).toEqual([200, 'requested', `"${version + 1}"`]);
    expect(code(await shared(bureau.officer, 'open_bids', version))).toEqual([412, 'stale_version']);
    expect(code(await shared(bureau.officer, 'open_bids'))).toEqual([422, 'opener_is_requester']);
    expect((await shared(bureau.officer, 'withdraw_opening_request')).body.state).toBe('none');
    await shared(bureau.officer, 'request_opening');
    expect((await shared(bureau.approver, 'open_bids')).body).toMatchObject({ state: 'ordered' });
  });

  it('of an open tender is called for its deadline: asked for within the hour before it, ordered at it', async () => {
    const { tender, lots } = await issueTender(app, bureau, OPEN_TENDER);
    await bidAll(app, bidders, lots[0] as string, ['150000.00', '160000.00', '170000.00']);
    const ask = (action = 'request_opening', by = bureau.officer) => opening(app, tender, by, action, undefined, {});
    const offered = async () => {
      const { body } = await app.http.get(`/api/v1/tenders/${tender}/opening`).set(bureau.officer.auth).expect(200);
      return (body as { allowedActions: { action: string }[] }).allowedActions.map(({ action }) => action);
    };
    await setInstant(app, '2025-12-01T00:29:59.999Z');
    expect(code(await ask())).toEqual([422, 'opening_too_early']);
    expect(await offered()).toEqual([]);
    await setInstant(app, '2025-12-01T00:30:00Z');
    expect(await offered()).toEqual(['request_opening', 'withdraw_opening_request']);
    const asked = await ask();
    expect([asked.status, asked.body.state, asked.body.calledFor]).toEqual([
      200,
      'requested',
      '2025-12-01T01:30:00.000Z',
    ]);
    expect((await ask('withdraw_opening_request')).body.state).toBe('none');
    expect((await ask()).status).toBe(200);
    // The deadline itself is in time for bids: nothing is opened before it has passed.
    await setInstant(app, '2025-12-01T01:30:00Z');
    expect(code(await ask('open_bids', bureau.approver))).toEqual([409, 'wrong_state']);
    await setInstant(app, AFTER.open);
    expect((await ask('open_bids', bureau.approver)).body).toMatchObject({ state: 'ordered', lateReason: null });
    await app.running.app.get(OpeningWork).perform(tender);
    expect(await read(tender)).toMatchObject({ state: 'held', lateReason: null });
    expect(await lateOf(tender)).not.toContain('triggered');
  });

  it('of an open tender that begins late says why, and W06 tells of it', async () => {
    const { tender, lots } = await issueTender(app, bureau, OPEN_TENDER);
    await bidAll(app, bidders, lots[0] as string, ['150000.00', '160000.00', '170000.00']);
    const order = (body: object) => opening(app, tender, bureau.approver, 'open_bids', undefined, body);
    await setInstant(app, '2025-12-01T01:45:00Z');
    await opening(app, tender, bureau.officer, 'request_opening');
    await setInstant(app, '2025-12-01T01:50:00Z');
    const silent = await order({});
    expect([...code(silent), silent.body.rule, silent.body.basis.confidence, silent.body.errors[0].pointer]).toEqual([
      422,
      'opening_late_unexplained',
      'OPEN-AT-DEADLINE',
      'POLICY',
      '/lateReason',
    ]);
    const lateReason = '开标室停电';
    expect((await order({ lateReason })).body).toMatchObject({ state: 'ordered', lateReason });
    await app.running.app.get(OpeningWork).perform(tender);
    expect(await read(tender)).toMatchObject({ calledFor: '2025-12-01T01:30:00.000Z', lateReason });
    expect(await lateOf(tender)).toEqual(['triggered', 'notice', 'POLICY', ['calledFor', 'heldAt', 'lateReason']]);
  });

  it('of a consultation is free once the deadline has passed', async () => {
    const { tender } = await issueTender(app, bureau);
    await setInstant(app, '2025-11-20T01:30:00Z');
    await opening(app, tender, bureau.officer, 'request_opening');
    const ordered = await opening(app, tender, bureau.approver, 'open_bids', undefined, {});
    expect(ordered.body).toMatchObject({ state: 'ordered', calledFor: null });
  });

  it('of two that race has one second person', async () => {
    const { tender } = await issueTender(app, bureau);
    await setInstant(app, AFTER.consultation);
    await opening(app, tender, bureau.officer, 'request_opening');
    const second = await makeUser(app, 'bureau_approver', bureau.id);
    // Both have read the same.
    const { body } = await app.http.get(`/api/v1/tenders/${tender}/opening`).set(second.auth).expect(200);
    const { version } = body as { version: number };
    const both = await Promise.all(
      [bureau.approver, second].map((by) => opening(app, tender, by, 'open_bids', version)),
    );
    expect(both.map((a) => a.status).sort()).toEqual([200, 412]);
    const work = app.running.app.get(OpeningWork);
    await Promise.all([work.perform(tender), work.perform(tender)]);
    const rows = await app.dataSource.query(`SELECT FROM fact WHERE subject_id = $1 AND kind = 'opening'`, [tender]);
    expect(rows).toHaveLength(1);
  });

  it('of an open tender is public: who, when, hashes, prices', async () => {
    const { tender, lots } = await issueTender(app, bureau, OPEN_TENDER);
    const [lot] = lots as [string];
    const bids = await bidAll(app, bidders, lot, ['150000.00', '160000.00', '170000.00', '180000.00']);
    await (bids[3] as Bidding).act('withdraw');
    await setInstant(app, AFTER.open);
    await openTenderBids(app, bureau, tender);
    const shown = await read(tender);
    expect(shown.lots[0]).toMatchObject({ state: 'opened', bidCount: 3 });
    const found = shown.lots[0]?.bids.map((b) => [b.price, b.state, b.receivedAt, b.revision, b.stale]);
    expect(found?.sort()).toEqual(
      ['150000.00', '160000.00', '170000.00'].map((price) => [
        price,
        'opened',
        '2025-11-03T01:00:00.000000Z',
        1,
        false,
      ]),
    );
    const { body } = await app.http.get(`/api/v1/tenders/${tender}`).expect(200);
    expect(body).toMatchObject({
      state: 'opened',
      lots: [{ state: 'opened', bids: [{ price: '150000.00' }, {}, {}] }],
    });
    expect(body.facts.map((f: { kind: string }) => f.kind)).toEqual(['notice', 'opening', 'bid', 'bid', 'bid']);
    const bid = bids[0] as Bidding;
    expect(await bid.read()).toMatchObject({ state: 'opened', content: offer('150000.00'), allowedActions: [] });
    const officer = await app.http.get(`/api/v1/bids/${bid.id}`).set(bureau.officer.auth).expect(200);
    expect(officer.body).toMatchObject({ state: 'opened', content: offer('150000.00') });
    expect((await app.http.get(`/api/v1/bids/${bid.id}`).set(bidders[1]?.user.auth ?? {})).status).toBe(404);
    expect((await (bids[3] as Bidding).read()).state).toBe('sealed_for_good');
    expect(code(await bid.act('withdraw'))).toEqual([409, 'wrong_state']);
    expect(code(await bid.act('submit', { content: offer('1.00') }))).toEqual([409, 'wrong_state']);
    // A change is judged by the version that the opened bid shows.
    const change = (version: number) =>
      app.http
        .patch(`/api/v1/bids/${bid.id}`)
        .set(bid.bidder.user.auth)
        .set('If-Match', `"${version}"`)
        .send({ content: offer('1.00') });
    const { version } = await bid.read();
    const refused = await change(version);
    expect([...code(refused), refused.body.facts]).toEqual([409, 'wrong_state', { state: 'opened', action: 'change' }]);
    expect(code(await change(version + 1))).toEqual([412, 'stale_version']);
    // What happened before is told now, a row each, in the opening's transaction.
    expect(await audit('bid', bid.id)).toEqual([
      { action: 'submitted', outbox: 1 },
      { action: 'open', outbox: 1 },
    ]);
    expect(await audit('lot', lot)).toEqual([{ action: 'open_bids', outbox: 1 }]);
    expect((await audit('tender', tender)).map((a) => a.action).slice(-3)).toEqual([
      'request_opening',
      'open_bids',
      'opening_held',
    ]);
    expect(await audit('bid', (bids[3] as Bidding).id)).toEqual([]);
    expect(code(await opening(app, tender, bureau.officer, 'request_opening'))).toEqual([409, 'wrong_state']);
  });

  it('of a consultation tells its own bodies who answered, and nobody a price', async () => {
    const { tender, lots } = await issueTender(app, bureau);
    const bids = await bidAll(app, bidders, lots[0] as string, ['150000.00', '160000.00', '170000.00']);
    await setInstant(app, AFTER.consultation);
    await openTenderBids(app, bureau, tender);
    expect(await read(tender)).toMatchObject({ state: 'held', lots: [{ state: 'opened', bidCount: null, bids: [] }] });
    const insider = await read(tender, bureau.officer.auth);
    expect(insider.lots[0]?.bids.map((b) => b.price)).toEqual([null, null, null]);
    for (const auth of [{}, bureau.officer.auth, bureau.approver.auth, bidders[0]?.user.auth ?? {}]) {
      for (const path of [
        `tenders/${tender}`,
        `tenders/${tender}/opening`,
        `history?subject=tender:${tender}`,
        'changes',
      ])
        for (const price of ['150000', '160000', '170000']) {
          const { text } = await app.http.get(`/api/v1/${path}`).set(auth);
          expect([path, stripRandomParts(text).includes(price)]).toEqual([path, false]);
        }
    }
    const officer = await app.http.get(`/api/v1/bids/${bids[0]?.id}`).set(bureau.officer.auth).expect(200);
    expect(officer.body).toMatchObject({ state: 'opened', content: null });
    const [row] = await app.dataSource.query<{ price: null; content: { price: string } }[]>(
      `SELECT price, content FROM bid WHERE envelope_id = $1`,
      [bids[0]?.id],
    );
    expect(row).toMatchObject({ price: null, content: { price: '150000.00' } });
  });

  it('lets a lot with two suppliers fail alone and its bids sealed for good', async () => {
    const { tender, lots } = await issueTender(app, bureau, { ...OPEN_TENDER, lots: LOTS });
    const [first, second] = lots as [string, string];
    await bidAll(app, bidders, first, ['150000.00', '160000.00', '170000.00']);
    const few = await bidAll(app, bidders, second, ['151234.56', '161234.56']);
    const withdrawn = await Bidding.begin(app, bidders[2] as Bidder, second);
    await withdrawn.submit('171234.56');
    await withdrawn.act('withdraw');
    await Bidding.begin(app, bidders[3] as Bidder, second, offer('181234.56'));
    await setInstant(app, AFTER.open);
    await openTenderBids(app, bureau, tender);
    const shown = await read(tender);
    expect(shown.lots).toMatchObject([
      { state: 'opened', bidCount: 3 },
      { state: 'failed', bidCount: 2, bids: [] },
    ]);
    const { body } = await app.http.get(`/api/v1/tenders/${tender}`).expect(200);
    expect([body.state, body.lots[1].state]).toEqual(['opened', 'failed']);
    expect(body.facts.at(-1)).toMatchObject({ kind: 'failure', lot: 2 });
    const bid = few[0] as Bidding;
    expect(await bid.read()).toMatchObject({ state: 'sealed_for_good', content: null });
    expect((await audit('bid', bid.id)).map((a) => a.action)).toEqual(['submitted', 'seal_for_good']);
    expect(await app.dataSource.query(`SELECT FROM bid WHERE lot_id = $1`, [second])).toEqual([]);
    // Who bid, when and with which hash is sealed with it: its bidder alone is told what became of it.
    const { sha256 } = await bid.read();
    const rival = bidders[1]?.user as TestAccount;
    for (const [role, by] of [...(await everybody(app, bureau.id)), ['rival', rival] as const])
      for (const path of [`history?subject=bid:${bid.id}`, 'audit/entries?limit=200', `tenders/${tender}/opening`]) {
        const { text } = await app.http.get(`/api/v1/${path}`).set(by?.auth ?? {});
        expect([role, path, text.includes(bid.id), text.includes(sha256 ?? '')]).toEqual([role, path, false, false]);
      }
    const own = await app.http.get(`/api/v1/history?subject=bid:${bid.id}`).set(bidders[0]?.user.auth ?? {});
    expect(own.body.items).toMatchObject([{ action: 'submitted' }, { action: 'seal_for_good' }]);
    // Kept for good beside it, a hash of a price alone would give it away; the receipt holds it.
    expect(JSON.stringify(own.body.items)).not.toContain(sha256 ?? '');
    const fed = await app.dataSource.query(`SELECT DISTINCT tenants, region FROM outbox WHERE aggregate_id = $1`, [
      bid.id,
    ]);
    expect(fed).toEqual([{ tenants: [bidders[0]?.body], region: null }]);
    const dump = await app.dataSource.query<{ text: string }[]>(
      `SELECT string_agg(t::text, ' ') AS text FROM (SELECT to_jsonb(a) AS t FROM audit_entry a UNION ALL SELECT to_jsonb(f) FROM fact f
         UNION ALL SELECT to_jsonb(b) FROM bid b UNION ALL SELECT to_jsonb(o) FROM outbox o) x`,
    );
    expect(dump[0]?.text).toContain('150000');
    expect(dump[0]?.text).not.toContain('1234.56');
  });

  it.each([
    ['a draft', false],
    ['a withdrawn bid', true],
  ])('counts no supplier for %s whose head was altered', async (_, withdrawn) => {
    const { tender, lots } = await issueTender(app, bureau, OPEN_TENDER);
    const [lot] = lots as [string];
    await bidAll(app, bidders, lot, ['150000.00', '160000.00']);
    const none = await Bidding.begin(app, bidders[2] as Bidder, lot, offer('170000.00'));
    if (withdrawn) for (const action of ['submit', 'withdraw'] as const) await none.act(action);
    await app.dataSource.query(
      `UPDATE sealed_envelope SET ciphertext = set_byte(ciphertext, 100, get_byte(ciphertext, 100) # 1) WHERE id = $1`,
      [none.id],
    );
    await setInstant(app, AFTER.open);
    await openTenderBids(app, bureau, tender);
    expect((await read(tender)).lots).toMatchObject([{ state: 'failed', bidCount: 2, bids: [] }]);
    expect(await audit('bid', none.id)).toEqual([]);
  });

  it('that was ordered of lots that are suspended since opens nothing and says nothing; it is asked for again', async () => {
    const { tender, lots } = await issueTender(app, bureau, OPEN_TENDER);
    const [lot] = lots as [string];
    await bidAll(app, bidders, lot, ['150000.00', '160000.00', '170000.00']);
    await setInstant(app, AFTER.open);
    await opening(app, tender, bureau.officer, 'request_opening');
    await opening(app, tender, bureau.approver, 'open_bids');
    await app.dataSource.query(
      `UPDATE lot SET state = 'suspended', suspended_from = 'closed', suspended_at = business_now() WHERE id = $1`,
      [lot],
    );
    const work = app.running.app.get(OpeningWork);
    await work.perform(tender);
    await work.perform(tender);
    const { body } = await app.http.get(`/api/v1/tenders/${tender}`).expect(200);
    expect(body.facts.map((f: { kind: string }) => f.kind)).not.toContain('opening');
    expect(await read(tender)).toMatchObject({ state: 'none', heldAt: null, lots: [{ bidCount: null, bids: [] }] });
    expect((await audit('tender', tender)).slice(-2)).toEqual([
      { action: 'open_bids', outbox: 1 },
      { action: 'withdraw_opening_request', outbox: 1 },
    ]);
    await app.dataSource.query(`UPDATE lot SET state = 'open', suspended_from = NULL WHERE id = $1`, [lot]);
    await openTenderBids(app, bureau, tender);
    expect(await read(tender)).toMatchObject({ state: 'held', lots: [{ state: 'opened', bidCount: 3 }] });
  });

  it('stops where the content key was altered, though every lot fails and no content is read', async () => {
    const { tender, lots } = await issueTender(app, bureau);
    await bidAll(app, bidders, lots[0] as string, ['150000.00', '160000.00']);
    const [key] = await app.dataSource.query<[{ wrapped: Buffer }]>(
      `SELECT wrapped FROM tender_key WHERE tender_id = $1 AND purpose = 'content'`,
      [tender],
    );
    const put = (wrapped: Buffer) =>
      app.dataSource.query(`UPDATE tender_key SET wrapped = $2 WHERE tender_id = $1 AND purpose = 'content'`, [
        tender,
        wrapped,
      ]);
    await put(Buffer.alloc(1));
    await setInstant(app, AFTER.consultation);
    await openTenderBids(app, bureau, tender);
    const states = async () => {
      const { body } = await app.http.get(`/api/v1/tenders/${tender}`).expect(200);
      return [body.state, body.lots[0].state];
    };
    expect(await states()).toEqual(['closed', 'closed']);
    await put(key.wrapped);
    await app.running.app.get(OpeningWork).perform(tender);
    expect(await states()).toEqual(['failed', 'failed']);
    const known = await app.dataSource.query<{ state: string; price: string | null }[]>(
      `SELECT state, price FROM bid WHERE tender_id = $1`,
      [tender],
    );
    expect(known.filter(({ price }) => price !== null)).toEqual([]);
  });

  it.each([
    ['the head', 100],
    ['the content', 10_000],
  ])('reports %s of an altered envelope, and opens the others', async (_, at) => {
    const { tender, lots } = await issueTender(app, bureau, OPEN_TENDER);
    const bids = await bidAll(app, bidders, lots[0] as string, ['150000.00', '160000.00', '170000.00']);
    await app.dataSource.query(
      `UPDATE sealed_envelope SET ciphertext = set_byte(ciphertext, $2, get_byte(ciphertext, $2) # 1) WHERE id = $1`,
      [bids[1]?.id, at],
    );
    await setInstant(app, AFTER.open);
    await openTenderBids(app, bureau, tender);
    const shown = await read(tender);
    const states = shown.lots[0]?.bids.map((b) => [(b.bidder as { id: string }).id, b.state, b.price]);
    expect(states).toHaveLength(3);
    expect(states).toEqual(
      expect.arrayContaining([
        [bidders[0]?.body, 'opened', '150000.00'],
        [bidders[1]?.body, 'unreadable', null],
        [bidders[2]?.body, 'opened', '170000.00'],
      ]),
    );
    expect((await audit('bid', bids[1]?.id ?? '')).map((a) => a.action).at(-1)).toBe('mark_unreadable');
  });

  it('is not fooled by an envelope that was put in the place of another', async () => {
    const { tender, lots } = await issueTender(app, bureau, OPEN_TENDER);
    const bids = await bidAll(app, bidders, lots[0] as string, ['150000.00', '160000.00', '170000.00']);
    const [a, b] = bids as [Bidding, Bidding];
    await app.dataSource.query(
      `UPDATE sealed_envelope e SET ciphertext = o.ciphertext FROM sealed_envelope o WHERE e.id = $1 AND o.id = $2`,
      [a.id, b.id],
    );
    await setInstant(app, AFTER.open);
    await openTenderBids(app, bureau, tender);
    const states = (await read(tender)).lots[0]?.bids.map((x) => x.state);
    expect(states?.sort()).toEqual(['opened', 'opened', 'unreadable']);
  });

  it('is seen by who oversees the region, who may be the second person', async () => {
    const { tender } = await issueTender(app, bureau);
    await setInstant(app, AFTER.consultation);
    const body = await makeBody(app, { kind: 'supervisor', region: '990200' });
    const supervisor = await makeUser(app, 'supervisor', body);
    expect(code(await opening(app, tender, supervisor, 'request_opening'))).toEqual([403, 'not_permitted']);
    await opening(app, tender, bureau.officer, 'request_opening');
    expect((await opening(app, tender, supervisor, 'open_bids')).body.state).toBe('ordered');
  });

  it('is for those who bid, and a bidder alone sees nothing of it', async () => {
    const { tender } = await issueTender(app, bureau);
    await setInstant(app, AFTER.consultation);
    const bidder = await makeBidder(app);
    expect(code(await opening(app, tender, bidder.user, 'request_opening'))).toEqual([403, 'not_permitted']);
  });
});
