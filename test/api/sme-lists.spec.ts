import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { issueTender } from '../support/bidding.js';
import { Drafting, makeBureau, type Bureau } from '../support/drafts.js';
import { startBureau } from '../support/started.js';

const LOT = { no: 1, ceiling: '200000.00', pricing: 'competitive' };
const RESERVED = { kind: 'reserved', for: 'sme' };
const GROUND = { kind: 'none', ground: 'directed_to_non_enterprises' };

describe('GET /tenders?sme=', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    ({ app, bureau } = await startBureau());
  });
  afterAll(() => app.close());

  const get = (path: string, by: TestAccount | null) => app.http.get(`/api/v1/${path}`).set(by?.auth ?? {});
  const list = async (query: string, by: TestAccount | null): Promise<string[]> => {
    const ids: string[] = [];
    for (let path: string | null = `tenders?limit=1&${query}`; path !== null;) {
      const { body } = await get(path, by).expect(200);
      const page = body as { items: { id: string }[]; next: string | null };
      ids.push(...page.items.map(({ id }) => id));
      path = page.next === null ? null : page.next.replace(/^.*\/api\/v1\//, '');
    }
    return ids;
  };
  const issue = async (...policies: (object | null)[]): Promise<string> => {
    const lots = policies.map((sme, i) => ({ ...LOT, no: i + 1, ...(sme !== null && { terms: { sme } }) }));
    return (await issueTender(app, bureau, { lots })).tender;
  };

  it('lists the tenders with a lot of that policy, page by page, alike to everybody once they are issued', async () => {
    const agency = await makeUser(app, 'agency_manager', await makeBody(app, { kind: 'agency' }));
    const [silent, first, mixed, deducting, last] = [
      await issue(null),
      await issue(RESERVED),
      await issue(null, RESERVED, GROUND),
      await issue({ kind: 'deduction', rate: 1500 }),
      await issue(RESERVED),
    ];
    for (const by of [bureau.officer, agency, null]) {
      expect((await list('sme=reserved', by)).toSorted()).toEqual([first, mixed, last].toSorted());
      expect(await list('sme=deduction', by)).toEqual([deducting]);
      expect(await list('sme=none', by)).toEqual([mixed]);
      expect(await list('sme=none&state=draft', by)).toEqual([]);
      expect(await list('', by)).toContain(silent);
    }
  });

  it('reads the documents of the tender where its lots say nothing of their own, before the issue for its bodies alone', async () => {
    const draft = await Drafting.begin(app, bureau);
    await draft.must('patch', 'terms', { sme: { ...GROUND, note: '面向社会组织' } });
    const stranger = (await makeBureau(app)).officer;
    expect(await list('sme=none', bureau.officer)).toContain(draft.id);
    for (const by of [stranger, null]) expect(await list('sme=none', by)).not.toContain(draft.id);
    await draft.plan();
    for (const by of [stranger, null]) expect(await list('sme=none', by)).not.toContain(draft.id);
    await draft.must('post', 'actions/publish-intent', {});
    for (const by of [stranger, null]) expect(await list('sme=none', by)).not.toContain(draft.id);
    await draft.must('post', 'actions/issue', { reason: '急需' });
    for (const by of [bureau.officer, stranger, null]) expect(await list('sme=none', by)).toContain(draft.id);
  });

  it('follows the corrections of a lot', async () => {
    const lots = [{ ...LOT, terms: { sme: { kind: 'deduction', rate: 1500 } } }];
    const { draft, tender } = await issueTender(app, bureau, { lots });
    expect(await list('sme=deduction', null)).toContain(tender);
    await draft.must('post', 'actions/correct', {
      reason: '修改采购文件',
      correction: { lots: [{ ...LOT, terms: { sme: GROUND } }], affectsPreparation: false },
    });
    expect(await list('sme=deduction', null)).not.toContain(tender);
    expect(await list('sme=none', null)).toContain(tender);
  });

  it('knows the kinds of a policy alone', async () => {
    const { status, body } = await get('tenders?sme=small', null);
    expect([status, (body as { code: string }).code]).toEqual([400, 'validation_failed']);
  });
});
