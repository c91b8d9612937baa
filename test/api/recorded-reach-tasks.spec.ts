import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { Contracting, makeParties, type Parties } from '../support/contracts.js';
import { statePurchaseLimit } from '../support/limits.js';
import { Reassessment } from '../../src/watch/runs/reassessment.js';

/** Law article 2 II: below the limit of its place a purchase is none of the law of procurement. */
describe('the periods of a purchase that was made elsewhere, as tasks of its buyer', () => {
  let app: TestApp;
  let parties: Parties;
  let contract: Contracting;
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app);
    contract = await Contracting.signed(app, parties);
  });
  afterAll(() => app.close());

  /** Titles of what is due by the law of procurement: the publication and the filing of the contract. */
  const titles = async (of = contract): Promise<string[]> => {
    await app.running.app.get(Reassessment).reassessAll();
    const { body } = await app.http
      .get('/api/v1/me/tasks?kind=deadline&limit=200')
      .set({ ...parties.bureau.officer.auth, 'Accept-Language': 'en' })
      .expect(200);
    return (body as { items: { title: string; subject: { id: string } }[] }).items
      .filter(({ subject }) => subject.id === of.id)
      .map(({ title }) => title);
  };
  const NOT_KNOWN = 'which is not known';

  it('say that it is not known whether they run, while nobody has stated the limit of its place', async () => {
    const told = await titles();
    expect(told.length).toBeGreaterThan(0);
    expect(told.every((title) => title.includes(NOT_KNOWN))).toBe(true);
  });

  it('are told to nobody below the limit, and as they are from the limit on', async () => {
    // The lot was bought for 180 000 yuan.
    await statePurchaseLimit(app, '990203', '180000.01');
    expect(await titles()).toEqual([]);
    const other = await Contracting.signed(app, parties, {}, { region: '990204' });
    await statePurchaseLimit(app, '990204', '180000.00');
    const told = await titles(other);
    expect(told.length).toBeGreaterThan(0);
    expect(told.some((title) => title.includes(NOT_KNOWN))).toBe(false);
  });
});
