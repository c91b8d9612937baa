import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { creditCode } from '../support/contracts.js';
import { Drafting, makeBureau, setBusinessTime, type Bureau } from '../support/drafts.js';
import { makeTwoLots } from '../support/two-lots.js';

describe('the preview of a lot that is reserved for small and medium enterprises', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessTime(app, '2025-10-20T09:00:00+08:00');
    bureau = await makeBureau(app);
    const agency = async (prefix: string, category = 'ELDERLY_HOME_CARE', region = '990300') => {
      const body = await makeBody(app, { kind: 'agency', creditCode: creditCode(prefix), region });
      await app.dataSource.query(`UPDATE organisation SET categories = ARRAY[$2] WHERE id = $1`, [body, category]);
    };
    for (const prefix of ['52', '51', '12', '91', '91']) await agency(prefix);
    await agency('52', 'OTHER');
    await agency('52', 'ELDERLY_HOME_CARE', '440300');
  });
  afterAll(() => app.close());

  const effects = async (request: object) => {
    const { auth } = bureau.officer;
    const headers = { ...auth, 'Accept-Language': 'zh' };
    const { body } = await app.http.post('/api/v1/risk/previews').set(headers).send(request).expect(200);
    return (body as { effects: object[] }).effects;
  };
  const excluded = (lot: number) => ({
    lot,
    kind: 'reserved_excludes',
    agencies: 3,
    registered: 5,
    text: '专门面向中小企业采购：已登记的 5 家机构中有 3 家不是企业，不能参加',
  });
  const reserved = { sme: { kind: 'reserved', for: 'sme' } };

  it('says how many registered agencies of its category and province cannot bid', async () => {
    const { lots } = await makeTwoLots(app, bureau);
    const draft = await Drafting.begin(app, bureau, { lots });
    expect(await effects({ tenderId: draft.id })).toEqual([]);
    await draft.must('patch', 'lots/2/terms', reserved);
    expect(await effects({ tenderId: draft.id })).toEqual([excluded(2)]);
    await draft.must('patch', 'terms', reserved);
    await draft.must('patch', 'lots/2/terms', { sme: { kind: 'none', ground: 'directed_to_non_enterprises' } });
    expect(await effects({ tenderId: draft.id })).toEqual([excluded(1)]);
  });

  it('says it of a draft that is not stored yet', async () => {
    const tender = { category: 'ELDERLY_HOME_CARE', region: '990203', lots: [{ terms: reserved }, {}] };
    expect(await effects({ tender })).toEqual([excluded(1)]);
  });
});
