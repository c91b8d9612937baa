import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Accepting, registered, upload, type AcceptanceBody } from '../support/acceptances.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Contracting, makeParties, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { Surveying } from '../support/surveys.js';
import { ownSteps } from '../support/own-tasks.js';

const START = '2025-12-22T09:00:00+08:00';
const OVER = '2026-03-21T09:00:00+08:00';
const codes = (answer: { status: number; body: { code?: string } }) => [answer.status, answer.body.code ?? null];

describe('a round of acceptance hears its recipients', () => {
  let app: TestApp;
  let parties: Parties;
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app, START);
  });
  afterAll(() => app.close());

  it('by a survey, once it is over: whoever answered is heard, and nobody knows who', async () => {
    const asked = await Surveying.among(app, [3], parties);
    await asked.opened(2);
    const [first = '', second = ''] = await asked.codes();
    const contract = new Contracting(app, parties, asked.contract);
    await contract.must('deliver', {}, parties.manager);
    const round = await Accepting.of(app, contract);
    await round.tick('met', 'met');
    await round.must('itemise');
    await asked.answer(first).expect(201);
    expect(codes(await round.act('take-opinions'))).toEqual([422, 'recipients_absent']);
    await round.hear(await asked.register(null));
    expect(codes(await round.act('take-opinions'))).toEqual([422, 'opinions_running']);
    await asked.answer(second).expect(201);
    await asked.must('close');
    expect(await round.must('take-opinions')).toMatchObject({ state: 'opinions_in', recipientsHeard: null });
    await setBusinessTime(app, START);
  });

  /** A survey over, of which so many answered, and the round of its contract with as many voices of recipients. */
  const heard = async (answers: number, voices: number) => {
    const asked = await Surveying.among(app, [8], parties);
    const spoken: string[] = [];
    for (let n = 0; n < voices; n++) spoken.push(await asked.register(null));
    await asked.opened(8);
    const given = await asked.codes();
    const contract = new Contracting(app, parties, asked.contract);
    await contract.must('deliver', {}, parties.manager);
    const round = await Accepting.of(app, contract);
    const paper = [await upload(app, round.officer)];
    const met = { result: 'met', measured: '9600', documents: paper };
    const items = [
      { no: 1, ...met },
      { no: 2, ...met },
    ];
    expect((await round.send('put', 'items', { items })).status).toBe(200);
    await round.must('itemise');
    for (const code of given.slice(0, answers)) await asked.answer(code).expect(201);
    await setBusinessTime(app, OVER);
    if (voices > 0) {
      const documents = [await upload(app, round.officer)];
      const said = spoken.map((recipient) => ({ recipient, verdict: 'satisfied' }));
      const body = { form: 'meeting', heldOn: OVER.slice(0, 10), documents, voices: said };
      expect((await round.send('post', 'opinions', body)).status).toBe(200);
    }
    const results = await app.http.get(`/api/v1/surveys/${asked.id}/results`).set(round.officer.auth).expect(200);
    const { answered } = results.body as { answered: number | null };
    const told = async () => [
      answered,
      (await round.read()).recipientsHeard,
      (await round.read(parties.manager)).recipientsHeard,
      (await asked.read()).slips?.answered,
    ];
    return { round, told };
  };

  it.each([
    // Three who answered and three who spoke may be the same three.
    { answers: 3, voices: 3, told: [null, null, null, null] },
    // Whoever subtracts those who spoke is left with nobody, however many answered.
    { answers: 3, voices: 5, told: [null, 5, 5, null] },
    { answers: 0, voices: 5, told: [0, 5, 5, 0] },
    { answers: 6, voices: 2, told: [6, 6, 6, 6] },
    { answers: 4, voices: 0, told: [null, null, null, null] },
  ])('of $answers who answered and $voices who spoke nobody counts one to four', async ({ answers, voices, told }) => {
    const each = await heard(answers, voices);
    expect(await each.told()).toEqual(told);
    // That somebody was heard is enough to go on.
    expect((await each.round.must('take-opinions')).state).toBe('opinions_in');
    await setBusinessTime(app, START);
  });

  it('and tells as little once it is concluded and published', async () => {
    const { round } = await heard(3, 2);
    await round.must('take-opinions');
    await round.must('return', { reason: '补充成员' }, parties.bureau.approver);
    await round.name({ user: round.officer.id, capacity: 'buyer' });
    await round.must('take-opinions');
    await round.must('sign');
    expect((await round.conclude({ result: 'passed' })).status).toBe(200);
    await round.must('publish');
    const open = (await app.http.get(`/api/v1/acceptances/${round.id}`).expect(200)).body as AcceptanceBody;
    expect([open.publicService, open.recipientsHeard]).toEqual([true, null]);
    await setBusinessTime(app, START);
  });

  it('accepts opinions from the first day of service, also where the window was later agreed to begin after it', async () => {
    const contract = await Contracting.signed(app, parties);
    const [first, later] = ['2025-12-22', '2026-01-01'].map((start) => ({ start, end: '2026-12-21' }));
    await contract.amended({ content: { window: first } });
    await contract.must('start');
    await contract.amended({ content: { window: later } });
    expect((await contract.read()).window).toEqual(later);
    const recipient = await registered(app, parties, contract.id);
    await contract.must('deliver', {}, parties.manager);
    const round = await Accepting.of(app, contract);
    await round.tick('met', 'met');
    await round.must('itemise');
    const early = await round.hear(recipient, 'satisfied', undefined, '2025-12-21');
    expect([early.status, early.body.errors]).toMatchObject([400, [{ pointer: '/heldOn', code: 'too_early' }]]);
    expect((await round.hear(recipient, 'satisfied', undefined, first?.start)).status).toBe(200);
  });

  it('is not gone on with on a record that was taken back meanwhile: it is returned, shown otherwise and concluded', async () => {
    const contract = await Contracting.signed(
      app,
      parties,
      { standards: [{ no: 1, text: '上门服务' }] },
      { window: { start: '2025-12-15', end: '2026-12-14' } },
    );
    await contract.must('start');
    const records = `/api/v1/contracts/${contract.id}/service-records`;
    const work = { servedOn: '2025-12-20', form: 'visit', minutes: 60, workers: {}, participants: 1 };
    const serve = async () => {
      const made = await app.http.post(records).set(parties.manager.auth).send(work).expect(201);
      return (made.body as { id: string }).id;
    };
    const withdraw = (record: string) =>
      app.http
        .post(`${records}/${record}/corrections`)
        .set(parties.manager.auth)
        .send({ reason: '重复录入', record: null })
        .expect(201);
    const [first, second, third, fourth] = [await serve(), await serve(), await serve(), await serve()];
    const recipient = await registered(app, parties, contract.id);
    await contract.must('deliver', {}, parties.manager);
    const round = await Accepting.of(app, contract);
    const shownBy = async (record: string) => {
      const items = [{ no: 1, result: 'met', records: [record] }];
      expect((await round.send('put', 'items', { items })).status).toBe(200);
      await round.must('itemise');
    };
    await round.name({ user: round.officer.id, capacity: 'buyer' });
    await shownBy(first);
    await round.hear(recipient);
    const step = async (kind: string, by = round.officer) => await ownSteps(app, by, kind, contract.id);
    const at = (action: string) => [`acceptances/${round.id}/actions/${action}`];
    expect(await step('acceptance_opinions')).toEqual(at('take-opinions'));
    await withdraw(first);
    expect(await step('acceptance_opinions')).toEqual(at('correct-items'));
    const early = await round.act('take-opinions');
    expect([...codes(early), early.body.errors[0].pointer]).toEqual([422, 'evidence_missing', '/items/0/documents']);
    await round.must('correct-items', { reason: '更换佐证' });
    await shownBy(second);
    await round.must('take-opinions');
    await round.must('sign');
    expect(await step('acceptance_conclusion', parties.bureau.approver)).toEqual(at('conclude'));
    await withdraw(second);
    expect(await step('acceptance_conclusion', parties.bureau.approver)).toEqual(at('return'));
    const refused = await round.conclude({ result: 'passed' });
    expect([...codes(refused), refused.body.errors[0].pointer, refused.body.facts]).toEqual([
      ...[422, 'evidence_missing', '/items/0/documents'],
      { action: 'return' },
    ]);
    await round.must('return', { reason: '佐证已撤回' }, parties.bureau.approver);
    await round.must('correct-items', { reason: '更换佐证' });
    await shownBy(third);
    await round.must('take-opinions');
    expect(await step('acceptance_signature')).toEqual(at('sign'));
    // Nobody is asked to sign what could not be concluded.
    await withdraw(third);
    expect(await step('acceptance_signature')).toEqual(at('correct-items'));
    await round.must('correct-items', { reason: '更换佐证' });
    await shownBy(fourth);
    await round.must('take-opinions');
    expect(await step('acceptance_signature')).toEqual(at('sign'));
    await round.must('sign');
    expect((await round.conclude({ result: 'passed' })).status).toBe(200);
  });
});
