import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { said } from '../support/contracts.js';
import { Drafting, makeBureau, setBusinessTime, type Bureau } from '../support/drafts.js';
import { readVersion } from '../support/version.js';

describe('a draft and the six kinds that must not be bought as a service', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
  });
  afterAll(() => app.close());

  const warned = async (draft: Drafting): Promise<string[]> => {
    const { here } = (await draft.read()) as unknown as {
      here: { warnings: { code: string; rule: string; text: string }[] };
    };
    return here.warnings
      .filter(({ code, rule }) => code === 'negative_list' && rule === 'GPS-NEGATIVE-LIST')
      .map(({ text }) => text);
  };

  it('is refused where its officer says that it is one, and nothing of it is stored', async () => {
    const draft = await Drafting.begin(app, bureau);
    await draft.must('patch', 'terms', { negativeList: 'staffing' });
    const before = await readVersion(app, 'tender', draft.id);
    const refused = await draft.act('submit');
    expect(said(refused)).toEqual([422, 'not_purchasable', 'GPS-NEGATIVE-LIST', ['/negativeList']]);
    expect([(await draft.read()).state, await readVersion(app, 'tender', draft.id)]).toEqual(['draft', before]);
    await draft.must('patch', 'terms', { negativeList: 'none' });
    expect((await draft.act('submit')).body.state).toBe('in_review');
    expect(await warned(draft)).toEqual([]);
  });

  it('is told, and not refused, where nobody said it', async () => {
    const draft = await Drafting.begin(app, bureau);
    expect(await warned(draft)).toEqual([expect.stringContaining('negativeList')]);
    expect((await draft.act('submit')).status).toBe(200);
  });

  it('is looked at lot by lot', async () => {
    const lots = [1, 2].map((no) => ({ no, name: `第${no}包`, ceiling: '100000.00', pricing: 'competitive' }));
    const draft = await Drafting.begin(app, bureau, {
      lots: [lots[0], { ...lots[1], terms: { negativeList: 'financing' } }],
    });
    expect(said(await draft.act('submit'))[3]).toEqual(['/lots/1/terms/negativeList']);
  });

  it('is told of words that may mean one, before the issue', async () => {
    const draft = await Drafting.begin(app, bureau);
    await draft.must('patch', 'terms', { negativeList: 'none', requirement: '通过劳务派遣为社区配备社工' });
    expect(await warned(draft)).toEqual([expect.stringContaining('劳务派遣')]);
    await draft.must('patch', 'terms', { requirement: '为社区老年人提供服务，不得采用劳务派遣' });
    expect(await warned(draft)).toEqual([]);
    await draft.must('patch', '', { title: '购买岗位服务' });
    expect(await warned(draft)).toEqual([expect.stringContaining('购买岗位')]);
    expect((await draft.act('submit')).status).toBe(200);
  });

  it('says one of the closed list', async () => {
    const draft = await Drafting.begin(app, bureau);
    expect(said(await draft.send('patch', 'terms', { negativeList: 'posts' }))).toEqual([
      400,
      'validation_failed',
      null,
      ['/negativeList'],
    ]);
  });
});
