import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SavedSearches } from '../../src/desk/notifications/searches/saved-searches.service.js';
import { makeAccount, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { Drafting, setBusinessTime, type Bureau } from '../support/drafts.js';
import { startBureau } from '../support/started.js';
import { listTitles, type Asked } from '../support/tender-titles.js';
import { readVersion } from '../support/version.js';

describe('purchases of joint buyers', () => {
  let app: TestApp;
  let bureau: Bureau;
  let joint: string;
  let readers: Partial<TestAccount['auth']>[];
  let outsiders: Partial<TestAccount['auth']>[];
  beforeAll(async () => {
    ({ app, bureau } = await startBureau());
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    joint = await makeBody(app, { name: '云溪县残疾人联合会' });
    outsiders = [{}, (await makeUser(app, 'bureau_officer')).auth];
    readers = [
      ...outsiders,
      bureau.officer.auth,
      (await makeUser(app, 'bureau_officer', joint)).auth,
      (await makeAccount(app, { role: 'auditor', organisation: null })).auth,
    ];
  });
  afterAll(() => app.close());

  const find = async (asked: Asked, by = readers) => {
    const found: string[][] = [];
    for (const auth of by) found.push(await listTitles(app, asked, auth));
    return found;
  };
  const toAll = (by: readonly unknown[], ...titles: string[]) => by.map(() => titles);
  const begin = async (title: string, jointBuyers: string[] = [joint], of = bureau): Promise<Drafting> => {
    const draft = await Drafting.begin(app, of, { title });
    await draft.must('patch', 'terms', { jointBuyers });
    await draft.plan();
    return draft;
  };
  const issue = (draft: Drafting) => draft.must('post', 'actions/issue', { reason: '急需' });
  const rename = async (name: string) => {
    const admin = await makeUser(app, 'admin');
    await app.http
      .patch(`/api/v1/organisations/${joint}`)
      .set({ ...admin.auth, 'If-Match': `"${await readVersion(app, 'organisation', joint)}"` })
      .send({ name })
      .expect(200);
  };

  it('are found by each of them and its name from the issue on, in one order and page by page', async () => {
    const inbox = readers[3] ?? {};
    await app.http.put('/api/v1/me/inbox').set(inbox).send({ muted: [] }).expect(200);
    await app.http
      .post('/api/v1/saved-searches')
      .set(inbox)
      .send({ name: '共同采购', filters: { buyer: joint } })
      .expect(201);
    const drafts = [await begin('采购一', [bureau.id, joint]), await begin('采购二', []), await begin('采购三')];
    const [first] = drafts as [Drafting];
    await first.must('post', 'actions/publish-intent', {});
    for (const asked of [{ buyer: joint }, { q: '云溪县' }] as Asked[])
      expect([asked, await find(asked, outsiders)]).toEqual([asked, toAll(outsiders)]);
    for (const draft of drafts) await issue(draft);
    for (const asked of [{ buyer: joint }, { q: '云溪县' }, { buyer: joint, state: 'open', q: '采购' }] as Asked[])
      expect([asked, await find(asked)]).toEqual([asked, toAll(readers, '采购一', '采购三')]);
    expect(await find({ buyer: joint, sort: '-created' })).toEqual(toAll(readers, '采购三', '采购一'));
    expect(await find({ buyer: bureau.id })).toEqual(toAll(readers, '采购一', '采购二', '采购三'));
    expect(await find({ buyer: await makeBody(app) })).toEqual(toAll(readers));
    await rename('新溪县残疾人联合会');
    expect(await find({ q: '云溪县' })).toEqual(toAll(readers));
    expect(await find({ q: '新溪县' })).toEqual(toAll(readers, '采购一', '采购三'));

    await app.running.app.get(SavedSearches).tell();
    const { body } = await app.http
      .get('/api/v1/me/notifications?kind=saved_search_found&limit=200')
      .set(inbox)
      .expect(200);
    const told = (body as { items: { tender: string }[] }).items.map(({ tender }) => tender);
    expect(told.toSorted()).toEqual([drafts[0]?.id, drafts[2]?.id].toSorted());
  });
});
