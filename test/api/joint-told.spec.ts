import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { registered, upload } from '../support/acceptances.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Contracting, creditCode } from '../support/contracts.js';
import { makeBureau, makeThreshold, setBusinessTime, startBusinessAt, type Bureau } from '../support/drafts.js';
import { Evaluating, makeGround, surveyOf, type Ground } from '../support/evaluations.js';
import { feedOf, placed } from '../support/feed.js';
import { actOnLot, actOnRemedy } from '../support/lots.js';
import { stateAccount } from '../support/paying.js';
import { contractOf, Resulting, type AwardBody } from '../support/results.js';

interface Event {
  event: string;
  id: string;
}
interface Remedy {
  id: string;
  grounds: string | null;
  documents: string[];
  notices?: { organisation: string }[];
  allowedActions: object[];
}
const WORDS = { grounds: '评审未按采购文件进行', requests: '重新评审' };

describe('a joint buyer', () => {
  let app: TestApp;
  let bureau: Bureau;
  let body: string;
  let joint: TestAccount;
  let stranger: TestAccount;
  beforeAll(async () => {
    app = await startTestApp({ worker: true });
    await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
    await app.dataSource.query(`UPDATE organisation SET credit_code = $2 WHERE id = $1`, [bureau.id, creditCode('11')]);
    await makeThreshold(app);
    body = await makeBody(app);
    joint = await makeUser(app, 'bureau_approver', body);
    stranger = await makeUser(app, 'bureau_approver');
  });
  afterAll(() => app.close());

  const begin = async (): Promise<Resulting> => {
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    return Resulting.begin(app, bureau, { jointBuyers: [body] });
  };
  const get = (path: string, by: TestAccount) => app.http.get(`/api/v1/${path}`).set(by.auth);
  const read = async <Body>(path: string, by = joint): Promise<Body> => (await get(path, by).expect(200)).body as Body;
  const statusOf = async (path: string) =>
    Promise.all([bureau.officer, joint, stranger].map(async (by) => (await get(path, by)).status));
  const listIds = async (path: string, by = joint): Promise<string[]> =>
    (await read<{ items: { id: string }[] }>(path, by)).items.map(({ id }) => id);
  /** What the feed tells somebody of an object. */
  const listEvents = async (id: string, by: TestAccount): Promise<string[]> =>
    (await feedOf(app, by))
      .split('\n')
      .flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Event]))
      .flatMap((event) => (event.id === id ? [event.event] : []));

  it('is told what the buyer is told of purchase, award and contract, and finds the contract by its own name', async () => {
    const result = await begin();
    const award = await result.published();
    const contract = await contractOf(result, award.id, 0);
    await placed(app);
    for (const id of [result.id, award.id, contract.id]) {
      const told = await listEvents(id, bureau.officer);
      const own = await listEvents(id, joint);
      // The draft came to name it after it was made and written.
      expect([own.length > 0, told.slice(-own.length)]).toEqual([true, own]);
    }
    expect(await listEvents(result.id, joint)).toEqual(expect.arrayContaining(['tender.issue']));
    expect(await listEvents(contract.id, joint)).toEqual(await listEvents(contract.id, bureau.officer));
    expect(await listEvents(contract.id, stranger)).not.toContain('contract.drafted');
    for (const buyer of [bureau.id, body])
      for (const sort of ['created', '-created'])
        expect(await listIds(`contracts?buyer=${buyer}&sort=${sort}`)).toEqual([contract.id]);
    expect(await listIds(`contracts?buyer=${await makeBody(app)}`)).toEqual([]);
    expect(await listIds(`contracts?buyer=${body.toUpperCase()}&tender=${result.id}`)).toEqual([contract.id]);
  });

  it('reads what a winner says when it is heard, with its documents, and ends nothing', async () => {
    const result = await begin();
    const award = await result.published();
    const winner = await result.bidder(0);
    const ending = { ground: 'unlawful_acts', reference: '财监〔2025〕7号', reason: '串通投标经查属实' };
    const lot = result.lots[0]?.id ?? '';
    expect((await actOnLot(app, lot, 'propose-ending', ending, bureau.officer)).status).toBe(200);
    const shown = await upload(app, winner);
    await result.onAward(award.id, 'be-heard', { statement: '见附件', documents: [shown] }, winner);
    const view = await read<AwardBody>(`awards/${award.id}`);
    expect(view).toMatchObject({ ending: { statement: '见附件' }, allowedActions: [] });
    expect((await result.read(joint)).awards).toMatchObject([{ ending: { statement: '见附件' } }]);
    expect(await read(`awards/${award.id}`, stranger)).toMatchObject({ ending: null });
    expect(await statusOf(`documents/${shown}`)).toEqual([200, 200, 404]);
    expect((await actOnLot(app, lot, 'fail', { reason: '同意' }, joint)).status).toBe(403);
  });

  it('reads challenges and complaints as the buyer does, and answers none', async () => {
    const result = await begin();
    await result.published();
    const rival = await result.bidder(1);
    const about = { tender: result.id, stage: 'process', knownOn: '2025-11-03', ...WORDS };
    const document = await upload(app, rival);
    const file = async (kind: 'challenges' | 'complaints', given: object): Promise<string> => {
      const made = await app.http.post(`/api/v1/${kind}`).set(rival.auth).send(given).expect(201);
      return (made.body as { id: string }).id;
    };
    const challenge = await file('challenges', about);
    await app.dataSource.query(
      `INSERT INTO document_reference (document_id, root_type, root_id) VALUES ($1, 'challenge', $2)`,
      [document, challenge],
    );
    expect(await read(`challenges/${challenge}`)).toMatchObject({
      ...{ grounds: WORDS.grounds, documents: [document], allowedActions: [] },
    });
    expect(await statusOf(`challenges/${challenge}`)).toEqual([200, 200, 404]);
    expect(await statusOf(`documents/${document}`)).toEqual([200, 200, 404]);
    expect(await listIds(`challenges?tender=${result.id}`)).toEqual([challenge]);
    expect(await listIds(`challenges?tender=${result.id}`, stranger)).toEqual([]);
    const answer = { result: 'not_upheld', reason: '不成立' };
    const answered = async (by: TestAccount) => actOnRemedy(app, 'challenges', challenge, 'answer', answer, by);
    expect((await answered(joint)).body).toMatchObject({ code: 'not_permitted' });
    expect((await answered(bureau.officer)).status).toBe(200);

    const complaint = await file('complaints', { tender: result.id, challenge, ...WORDS });
    for (const action of ['accept', 'send-copies'])
      expect((await actOnRemedy(app, 'complaints', complaint, action, {}, bureau.finance)).status).toBe(200);
    const { allowedActions: offered, ...seen } = await read<Remedy>(`complaints/${complaint}`);
    const { allowedActions: _, ...buyers } = await read<Remedy>(`complaints/${complaint}`, bureau.officer);
    expect([offered, seen]).toEqual([[], buyers]);
    expect(seen.notices?.map(({ organisation }) => organisation)).toEqual([bureau.id]);
    expect(await statusOf(`complaints/${complaint}`)).toEqual([200, 200, 404]);
    const said = { answer: '评审依法进行' };
    const refused = await actOnRemedy(app, 'complaints', complaint, 'answer', said, joint);
    expect(refused.body).toMatchObject({ code: 'not_permitted' });
    expect((await actOnRemedy(app, 'complaints', complaint, 'answer', said, bureau.officer)).status).toBe(200);
    await placed(app);
    for (const id of [challenge, complaint]) {
      expect(await listEvents(id, joint)).toEqual(await listEvents(id, bureau.officer));
      expect(await listEvents(id, stranger)).toEqual([]);
    }
  });
});

describe('a joint buyer of a contract', () => {
  let app: TestApp;
  let ground: Ground;
  let body: string;
  let officer: TestAccount;
  let joint: TestAccount;
  let stranger: TestAccount;
  beforeAll(async () => {
    app = await startTestApp({ worker: true });
    ground = await makeGround(app);
    ({ officer } = ground.parties.bureau);
    body = await makeBody(app);
    joint = await makeUser(app, 'bureau_officer', body);
    stranger = await makeUser(app, 'bureau_officer');
    await join(ground.contract);
  });
  afterAll(() => app.close());

  /** The contract is of its purchase from now on. */
  const join = (contract: string) =>
    app.dataSource.query(
      `UPDATE tender SET terms = coalesce(terms, '{}') || $2 WHERE id = (SELECT tender_id FROM contract WHERE id = $1)`,
      [contract, { jointBuyers: [body] }],
    );

  /** All that the buyer is told, from this event on. */
  const expectToldAlike = async (id: string, first: string, last: string): Promise<void> => {
    await placed(app);
    const [told = [], ...others] = await Promise.all(
      [officer, joint, stranger].map(async (by) => {
        const lines = (await feedOf(app, by)).split('\n').filter((line) => line !== '');
        return lines.map((line) => JSON.parse(line) as Event).flatMap((one) => (one.id === id ? [one.event] : []));
      }),
    );
    const from = told.indexOf(first);
    expect([from >= 0, told.includes(last)]).toEqual([true, true]);
    expect(others).toEqual([told.slice(from), []]);
  };

  it('is told what the buyer is told of its evaluation and of its survey', async () => {
    const evaluation = await Evaluating.sent(app, ground);
    await evaluation.must('confirm', {}, ground.parties.bureau.approver);
    await expectToldAlike(evaluation.id, 'evaluation.planned', 'evaluation.confirm');
    const { id } = (await surveyOf(app, ground.contract, officer)).body as { id: string };
    const cancel = app.http.post(`/api/v1/surveys/${id}/actions/cancel`).set({ ...officer.auth, 'If-Match': '"1"' });
    await cancel.send({ reason: '改期' }).expect(200);
    await expectToldAlike(id, 'survey.created', 'survey.cancel');
  });

  it('is told what the buyer is told of its recipients', async () => {
    const { parties } = ground;
    const { id: contract } = await Contracting.active(app, parties);
    await join(contract);
    const id = await registered(app, parties, contract);
    await app.http
      .patch(`/api/v1/service-lines/${parties.bureau.line}/recipients/${id}`)
      .set({ ...parties.manager.auth, 'If-Match': '"1"' })
      .send({ displayName: '另一称呼' })
      .expect(200);
    // The contract came to name it after it was signed.
    await expectToldAlike(id, 'recipient.changed', 'recipient.changed');
  });

  it('reads to which account its agency is paid', async () => {
    const { agency } = ground.parties;
    expect((await stateAccount(app, ground.parties)).status).toBe(200);
    const read = async (by: TestAccount) =>
      (await app.http.get(`/api/v1/organisations/${agency}/payee-account`).set(by.auth)).status;
    expect(await Promise.all([officer, joint, stranger].map(read))).toEqual([200, 200, 404]);
  });
});
