import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Accepting, registered } from '../support/acceptances.js';
import type { TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Contracting, makeParties, type Parties } from '../support/contracts.js';
import { Drafting, makeThreshold, setBusinessTime } from '../support/drafts.js';
import { ownTasks } from '../support/own-tasks.js';

let app: TestApp;
let parties: Parties;
beforeAll(async () => {
  app = await startTestApp();
  await at('2025-10-27');
  parties = await makeParties(app);
  await makeThreshold(app);
});
afterAll(() => app.close());

const at = (day: string): Promise<void> => setBusinessTime(app, `${day}T09:00:00+08:00`);
/** Since which days tasks of a kind wait, about one subject. */
const since = async (by: TestAccount, kind: string, subject: string): Promise<string[]> =>
  (await ownTasks(app, by, kind, subject)).map((task) => task.since.slice(0, 10));

describe('since when a task waits', () => {
  it('is the day on which a draft was submitted, also where the public is heard on it later', async () => {
    const { bureau } = parties;
    const draft = await Drafting.unheard(app, bureau);
    await at('2025-10-28');
    await draft.must('post', 'actions/submit', {});
    await at('2025-10-30');
    expect(await since(bureau.officer, 'tender_opinion', draft.id)).toEqual(['2025-10-28']);
    await draft.opinion();
    expect(await since(bureau.approver, 'tender_approval', draft.id)).toEqual(['2025-10-28']);
    // It came back and is submitted anew: it waits since then.
    await draft.must('post', 'actions/return', { reason: '补充材料' }, bureau.approver);
    await at('2025-10-31');
    await draft.must('post', 'actions/submit', {});
    expect(await since(bureau.approver, 'tender_approval', draft.id)).toEqual(['2025-10-31']);
  });

  it('is the day of the step by which a round of acceptance came to wait, whatever is written into it later', async () => {
    const { officer, approver } = parties.bureau;
    await at('2025-12-15');
    const contract = await Contracting.active(app, parties);
    await at('2026-12-15');
    await contract.must('deliver', {}, parties.manager);
    const round = await Accepting.of(app, contract);
    const recipient = await registered(app, parties, contract.id);
    await at('2026-12-16');
    await round.tick('met', 'met');
    expect(await since(officer, 'acceptance_preparation', contract.id)).toEqual(['2026-12-15']);
    await round.name({ user: officer.id, capacity: 'buyer' });
    await round.must('itemise');
    await at('2026-12-17');
    await round.hear(recipient);
    expect(await since(officer, 'acceptance_opinions', contract.id)).toEqual(['2026-12-16']);
    await round.must('take-opinions');
    await at('2026-12-18');
    expect(await since(officer, 'acceptance_signature', contract.id)).toEqual(['2026-12-17']);
    await round.must('sign');
    await at('2026-12-21');
    expect(await since(approver, 'acceptance_conclusion', contract.id)).toEqual(['2026-12-18']);
  });

  it('is the day of the step that brought a programme or a need there, whatever is written later', async () => {
    const { officer, approver, id: bureau } = parties.bureau;
    await at('2026-12-22');
    const make = async (path: string, body: object): Promise<string> =>
      ((await app.http.post(`/api/v1/${path}`).set(officer.auth).send(body).expect(201)).body as { id: string }).id;
    const source = { kind: 'statement' };
    const budgetLines = [{ name: '养老', amount: '100000.00' }];
    const programme = await make('programmes', {
      name: '二〇二七年度',
      year: 2027,
      buyer: bureau,
      source,
      budgetLines,
    });
    const need = await make('needs', { title: '助餐', source });
    const touch = async (path: string, body: object): Promise<void> => {
      const { headers } = await app.http.get(`/api/v1/${path}`).set(officer.auth).expect(200);
      const changed = app.http.patch(`/api/v1/${path}`).set({ ...officer.auth, 'If-Match': String(headers['etag']) });
      await changed.send(body).expect(200);
    };
    await at('2026-12-24');
    await touch(`programmes/${programme}`, { name: '二〇二七年度采购' });
    await touch(`needs/${need}`, { title: '社区助餐' });
    expect(await since(approver, 'programme_approval', programme)).toEqual(['2026-12-22']);
    expect(await since(officer, 'need', need)).toEqual(['2026-12-22']);
  });

  it('is the day of the first budget line of a programme that was recorded without any', async () => {
    const { officer, approver, id: bureau } = parties.bureau;
    await at('2026-12-25');
    const made = await app.http
      .post('/api/v1/programmes')
      .set(officer.auth)
      .send({ name: '二〇二八年度', year: 2028, buyer: bureau, source: { kind: 'statement' } })
      .expect(201);
    const { id } = made.body as { id: string };
    const add = (name: string) =>
      app.http
        .post(`/api/v1/programmes/${id}/budget-lines`)
        .set(officer.auth)
        .send({ name, amount: '100000.00' })
        .expect(201);
    expect(await since(approver, 'programme_approval', id)).toEqual([]);
    await at('2026-12-28');
    await add('养老');
    await at('2026-12-29');
    await add('助残');
    expect(await since(approver, 'programme_approval', id)).toEqual(['2026-12-28']);
  });
});
