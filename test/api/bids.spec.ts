import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { makeUser } from '../support/accounts.js';
import { alterFirst } from '../support/alter.js';
import type { TestApp } from '../support/app.js';
import { Bidding, DEADLINE, issueTender, makeBidder, offer, type Bidder } from '../support/bidding.js';
import type { Bureau } from '../support/drafts.js';
import { setInstant, sharedTransactions } from '../support/fixed-instant.js';
import { stripRandomParts } from '../support/random-parts.js';
import { startPurchasing } from '../support/started.js';

/** 128 bits. */
const NONCE = 'q0TzB8yXr1vJmKc3Nf5hWA';
const DAY = '2025-11-05T09:00:00+08:00';

describe('a sealed bid', () => {
  let app: TestApp;
  let bureau: Bureau;
  let bidder: Bidder;
  let lot: string;
  let tender: string;
  beforeAll(async () => {
    ({ app, bureau } = await startPurchasing());
    const issued = await issueTender(app, bureau);
    tender = issued.tender;
    lot = issued.lots[0] as string;
  });
  beforeEach(async () => {
    await setInstant(app, DAY);
    bidder = await makeBidder(app);
  });
  afterAll(() => app.close());
  const code = (answer: { status: number; body: unknown }) => [answer.status, (answer.body as { code?: string }).code];

  it('is drafted, submitted and from then on read by nobody, its bidder included', async () => {
    const bid = await Bidding.begin(app, bidder, lot, { price: '180000' });
    const draft = await bid.read();
    expect(draft).toMatchObject({ state: 'draft', version: 1, content: { price: '180000.00', items: [] } });
    expect(draft.allowedActions).toEqual([
      { action: 'submit', method: 'POST', href: `/api/v1/bids/${draft.id}/actions/submit` },
    ]);
    const changed = await app.http
      .patch(`/api/v1/bids/${bid.id}`)
      .set(bidder.user.auth)
      .set('If-Match', '"1"')
      .send({ content: offer('170000.00') });
    expect([changed.status, changed.headers.etag, changed.body.content]).toEqual([200, '"2"', offer('170000.00')]);
    const submitted = await bid.act('submit');
    expect(submitted.body).toMatchObject({ state: 'submitted', content: null, revision: 1, version: 3 });
    expect((await bid.read()).content).toBeNull();
    expect(stripRandomParts(JSON.stringify(submitted.body))).not.toContain('170000');
    const change = await app.http
      .patch(`/api/v1/bids/${bid.id}`)
      .set(bidder.user.auth)
      .set('If-Match', '"3"')
      .send({ content: { price: '1.00' } });
    expect(code(change)).toEqual([409, 'wrong_state']);
    for (const by of [bureau.officer, bureau.approver, await makeUser(app, 'admin'), (await makeBidder(app)).user]) {
      const answer = await app.http.get(`/api/v1/bids/${bid.id}`).set(by.auth);
      expect([403, 404]).toContain(answer.status);
    }
  });

  it('begun twice is one, also at once', async () => {
    const url = `/api/v1/lots/${lot}/bids`;
    const both = await Promise.all([1, 2, 3].map(() => app.http.post(url).set(bidder.user.auth).send({})));
    expect(new Set(both.map((a) => (a.body as { id: string }).id)).size).toBe(1);
    expect(both.map((a) => a.status)).toEqual([201, 201, 201]);
    expect(both[0]?.headers.location).toBe(`/api/v1/bids/${(both[0]?.body as { id: string }).id}`);
  });

  it('is replaced as a whole, withdrawn, and submitted again', async () => {
    const bid = await Bidding.begin(app, bidder, lot);
    const first = await bid.submit('180000.00');
    const second = await bid.submit('175000.00');
    expect(second.sha256).not.toBe(first.sha256);
    expect(second.version).toBe(first.version + 1);
    expect(code(await bid.act('submit', { content: offer('1.00') }, first.version))).toEqual([412, 'stale_version']);
    const withdrawn = await bid.act('withdraw');
    expect(withdrawn.body).toMatchObject({ state: 'withdrawn', sha256: null, receivedAt: null });
    expect(code(await bid.receipt())).toEqual([404, 'not_found']);
    expect((await bid.act('withdraw')).body).toEqual(withdrawn.body);
    expect((await bid.submit('170000.00')).state).toBe('submitted');
  });

  it('sent again is answered from what lies there, even when the time is over', async () => {
    const bid = await Bidding.begin(app, bidder, lot);
    const { version } = await bid.read();
    const content = offer('150000.00');
    const [one, two] = await Promise.all([
      bid.act('submit', { content }, version),
      bid.act('submit', { content }, version),
    ]);
    expect([one.status, two.status]).toEqual([200, 200]);
    expect(one.body).toEqual(two.body);
    await setInstant(app, '2025-11-20T09:00:00+08:00');
    const late = await bid.act('submit', { content }, version);
    expect(late.body).toMatchObject({ state: 'submitted', receivedAt: one.body.receivedAt, sha256: one.body.sha256 });
    expect(code(await bid.act('submit', { content: offer('149999.99') }))).toEqual([422, 'deadline_passed']);
    expect(code(await bid.act('withdraw'))).toEqual([422, 'deadline_passed']);
    await setInstant(app, DAY);
    expect((await bid.act('withdraw')).status).toBe(200);
  });

  it('may carry a nonce, so that the hash on its receipt says nothing of a short content', async () => {
    const hash = (content: object) =>
      createHash('sha256')
        .update(canonicalize(content) ?? '')
        .digest('hex');
    const bid = await Bidding.begin(app, bidder, lot, { nonce: NONCE, ...offer('160000.00') });
    const draft = await bid.read();
    expect(draft.content).toEqual({ ...offer('160000.00'), nonce: NONCE });
    const patch = (content: object, version: number) =>
      app.http.patch(`/api/v1/bids/${bid.id}`).set(bidder.user.auth).set('If-Match', `"${version}"`).send({ content });
    expect((await patch(offer('150000.00'), 1)).body.content).toEqual({ ...offer('150000.00'), nonce: NONCE });
    expect((await patch({ nonce: null }, 2)).body.content).toEqual(offer('150000.00'));
    for (const nonce of ['', 'short', `${NONCE}=`, 'x'.repeat(65), 7]) {
      const { status, body } = await patch({ nonce }, 3);
      expect([nonce, status, body.errors?.[0]?.pointer]).toEqual([nonce, 400, '/content/nonce']);
    }
    expect((await patch({ nonce: NONCE }, 3)).status).toBe(200);
    const content = { ...offer('150000.00'), nonce: NONCE };
    const submitted = (await bid.act('submit')).body;
    expect(submitted.sha256).toBe(hash(content));
    expect(submitted.sha256).not.toBe(hash(offer('150000.00')));
    const again = (await bid.act('submit', { content })).body;
    expect([again.version, again.receivedAt]).toEqual([submitted.version, submitted.receivedAt]);
    const other = (await bid.act('submit', { content: { ...content, nonce: [...NONCE].reverse().join('') } })).body;
    expect([other.version, other.sha256 === submitted.sha256]).toEqual([submitted.version + 1, false]);
  });

  it('has a receipt that anybody can check and nobody can forge', async () => {
    const bid = await Bidding.begin(app, bidder, lot);
    await bid.submit('150000.00');
    const { body: receipt } = await bid.receipt().expect(200);
    const sha256 = createHash('sha256')
      .update(canonicalize(offer('150000.00')) ?? '')
      .digest('hex');
    expect(receipt.receipt).toEqual({
      bid: bid.id,
      tender,
      lot,
      organisation: bidder.body,
      revision: 1,
      receivedAt: '2025-11-05T01:00:00.000000Z',
      sha256,
    });
    const verify = (body: object) => app.http.post('/api/v1/bids/verify-receipt').set(bureau.officer.auth).send(body);
    expect((await verify(receipt)).body).toEqual({ valid: true, found: null, receipt: receipt.receipt });
    expect((await bid.receipt()).body).toEqual(receipt);
    const forged = [
      { ...receipt, receipt: { ...receipt.receipt, receivedAt: '2025-11-05T00:59:59.999999Z' } },
      { ...receipt, receipt: { ...receipt.receipt, sha256: 'ab'.repeat(32) } },
      { ...receipt, keyId: 'another' },
      { ...receipt, signature: alterFirst(receipt.signature) },
    ];
    for (const forgery of forged) expect(code(await verify(forgery))).toEqual([422, 'receipt_forged']);
  });

  it.each([
    ['a microsecond before the deadline', '2025-11-14T01:29:59.999999Z', true],
    ['at the deadline', DEADLINE.consultation, true],
    ['a microsecond after', '2025-11-14T01:30:00.000001Z', false],
    ['a millisecond after', '2025-11-14T01:30:00.001Z', false],
  ])('%s', async (_, at, accepted) => {
    const bid = await Bidding.begin(app, bidder, lot);
    await setInstant(app, at);
    const answer = await bid.act('submit', { content: offer('150000.00') });
    expect(code(answer)).toEqual(accepted ? [200, undefined] : [422, 'deadline_passed']);
    if (accepted) expect(new Date(answer.body.receivedAt as string) <= new Date(DEADLINE.consultation)).toBe(true);
    else expect((await bid.read()).state).toBe('sealed_for_good');
  });

  it('says to its bidder alone whether it is told of corrections: where the body asked for the documents, or about them', async () => {
    const told = async (by: Bidder, asks: string, body: object) => {
      const bid = await Bidding.begin(app, by, lot);
      const before = (await bid.act('submit', { content: offer('150000.00') })).body.toldOfCorrections;
      const asked = await app.http.post(`/api/v1/tenders/${tender}/${asks}`).set(by.user.auth).send(body);
      expect([200, 201]).toContain(asked.status);
      return [before, (await bid.read()).toldOfCorrections];
    };
    expect(await told(bidder, 'document-requests', {})).toEqual([false, true]);
    expect(await told(await makeBidder(app), 'clarifications', { question: '是否允许联合体？' })).toEqual([
      false,
      true,
    ]);
    const other = await Bidding.begin(app, await makeBidder(app), lot);
    expect((await other.read()).toldOfCorrections).toBe(false);
  });

  it('above the ceiling is taken, with a word about it', async () => {
    // Named and not uploaded documents have a word of their own.
    const without = (price: string) => ({ ...offer(price), documents: [] });
    const bid = await Bidding.begin(app, bidder, lot, without('200000.01'));
    expect((await bid.read()).notices).toEqual([{ code: 'price_above_ceiling', text: expect.any(String) }]);
    expect((await bid.act('submit')).status).toBe(200);
    const even = await Bidding.begin(app, await makeBidder(app), lot, without('200000.00'));
    expect((await even.read()).notices).toEqual([]);
  });

  it.each(['-1', '-0.01', '1e5', '0', '0.00', '1.001', '9999999999999999', ' 1', '１', 150000, 0.1, true])(
    'has no price of %j',
    async (price) => {
      const bid = await Bidding.begin(app, bidder, lot);
      const answer = await bid.act('submit', { content: { ...offer('1.00'), price } });
      expect([...code(answer), answer.body.errors[0].pointer]).toEqual([400, 'validation_failed', '/content/price']);
      expect((await bid.read()).state).toBe('draft');
    },
  );

  it('has a price', async () => {
    const bid = await Bidding.begin(app, bidder, lot);
    const answer = await bid.act('submit');
    expect([...code(answer), answer.body.errors[0].pointer]).toEqual([400, 'validation_failed', '/content/price']);
  });

  it('is for a lot that is open', async () => {
    await setInstant(app, null);
    const issued = await issueTender(app, bureau);
    const [other] = issued.lots as [string];
    const bid = await Bidding.begin(app, bidder, other, offer('1.00'));
    await app.dataSource.query(`UPDATE lot SET state = 'suspended', suspended_from = 'open' WHERE id = $1`, [other]);
    expect(code(await bid.act('submit'))).toEqual([422, 'lot_not_open']);
    await app.dataSource.query(`UPDATE lot SET state = 'open', suspended_from = NULL WHERE id = $1`, [other]);
    expect((await bid.act('submit')).status).toBe(200);
    expect(code(await app.http.post(`/api/v1/lots/${bureau.id}/bids`).set(bidder.user.auth).send({}))).toEqual([
      404,
      'not_found',
    ]);
  });

  it('is of a body that may provide the service', async () => {
    const bid = await Bidding.begin(app, bidder, lot, offer('1.00'));
    await app.dataSource.query(`UPDATE organisation SET state = 'suspended' WHERE id = $1`, [bidder.body]);
    const refused = await bid.act('submit');
    expect([...code(refused), refused.body.rule]).toEqual([422, 'bidder_barred', 'GPS-PROVIDER']);
    await app.dataSource.query(`UPDATE organisation SET state = 'active' WHERE id = $1`, [bidder.body]);
    // An organ of the state provides nothing; of an institution the code does not say which class it is of.
    const coded = (prefix: string | null) =>
      app.dataSource.query(`UPDATE organisation SET credit_code = $2 || right(id::text, 16) WHERE id = $1`, [
        bidder.body,
        prefix,
      ]);
    await coded('11');
    const organ = await bid.act('submit');
    expect([...code(organ), organ.body.rule]).toEqual([422, 'bidder_barred', 'GPS-NO-PUBLIC1']);
    await coded('12');
    expect((await bid.act('submit')).status).toBe(200);
    await coded(null);
  });

  it('is no larger put together from small changes than in one, and keeps what it was', async () => {
    const bid = await Bidding.begin(app, bidder, lot, { price: '180000.00' });
    const change = async (content: object) =>
      app.http
        .patch(`/api/v1/bids/${bid.id}`)
        .set({ ...bidder.user.auth, 'If-Match': `"${(await bid.read()).version}"` })
        .send({ content });
    const words = (n: number): string => '服'.repeat(n);
    const items = Array.from({ length: 500 }, (_, i) => ({ no: i + 1, name: words(500) }));
    const member = { name: words(100), role: words(200), qualification: words(500) };
    expect((await change({ statement: words(200_000) })).status).toBe(200);
    expect((await change({ items })).status).toBe(200);
    const before = await bid.read();
    const last = await change({ team: Array.from({ length: 200 }, () => member) });
    expect(code(last)).toEqual([413, 'payload_too_large']);
    expect((last.body as { errors: { pointer: string }[] }).errors[0]?.pointer).toBe('/content');
    expect(await bid.read()).toEqual(before);
    expect((await bid.act('submit')).status).toBe(200);
  });

  it('stays in its dataset', async () => {
    await app.dataSource.query(`UPDATE organisation SET name = name || 'x' WHERE id = $1`, [bidder.body]);
    const [row] = await app.dataSource.query<{ id: string }[]>(
      `INSERT INTO organisation (dataset, name, kind) VALUES ('fiction', $1, 'agency') RETURNING id`,
      [`fiction ${bidder.body}`],
    );
    const user = await makeUser(app, 'agency_manager', row?.id);
    const answer = await app.http.post(`/api/v1/lots/${lot}/bids`).set(user.auth).send({});
    expect(code(answer)).toEqual([422, 'dataset_mismatch']);
  });

  it('shares its transactions with no other row, a key of its request included', async () => {
    const bid = await Bidding.begin(app, bidder, lot);
    const submit = (price: string, version: number) =>
      app.http
        .post(`/api/v1/bids/${bid.id}/actions/submit`)
        .set(bidder.user.auth)
        .set('If-Match', `"${version}"`)
        .set('Idempotency-Key', 'a-key-of-the-bidder')
        .send({ content: offer(price) });
    expect((await submit('150000.00', 1)).status).toBe(200);
    expect((await submit('150001.00', 2)).body).toMatchObject({ state: 'submitted', version: 3 });
    expect(await sharedTransactions(app)).toEqual([]);
    // A row that is written along, as an answer under a key would be, is found.
    await app.dataSource.query(`
      WITH envelope AS (UPDATE sealed_envelope SET size_class = size_class WHERE id = '${bid.id}')
      INSERT INTO idempotent_request (principal, route, key, body_key, body_hmac, status)
      VALUES ('${bidder.user.id}', 'x', 'x', 'x', '', 200)`);
    expect(await sharedTransactions(app)).toEqual(['public.idempotent_request']);
    await app.dataSource.query(`DELETE FROM idempotent_request WHERE route = 'x'`);
  });
});
