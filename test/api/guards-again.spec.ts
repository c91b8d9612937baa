import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestApp } from '../support/app.js';
import { Drafting, type Bureau } from '../support/drafts.js';
import { acceptedComplaint, decided } from '../support/lots.js';
import { Resulting } from '../support/results.js';
import { startBureau } from '../support/started.js';

const code = (answer: { body: unknown }): string | undefined => (answer.body as { code?: string }).code;

/** What was refused goes through once its one fact is another, on the same object. */
describe('a refusal and the same action again', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    ({ app, bureau } = await startBureau());
  });
  afterAll(() => app.close());

  it('an approval of the method is asked for once the purchase costs as much as the threshold', async () => {
    const draft = await Drafting.begin(app, bureau);
    await draft.plan();
    const ask = () => draft.act('request-method-approval', bureau.officer, { reason: '磋商' });
    const readNeeds = async (): Promise<(string | undefined)[] | undefined> => {
      const { body } = await app.http.get(`/api/v1/tenders/${draft.id}`).set(bureau.officer.auth).expect(200);
      const { allowedActions } = body as { allowedActions: { action: string; needs?: { refusal?: string }[] }[] };
      const found = allowedActions.find(({ action }) => action === 'request_method_approval');
      return found?.needs?.map(({ refusal }) => refusal);
    };
    expect(await readNeeds()).toEqual(['method_approval_needless']);
    expect(code(await ask())).toBe('method_approval_needless');
    await draft.must('post', 'actions/revise', { reason: '增加服务量' });
    await draft.must('put', 'lots', { lots: [{ no: 1, ceiling: '9000000.00', pricing: 'competitive' }] });
    await draft.plan();
    expect(await readNeeds()).toEqual([]);
    expect((await ask()).status).toBe(200);
  });

  it('a result is confirmed once what was decided is done', async () => {
    const result = await Resulting.begin(app, bureau, { ranks: [1, 2, 3, 4] });
    await result.deliver();
    const about = { tender: result.id, stage: 'process', knownOn: '2025-11-03' };
    const remedy = await acceptedComplaint(app, bureau, await result.bidder(1), about);
    await decided(app, bureau.finance, remedy, 'redo');
    expect(await result.code('confirm', { bid: result.bid(0) })).toEqual([422, 'remedy_unapplied']);
    await app.dataSource.query(`UPDATE complaint SET remedied_at = business_now() WHERE id = $1`, [remedy]);
    expect(await result.code('confirm', { bid: result.bid(0) })).toEqual([200, '']);
  });
});
