import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import {
  Bidding,
  issueTender,
  offer,
  OPEN_TENDER,
  openTenderBids,
  type Bidder,
  type Issued,
} from '../support/bidding.js';
import { creditCode } from '../support/contracts.js';
import { setBusinessTime, type Bureau } from '../support/drafts.js';
import { setInstant } from '../support/fixed-instant.js';
import { rowCounts } from '../support/purchases.js';
import { startPurchasing } from '../support/started.js';

const DAY = '2025-11-05T09:00:00+08:00';
const MICRO = { as: 'enterprise', size: 'micro', industry: '租赁和商务服务业', employees: 8, revenue: '900000.00' };
const WELFARE = { as: 'welfare_unit', industry: '居民服务业' };

describe('a declaration of size', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    ({ app, bureau } = await startPurchasing());
  });
  beforeEach(() => setInstant(app, DAY));
  afterAll(() => app.close());

  const bidderOf = async (prefix: string): Promise<Bidder> => {
    const body = await makeBody(app, { kind: 'agency', creditCode: creditCode(prefix) });
    return { body, user: await makeUser(app, 'agency_manager', body) };
  };
  /** An issued tender of two lots, of which the first has this policy. */
  const issue = async (sme: object, more: object = {}): Promise<Issued> => {
    await setInstant(app, null);
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    const lot = { no: 1, ceiling: '200000.00', pricing: 'competitive' };
    const issued = await issueTender(app, bureau, {
      lots: [
        { ...lot, terms: { sme } },
        { ...lot, no: 2 },
      ],
      ...more,
    });
    await setInstant(app, DAY);
    return issued;
  };
  const patch = async (bid: Bidding, content: object) => {
    const { version } = await bid.read();
    return app.http
      .patch(`/api/v1/bids/${bid.id}`)
      .set(bid.bidder.user.auth)
      .set('If-Match', `"${version}"`)
      .send({ content });
  };
  const said = ({ status, body }: { status: number; body: unknown }) => {
    const { code, rule, errors = [] } = body as { code?: string; rule?: string; errors?: { pointer: string }[] };
    return [status, code, rule, errors.map(({ pointer }) => pointer)];
  };
  const noticesOf = async (bid: Bidding) => (await bid.read()).notices.map(({ code }) => code);

  it('belongs to the content: drafted, taken out, submitted, and sealed with it', async () => {
    const { lots } = await issue({ kind: 'deduction', rate: 1000 });
    const bid = await Bidding.begin(app, await bidderOf('91'), lots[0] as string, offer('180000.00'));
    const draft = async () => (await bid.read()).content;
    // The hash of a content without a declaration is what it was before there were any.
    expect((await draft()) as object).toEqual(offer('180000.00'));
    expect((await bid.act('submit')).body).toMatchObject({
      sha256: '59222577d9ae8e343684ffa96bad90aba8feba3120c32c835f789b972ac639b6',
    });
    await bid.act('withdraw');
    expect((await patch(bid, { ...offer('180000.00'), declaration: MICRO })).status).toBe(200);
    expect(await draft()).toEqual({ ...offer('180000.00'), declaration: MICRO });
    expect((await patch(bid, { declaration: null })).body.content).toEqual(offer('180000.00'));
    await patch(bid, { declaration: MICRO });
    const submitted = await bid.act('submit');
    expect(submitted.body).toMatchObject({ state: 'submitted', content: null });
    expect(JSON.stringify(submitted.body)).not.toContain('micro');
  });

  it.each([
    ['an enterprise without a size', { as: 'enterprise', industry: '商务服务业' }, '/content/declaration/size'],
    ['a large size', { ...MICRO, size: 'large' }, '/content/declaration/size'],
    ['no industry', { as: 'welfare_unit' }, '/content/declaration/industry'],
    ['somebody else', { ...MICRO, as: 'social_organisation' }, '/content/declaration/as'],
    ['no money', { ...MICRO, revenue: '1.234' }, '/content/declaration/revenue'],
  ])('refuses %s', async (_, declaration, pointer) => {
    const { lots } = await issue({ kind: 'none' });
    const bid = await Bidding.begin(app, await bidderOf('91'), lots[0] as string);
    const answer = await patch(bid, { declaration });
    const { errors } = answer.body as { errors: { pointer: string }[] };
    expect([answer.status, errors[0]?.pointer]).toEqual([400, pointer]);
  });

  describe('on a lot that is reserved for small and medium enterprises', () => {
    const refused = [422, 'lot_reserved', 'SME-RESERVE-SMALL', ['/content/declaration']];

    it.each([
      ['a social organisation', '52'],
      ['an institution of the state', '12'],
    ])('tells %s that it cannot bid, in words that hold of both', async (_, prefix) => {
      const { lots } = await issue({ kind: 'reserved', for: 'sme' });
      const { user } = await bidderOf(prefix);
      const begun = await app.http
        .post(`/api/v1/lots/${lots[0]}/bids`)
        .set({ ...user.auth, 'Accept-Language': 'zh' })
        .send({});
      const text =
        '本包专门面向中小企业采购：社会组织、事业单位等非企业主体不能参加，残疾人福利性单位除外；投标（响应）文件须附声明函';
      const { id, notices } = begun.body as { id: string; notices: object[] };
      expect([begun.status, notices]).toEqual([201, [{ code: 'lot_reserved', text }]]);
      const read = await app.http
        .get(`/api/v1/bids/${id}`)
        .set({ ...user.auth, 'Accept-Language': 'en' })
        .expect(200);
      expect((read.body as { notices: { text: string }[] }).notices[0]?.text).toContain(
        'a social organisation, an institution of the state or another body that is no enterprise cannot bid on it',
      );
    });

    it('is missed before a bid is spent, and refused of a social organisation that is no enterprise', async () => {
      const { lots } = await issue({ kind: 'reserved', for: 'sme' });
      const ngo = await bidderOf('52');
      const bid = await Bidding.begin(app, ngo, lots[0] as string);
      const before = [await rowCounts(app), await bid.read()];
      for (const declaration of [undefined, MICRO])
        expect(said(await bid.act('submit', { content: { ...offer('180000.00'), declaration } }))).toEqual(refused);
      expect([await rowCounts(app), await bid.read()]).toEqual(before);
      // Nor is an institution an enterprise, whatever it declares.
      const institution = await Bidding.begin(app, await bidderOf('12'), lots[0] as string);
      const declared = { content: { ...offer('180000.00'), declaration: MICRO } };
      expect(said(await institution.act('submit', declared))).toEqual(refused);
      // The other lot of the tender is open to it.
      const other = await Bidding.begin(app, ngo, lots[1] as string);
      expect(await noticesOf(other)).toEqual([]);
      await other.submit('180000.00');
    });

    it('is refused of an institution of the state, whatever it declares', async () => {
      const { lots } = await issue({ kind: 'reserved', for: 'sme' });
      const content = { ...offer('180000.00'), declaration: MICRO };
      const bid = await Bidding.begin(app, await bidderOf('12'), lots[0] as string, content);
      expect(await noticesOf(bid)).toContain('lot_reserved');
      expect(said(await bid.act('submit'))).toEqual(refused);
    });

    it('lets a welfare unit for the disabled bid, which counts as small', async () => {
      const { lots } = await issue({ kind: 'reserved', for: 'small_micro' });
      const bid = await Bidding.begin(app, await bidderOf('52'), lots[0] as string, offer('180000.00'));
      expect(await noticesOf(bid)).toContain('lot_reserved');
      expect((await bid.act('submit')).body.code).toBe('lot_reserved');
      await patch(bid, { declaration: WELFARE });
      expect(await noticesOf(bid)).not.toContain('lot_reserved');
      expect((await bid.act('submit')).status).toBe(200);
    });

    it.each([
      ['sme', 'medium', 200],
      ['small_micro', 'medium', 422],
      ['small_micro', 'small', 200],
    ])('for %s takes the bid of an enterprise of %s size: %i', async (whom, size, status) => {
      const { lots } = await issue({ kind: 'reserved', for: whom });
      const declaration = { ...MICRO, size };
      const bid = await Bidding.begin(app, await bidderOf('91'), lots[0] as string, { ...offer('1.00'), declaration });
      expect((await bid.act('submit')).status).toBe(status);
    });

    it('cites no rule of small purchases above two million yuan', async () => {
      const lot = { no: 1, ceiling: '2000000.01', pricing: 'competitive' };
      const lots = [{ ...lot, terms: { sme: { kind: 'reserved', for: 'sme' } } }];
      const issued = await issue({}, { ...OPEN_TENDER, lots });
      const bid = await Bidding.begin(app, await bidderOf('52'), issued.lots[0] as string, offer('180000.00'));
      expect(said(await bid.act('submit'))).toEqual([422, 'lot_reserved', 'SME-RESERVE-LARGE', refused[3]]);
    });
  });

  it('stands once bids are open: neither taken back nor changed', async () => {
    const issued = await issue({ kind: 'deduction', rate: 1000 }, OPEN_TENDER);
    const bids: Bidding[] = [];
    for (const price of ['180000.00', '170000.00', '160000.00'])
      bids.push(
        await Bidding.submitted(app, await bidderOf('91'), issued.lots[0] as string, {
          ...offer(price),
          declaration: MICRO,
        }),
      );
    const [bid] = bids as [Bidding];
    // Before the opening what was submitted is replaced as a whole, as ever.
    expect(said(await patch(bid, { declaration: null }))[1]).toBe('wrong_state');
    await setInstant(app, '2025-12-01T01:30:00.000001Z');
    await openTenderBids(app, bureau, issued.tender);
    const before = [await rowCounts(app), await bid.read()];
    for (const declaration of [null, { ...MICRO, size: 'small' }])
      expect(said(await patch(bid, { declaration }))).toEqual([422, 'declaration_fixed', undefined, []]);
    expect(said(await patch(bid, { price: '1.00' }))[1]).toBe('wrong_state');
    expect([await rowCounts(app), await bid.read()]).toEqual(before);
    expect((await bid.read()).content).toEqual({ ...offer('180000.00'), declaration: MICRO });
  });
});
