import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { creditCode } from '../support/contracts.js';
import { FlagDesk, SHORT, type Flag } from '../support/flag-desk.js';

const REASONED = { reason: '登记的业务类别不包括该服务，答复未说明', restsOn: ['categories'] };

/** Prices in equal steps. */
const STEPS = ['180123.45', '183835.80', '187548.15', '191260.50', '194972.85'];

/** S01 is given the name of the supplier, which says nothing of what was found. */
describe('a flag on a body that is renamed', () => {
  let app: TestApp;
  let desk: FlagDesk;
  let admin: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    desk = await FlagDesk.open(app);
    admin = await makeUser(app, 'admin');
  });
  afterAll(() => app.close());

  const change = async (body: string, given: object): Promise<void> => {
    const url = `/api/v1/organisations/${body}`;
    const { headers } = await app.http.get(url).set(admin.auth).expect(200);
    await app.http
      .patch(url)
      .set({ ...admin.auth, 'If-Match': headers['etag'] ?? '' })
      .send(given)
      .expect(200);
    await desk.world.settle();
  };
  /** What another service is supplied for than the register says. */
  const raise = async (code?: string): Promise<{ flag: Flag; supplier: string }> => {
    const supplier = await makeBody(app, { kind: 'agency', region: '990203', ...(code && { creditCode: code }) });
    await change(supplier, { categories: ['COMMUNITY_SOCIAL_WORK'] });
    const tender = await desk.world.tender({ buyer: desk.buyer, window: SHORT });
    const data = { window: SHORT, number: `合同-${randomUUID()}`, supplier: { organisation: supplier } };
    await desk.world.facts(tender, [{ kind: 'contract', data }]);
    await desk.world.settle();
    const [contract = ''] = await desk.world.contractsOf(tender);
    const id = (await desk.world.flags('S01')).find(({ root_id }) => root_id === contract)?.id ?? '';
    return { flag: await desk.read(id), supplier };
  };
  const confirm = async ({ flag, supplier }: Awaited<ReturnType<typeof raise>>): Promise<Flag> => {
    const manager = await makeUser(app, 'agency_manager', supplier);
    let asked = await desk.done(flag, 'assign', { askOrganisations: [supplier, desk.buyer] });
    for (const by of [manager, desk.officer]) asked = await desk.done(asked, 'respond', { reason: '登记未更新' }, by);
    return desk.done(await desk.read(flag.id), 'confirm', REASONED);
  };

  it('stays as it was decided where the body goes by its credit code', async () => {
    const raised = await raise(creditCode());
    const confirmed = await confirm(raised);
    await change(raised.supplier, { name: `更名后的机构 ${randomUUID()}` });
    expect(await desk.read(confirmed.id)).toMatchObject({
      ...{ state: 'confirmed', version: confirmed.version, changedSince: false },
    });
    await change(raised.supplier, { licensedWorkers: 1, fullTimeStaff: 10 });
    expect((await desk.read(confirmed.id)).state).toBe('open');
  });

  it('opens again where its name is what it goes by', async () => {
    const raised = await raise();
    const { id } = await confirm(raised);
    await change(raised.supplier, { name: `更名后的机构 ${randomUUID()}` });
    const after = await desk.read(id);
    expect(after).toMatchObject({ state: 'open', decidedAt: null });
    expect(after.history.at(-1)).toMatchObject({
      action: 'reopened',
      data: { correction: { audit: expect.any(String) } },
    });
    expect(after.asked.map(({ answeredAt }) => answeredAt)).toEqual([null, null]);
  });

  it('opens again where a bidder of a purchase is renamed that goes by its name, and not where it goes by a code', async () => {
    const plant = async (...codes: (string | undefined)[]) => {
      const make = (creditCode?: string) =>
        makeBody(app, { kind: 'agency', region: '990203', ...(creditCode && { creditCode }) });
      const bidders = await Promise.all(codes.map(make));
      const lots = [{ no: 1, ceiling: '200000.00', pricing: 'competitive' as const }];
      const tender = await desk.world.tender({ buyer: desk.buyer, lots });
      const bids = bidders.map((organisation, i) => ({
        ...{ kind: 'bid', lot: 1, data: { bidder: { organisation }, price: STEPS[i] ?? '', status: 'valid' } },
      }));
      const award = { supplier: { organisation: bidders[0] }, amount: STEPS[0], decidedOn: '2017-10-20', bidCount: 5 };
      await desk.world.facts(tender, [
        { kind: 'notice', data: { publishedOn: '2017-10-01' } },
        ...bids,
        { kind: 'award', lot: 1, data: award },
      ]);
      await desk.world.settle();
      const id = (await desk.world.flags('C05')).find(({ root_id: root }) => root === tender)?.id ?? '';
      const { state } = await desk.done(await desk.read(id), 'explain', { reason: '各自编制报价，已提供测算底稿' });
      expect(state).toBe('explained');
      return { id, bidder: bidders[4] ?? '' };
    };
    const [named, coded] = [
      await plant(...Array<undefined>(5)),
      await plant(...Array.from({ length: 5 }, () => creditCode())),
    ];
    for (const { bidder } of [named, coded]) await change(bidder, { name: `更名后的机构 ${randomUUID()}` });
    const after = await desk.read(named.id);
    expect(after.history.at(-1)).toMatchObject({
      action: 'reopened',
      data: { correction: { audit: expect.any(String), fact: null } },
    });
    expect(after.state).toBe('open');
    expect((await desk.read(coded.id)).state).toBe('explained');
  });

  it('opens again where the categories for which it is registered were corrected', async () => {
    const raised = await raise(creditCode());
    const { id } = await confirm(raised);
    await change(raised.supplier, { categories: ['ORG_INCUBATION'] });
    const corrected = { action: 'reopened', data: { correction: { audit: expect.any(String) } } };
    const after = await desk.read(id);
    expect(after).toMatchObject({ state: 'open', decidedAt: null });
    expect(after.history.at(-1)).toMatchObject(corrected);
  });

  it('stays a data error until something else than the name is another', async () => {
    const { flag, supplier } = await raise(creditCode());
    const closed = await desk.done(flag, 'mark-data-error', { reason: '登记类别录入有误' });
    await change(supplier, { name: `更名后的机构 ${randomUUID()}` });
    expect((await desk.read(closed.id)).state).toBe('data_error');
    await change(supplier, { licensedWorkers: 1, fullTimeStaff: 10 });
    expect((await desk.read(closed.id)).state).toBe('open');
  });

  it('asks nobody anew about the name alone', async () => {
    const { flag, supplier } = await raise(creditCode());
    const manager = await makeUser(app, 'agency_manager', supplier);
    const asked = await desk.done(flag, 'assign', { askOrganisations: [supplier] });
    await desk.done(asked, 'respond', { reason: '登记未更新' }, manager);
    await change(supplier, { name: `更名后的机构 ${randomUUID()}` });
    const read = await desk.read(flag.id);
    expect(read.changedSince).toBe(false);
    const both = await desk.done(read, 'assign', { askOrganisations: [desk.buyer] });
    expect(both.asked.find(({ organisation }) => organisation === supplier)?.answeredAt).not.toBeNull();
  });
});
