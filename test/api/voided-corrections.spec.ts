import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { upload } from '../support/acceptances.js';
import { makeAccount, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Contracting, creditCode, makeParties, said, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { actOnRemedy } from '../support/lots.js';
import { ownSteps } from '../support/own-tasks.js';

interface Remedy {
  id: string;
  state: string;
  stage: string;
  challenge: string | null;
  grounds: string;
  requests: string;
  correctedOn: string | null;
  documents: string[];
  papers: { kind: string; receivedOn: string }[];
  takenPapers: object[];
  allowedActions: { action: string }[];
}
type Kind = 'challenges' | 'complaints';
const WORDS = { grounds: '评审未按采购文件进行', requests: '重新评审' };
const RECENT = { decidedOn: '2025-12-17', publishedOn: '2025-12-18' };
const WRONG = { reason: '收到日期录入有误' };

describe('a correction on paper that was recorded wrong', () => {
  let app: TestApp;
  let parties: Parties;
  let officer: TestAccount;
  let finance: TestAccount;
  let judge: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    // Monday, 22 December 2025.
    parties = await makeParties(app);
    ({ officer, finance } = parties.bureau);
    judge = await makeUser(app, 'finance_authority', await makeBody(app, authority()));
  });
  afterAll(() => app.close());

  const authority = (more: object = {}) => ({
    ...{ kind: 'finance_authority', region: '9902', budgetLevel: 'municipal', ...more },
  });
  const supplier = () => makeBody(app, { kind: 'agency', creditCode: creditCode() });
  const awarded = async () => (await Contracting.awarded(app, parties, {}, RECENT)).tender;
  const paperOf = async (by: TestAccount, receivedOn: string) => ({ receivedOn, documents: [await upload(app, by)] });
  const recorded = async (kind: Kind, by: TestAccount, day: string, body: object): Promise<Remedy> => {
    const answer = await app.http
      .post(`/api/v1/${kind}`)
      .set(by.auth)
      .send({ ...WORDS, stage: 'result', ...body, paper: await paperOf(by, day) });
    if (answer.status !== 201) throw new Error(answer.text);
    return answer.body as Remedy;
  };
  const act = (kind: Kind, id: string, action: string, given: object, by: TestAccount) =>
    actOnRemedy(app, kind, id, action, given, by);
  const must = async (id: string, action: string, given: object, by: TestAccount) => {
    const answer = await act('complaints', id, action, given, by);
    if (answer.status !== 200) throw new Error(answer.text);
    return answer.body as Remedy;
  };
  const read = async (kind: Kind, id: string, by: TestAccount) =>
    (await app.http.get(`/api/v1/${kind}/${id}`).set(by.auth).expect(200)).body as Remedy;
  const offers = async (id: string, by: TestAccount) =>
    (await read('complaints', id, by)).allowedActions.some(({ action }) => action === 'void_correction');
  const open = async (document: string, ...by: TestAccount[]) => {
    const found: number[] = [];
    for (const { auth } of by) found.push((await app.http.get(`/api/v1/documents/${document}`).set(auth)).status);
    return found;
  };
  const auditOf = async (id: string, action: string) => {
    const rows = await app.dataSource.query<{ actor: string; said: string }[]>(
      `SELECT actor_id AS actor, convert_from(canonical, 'UTF8') AS said FROM audit_entry WHERE aggregate_id = $1 AND action = $2`,
      [id, action],
    );
    return rows.map(({ actor, said: text }) => ({ ...(JSON.parse(text) as { data: object; reason: string }), actor }));
  };

  it('is taken out by another person of the authority: its words, its day and the challenge that it named', async () => {
    const tender = await awarded();
    const organisation = await supplier();
    const about = { tender, organisation };
    const wrongly = await recorded('challenges', officer, '2025-12-18', { ...about, stage: 'documents' });
    const rightly = await recorded('challenges', officer, '2025-12-19', about);
    const { id } = await recorded('complaints', finance, '2025-12-19', { ...about, stage: 'process' });
    await must(id, 'ask-correction', { reason: '请补正', on: '2025-12-19' }, judge);
    expect(await offers(id, judge)).toBe(false);
    expect(said(await act('complaints', id, 'void-correction', WRONG, judge))[1]).toBe('correction_not_recorded');
    const first = await paperOf(finance, '2025-12-20');
    await must(id, 'record-correction', { reason: '补交', grounds: '补充甲', paper: first }, finance);
    const paper = await paperOf(finance, '2025-12-21');
    const given = { reason: '补交', grounds: '补充乙', requests: '补充丙', challenge: wrongly.id, paper };
    const corrected = await must(id, 'record-correction', given, finance);
    expect(corrected).toMatchObject({ stage: 'documents', challenge: wrongly.id, correctedOn: '2025-12-20' });
    expect(corrected.grounds).toBe(`${WORDS.grounds}\n\n2025-12-20\n补充甲\n\n2025-12-21\n补充乙`);
    // A challenge that a correction named is not one that was recorded at the complaint.
    const elsewhere = await act('complaints', id, 'void-challenge', WRONG, judge);
    expect(said(elsewhere)[1]).toBe('recorded_by_another');
    expect(elsewhere.text).toContain('void_correction');

    const tied = await makeAccount(
      app,
      { role: 'finance_authority', organisation: await makeBody(app, authority()) },
      { role: 'integrator', organisation },
    );
    const lower = await makeBody(app, authority({ region: '990203', budgetLevel: 'county' }));
    for (const [code, by] of [
      ['not_permitted', officer],
      ['acts_with_interest', tied],
      ['authority_not_competent', await makeUser(app, 'finance_authority', lower)],
      ['recorder_decides', finance],
    ] as const)
      expect([code, said(await act('complaints', id, 'void-correction', WRONG, by))[1]]).toEqual([code, code]);
    expect([await offers(id, finance), await offers(id, judge)]).toEqual([false, true]);
    const taken = await must(id, 'void-correction', WRONG, judge);
    expect(taken).toMatchObject({
      ...{
        state: 'to_correct',
        stage: 'process',
        challenge: null,
        correctedOn: '2025-12-20',
        requests: WORDS.requests,
      },
      ...{
        grounds: `${WORDS.grounds}\n\n2025-12-20\n补充甲`,
        papers: [{ kind: 'correction', receivedOn: '2025-12-20' }],
      },
    });
    expect(await auditOf(id, 'void_correction')).toMatchObject([
      {
        ...{ actor: judge.id, reason: WRONG.reason },
        data: {
          ...{ receivedOn: '2025-12-21', documents: paper.documents, challenge: wrongly.id },
          ...{ stage: { from: 'documents', to: 'process' }, correctedOn: { from: '2025-12-20', to: '2025-12-20' } },
        },
      },
    ]);
    // The same paper is recorded anew, with its day and the challenge that it names.
    const anew = await must(
      id,
      'record-correction',
      { ...given, challenge: rightly.id, paper: { ...paper, receivedOn: '2025-12-22' } },
      finance,
    );
    expect(anew).toMatchObject({ stage: 'result', challenge: rightly.id, correctedOn: '2025-12-20' });
    // The last one goes first; without any, what was asked for has not come.
    await must(id, 'void-correction', WRONG, judge);
    expect(await must(id, 'void-correction', WRONG, judge)).toMatchObject({
      ...{ ...WORDS, challenge: null, stage: 'process', correctedOn: null, papers: [] },
    });
    expect(said(await act('complaints', id, 'accept', {}, judge))[1]).toBe('complaint_without_challenge');
  });

  it('leaves what its body wrote here meanwhile, and the day on which it did', async () => {
    const organisation = await supplier();
    const manager = await makeUser(app, 'agency_manager', organisation);
    const { id } = await recorded('complaints', finance, '2025-12-19', { tender: await awarded(), organisation });
    await must(id, 'ask-correction', { reason: '请补正', on: '2025-12-19' }, judge);
    const paper = await paperOf(finance, '2025-12-20');
    await must(id, 'record-correction', { reason: '补交', grounds: '补充甲', paper }, finance);
    const own = await must(id, 'correct', { reason: '补正', grounds: '自行补充' }, manager);
    expect(own.correctedOn).toBe('2025-12-20');
    const left = await must(id, 'void-correction', WRONG, judge);
    expect(left.grounds).toMatch(new RegExp(`^${WORDS.grounds}\n\n(\\d{4}-\\d{2}-\\d{2})\n自行补充$`));
    expect(left.grounds).toContain(`\n${left.correctedOn}\n`);
    expect(left.correctedOn).not.toBe('2025-12-20');
    expect(said(await act('complaints', id, 'void-correction', WRONG, judge))[1]).toBe('correction_not_recorded');
    // What it said is kept, for who watches over the region alone.
    const kept = { kind: 'correction', receivedOn: '2025-12-20', recordedBy: 'authority', documents: paper.documents };
    const takenOn = left.correctedOn;
    expect((await read('complaints', id, judge)).takenPapers).toEqual([
      { ...kept, grounds: '补充甲', requests: null, challenge: null, takenOn },
    ]);
    for (const by of [manager, officer]) {
      const { text } = await app.http.get(`/api/v1/complaints/${id}`).set(by.auth).expect(200);
      expect([text.includes('"takenPapers":[]'), text.includes('补充甲')]).toEqual([true, false]);
    }
    expect(await open(paper.documents[0] ?? '', manager, officer, judge)).toEqual([404, 404, 200]);
    const [stored] = await app.dataSource.query<{ taken: object[] }[]>(
      `SELECT taken_papers AS taken FROM complaint WHERE id = $1`,
      [id],
    );
    expect(stored?.taken).toMatchObject([{ by: finance.id, takenBy: judge.id }]);
  });

  it('or beside it keeps its complaint from being void, where its body wrote here as well', async () => {
    const offersVoid = async (id: string) =>
      (await read('complaints', id, judge)).allowedActions.some(({ action }) => action === 'void');
    for (const isFirst of [true, false]) {
      const organisation = await supplier();
      const manager = await makeUser(app, 'agency_manager', organisation);
      const { id } = await recorded('complaints', finance, '2025-12-19', { tender: await awarded(), organisation });
      await must(id, 'ask-correction', { reason: '请补正', on: '2025-12-19' }, judge);
      const write = () => must(id, 'correct', { reason: '补正', grounds: '自行补充' }, manager);
      if (isFirst) await write();
      const paper = await paperOf(finance, '2025-12-20');
      await must(id, 'record-correction', { reason: '补交', grounds: '补充甲', paper }, finance);
      // What came on paper alone is no more than the complaint that came so.
      expect(await offersVoid(id)).toBe(!isFirst);
      if (!isFirst) await write();
      expect([await offersVoid(id), said(await act('complaints', id, 'void', WRONG, judge))[1]]).toEqual([
        ...[false, 'remedy_acted_on'],
      ]);
      const left = await must(id, 'void-correction', WRONG, judge);
      expect([left.grounds.includes('自行补充'), left.grounds.includes('补充甲')]).toEqual([true, false]);
      expect(said(await act('complaints', id, 'void', WRONG, judge))[1]).toBe('remedy_acted_on');
    }
  });

  it('is recorded anew with its own document, which another paper shows too', async () => {
    const tender = await awarded();
    const begin = async (body: string) => {
      const { id } = await recorded('complaints', finance, '2025-12-20', { tender, organisation: body });
      await must(id, 'ask-correction', { reason: '请补正', on: '2025-12-20' }, judge);
      const { documents } = await paperOf(finance, '2025-12-21');
      const correct = (receivedOn: string) =>
        act('complaints', id, 'record-correction', { reason: '补交', paper: { receivedOn, documents } }, finance);
      const show = () =>
        must(
          id,
          'record-challenge',
          { ...WORDS, stage: 'result', paper: { receivedOn: '2025-12-19', documents } },
          finance,
        );
      return { id, document: documents[0] ?? '', correct, show };
    };
    const organisation = await supplier();
    const manager = await makeUser(app, 'agency_manager', organisation);
    const one = await begin(organisation);
    expect((await one.correct('2025-12-21')).status).toBe(200);
    await one.show();
    await must(one.id, 'void-correction', WRONG, judge);
    expect(await open(one.document, manager, judge)).toEqual([200, 200]);
    expect((await one.correct('2025-12-22')).status).toBe(200);
    // One correction is no other one for being said to have come on another day.
    expect(said(await one.correct('2025-12-21'))[1]).toBe('paper_recorded_already');
    await must(one.id, 'void-challenge', WRONG, judge);
    expect(await open(one.document, manager, judge)).toEqual([200, 200]);
    await must(one.id, 'void-correction', WRONG, judge);
    expect(await open(one.document, manager, judge)).toEqual([404, 200]);
    expect((await read('complaints', one.id, judge)).takenPapers).toMatchObject([
      ...[{ kind: 'correction', receivedOn: '2025-12-21' }, { kind: 'challenge' }],
      { kind: 'correction', receivedOn: '2025-12-22' },
    ]);
    // So does the paper that shows the challenge of a buyer, who voids it.
    const body = await supplier();
    const other = await makeUser(app, 'agency_manager', body);
    const bought = await recorded('challenges', officer, '2025-12-19', { tender, organisation: body });
    const two = await begin(body);
    expect(await two.show()).toMatchObject({ challenge: bought.id });
    expect((await two.correct('2025-12-21')).status).toBe(200);
    const second = await makeUser(app, 'bureau_officer', parties.bureau.id);
    expect((await act('challenges', bought.id, 'void', WRONG, second)).status).toBe(200);
    // It was the challenge that the buyer recorded wrong: what the complaint brought stays with it, whichever of its papers go.
    expect(await open(two.document, other, officer, judge)).toEqual([200, 200, 200]);
    expect(await read('complaints', two.id, judge)).toMatchObject({
      ...{ challenge: null, papers: [{ kind: 'correction' }], takenPapers: [{ challenge: bought.id }] },
    });
    await must(two.id, 'void-correction', WRONG, judge);
    expect(await open(two.document, other, officer, judge)).toEqual([200, 200, 200]);
    expect((await read('complaints', two.id, other)).documents).toContain(two.document);
    // It is recorded anew with it, and then goes with that one.
    expect((await two.correct('2025-12-22')).status).toBe(200);
    await must(two.id, 'void-correction', WRONG, judge);
    expect(await open(two.document, other, officer, judge)).toEqual([404, 404, 200]);
    const third = await supplier();
    const three = await begin(third);
    const { id } = await recorded('challenges', officer, '2025-12-19', { tender, organisation: third });
    await three.show();
    expect((await act('challenges', id, 'void', WRONG, second)).status).toBe(200);
    expect(await open(three.document, officer, judge)).toEqual([200, 200]);
    await three.show();
    await must(three.id, 'void-challenge', WRONG, judge);
    expect(await open(three.document, officer, judge)).toEqual([404, 200]);
  });

  it('leaves who recorded it no decision alone while what it brought stays', async () => {
    const tender = await awarded();
    const organisation = await supplier();
    const manager = await makeUser(app, 'agency_manager', organisation);
    const bought = await recorded('challenges', officer, '2025-12-19', { tender, organisation });
    const filed = await app.http
      .post('/api/v1/complaints')
      .set(manager.auth)
      .send({ ...WORDS, tender, stage: 'result' });
    const { id } = filed.body as Remedy;
    const shown = { ...WORDS, stage: 'result', paper: await paperOf(finance, '2025-12-19') };
    await must(id, 'record-challenge', shown, finance);
    const second = await makeUser(app, 'bureau_officer', parties.bureau.id);
    expect((await act('challenges', bought.id, 'void', WRONG, second)).status).toBe(200);
    expect((await read('complaints', id, manager)).challenge).toBe(null);
    const refused = { reason: '逾期', ground: 'late' };
    expect(said(await act('complaints', id, 'refuse', refused, finance))[1]).toBe('recorder_decides');
    expect((await read('complaints', id, finance)).allowedActions.map(({ action }) => action)).not.toContain('refuse');
    await must(id, 'refuse', refused, judge);
  });

  it('goes with the challenge that it showed, though its complaint was withdrawn before', async () => {
    const tender = await awarded();
    const organisation = await supplier();
    const manager = await makeUser(app, 'agency_manager', organisation);
    const { id } = await recorded('complaints', finance, '2025-12-20', { tender, organisation });
    const paper = await paperOf(finance, '2025-12-19');
    const { challenge } = await must(id, 'record-challenge', { ...WORDS, stage: 'result', paper }, finance);
    await must(id, 'record-withdrawal', { reason: '撤回', paper: await paperOf(judge, '2025-12-21') }, judge);
    const [document = ''] = paper.documents;
    expect(await open(document, manager, officer, judge)).toEqual([200, 200, 200]);
    expect((await act('challenges', challenge ?? '', 'void', WRONG, judge)).status).toBe(200);
    expect(await open(document, manager, officer, judge)).toEqual([404, 404, 200]);
    expect(await read('complaints', id, manager)).toMatchObject({ challenge: null, papers: [{ kind: 'withdrawal' }] });
  });

  it('is taken out by who recorded its complaint, and leaves the challenge that others show or that its body named', async () => {
    const tender = await awarded();
    const organisation = await supplier();
    const manager = await makeUser(app, 'agency_manager', organisation);
    const about = { tender, organisation };
    const one = await recorded('complaints', finance, '2025-12-19', about);
    const shown = { ...WORDS, stage: 'result', paper: await paperOf(finance, '2025-12-18') };
    const { challenge } = await must(one.id, 'record-challenge', shown, finance);
    const { id } = await recorded('complaints', finance, '2025-12-19', about);
    await must(id, 'ask-correction', { reason: '请补正', on: '2025-12-19' }, judge);
    const correct = async () =>
      must(id, 'record-correction', { reason: '补交', challenge, paper: await paperOf(judge, '2025-12-20') }, judge);
    await correct();
    // An authority recorded it, yet it is the correction that is wrong here.
    const third = await makeUser(app, 'finance_authority', await makeBody(app, authority()));
    const elsewhere = await act('complaints', id, 'void-challenge', WRONG, third);
    expect([said(elsewhere)[1], elsewhere.text.includes('void_correction')]).toEqual(['recorded_by_another', true]);
    expect((await read('complaints', id, third)).allowedActions.map(({ action }) => action)).not.toContain(
      'void_challenge',
    );
    expect([await offers(id, judge), await offers(id, finance)]).toEqual([false, true]);
    expect(said(await act('complaints', id, 'void-correction', WRONG, judge))[1]).toBe('recorder_decides');
    expect(await must(id, 'void-correction', WRONG, finance)).toMatchObject({ challenge: null, papers: [] });
    expect(await read('challenges', challenge ?? '', officer)).toMatchObject({ state: 'received' });
    await correct();
    await must(id, 'correct', { reason: '补正', challenge, grounds: '自行补充' }, manager);
    expect(await must(id, 'void-correction', WRONG, finance)).toMatchObject({ challenge, stage: 'result', papers: [] });
  });

  it('and papers of what is void are read by who recorded them and who watches over them, by nobody else', async () => {
    const tender = await awarded();
    const organisation = await supplier();
    const manager = await makeUser(app, 'agency_manager', organisation);
    const { id, documents } = await recorded('complaints', finance, '2025-12-22', { tender, organisation });
    // What was filed stands among the papers of the challenge, too, and stays with the complaint.
    const [filed = ''] = documents;
    const shown = await upload(app, finance);
    const paper = { receivedOn: '2025-12-19', documents: [shown, filed] };
    const { challenge } = await must(id, 'record-challenge', { ...WORDS, stage: 'result', paper }, finance);
    const readers = [manager, officer, judge, finance];
    expect([await open(shown, ...readers), await open(filed, ...readers)]).toEqual([
      [200, 200, 200, 200],
      [200, 200, 200, 200],
    ]);
    await must(id, 'void-challenge', WRONG, judge);
    expect([await open(shown, ...readers), await open(filed, ...readers)]).toEqual([
      [404, 404, 200, 200],
      [200, 200, 200, 200],
    ]);
    expect((await read('complaints', id, manager)).documents).toEqual([filed]);
    for (const [by, seen] of [
      [manager, []],
      [officer, []],
      [judge, [shown, filed].toSorted()],
    ] as const)
      expect((await read('challenges', challenge ?? '', by)).documents.toSorted()).toEqual(seen);
    expect(await read('complaints', id, manager)).toMatchObject(WORDS);
    await must(id, 'void', WRONG, judge);
    expect(await open(filed, ...readers)).toEqual([404, 404, 200, 200]);
    // Of its words the parties read none either: it may have been recorded for the wrong one.
    for (const [by, said] of [
      [manager, { grounds: null, requests: null }],
      [officer, { grounds: null, requests: null }],
      [judge, WORDS],
    ] as const)
      expect(await read('complaints', id, by)).toMatchObject({ state: 'voided', ...said });
    expect((await read('complaints', id, manager)).documents).toEqual([]);
    // Of what the buyer recorded the buyer keeps the paper.
    const bought = await recorded('challenges', officer, '2025-12-19', { tender, organisation });
    const [letter = ''] = bought.documents;
    expect(await open(letter, manager, officer, judge)).toEqual([200, 200, 200]);
    const second = await makeUser(app, 'bureau_officer', parties.bureau.id);
    expect((await act('challenges', bought.id, 'void', WRONG, second)).status).toBe(200);
    expect(await open(letter, manager, officer, judge)).toEqual([404, 200, 200]);
    expect((await read('challenges', bought.id, officer)).documents).toEqual([letter]);
    expect((await read('challenges', bought.id, manager)).documents).toEqual([]);
  });

  it('leaves the authority a week to record it anew, before what is not corrected is to be refused', async () => {
    const tender = await awarded();
    const { id } = await recorded('complaints', finance, '2025-12-19', { tender, organisation: await supplier() });
    await must(id, 'ask-correction', { reason: '请补正', on: '2025-12-19' }, judge);
    const steps = () => ownSteps(app, judge, 'complaint', tender);
    const on = (day: string) => setBusinessTime(app, `${day}T09:00:00+08:00`);
    await on('2025-12-26');
    expect(await steps()).toEqual([]);
    await on('2025-12-29');
    expect(await steps()).toEqual([`complaints/${id}/actions/refuse`]);
    const paper = await paperOf(finance, '2025-12-28');
    await must(id, 'record-correction', { reason: '补交', grounds: '补充甲', paper }, finance);
    expect(await steps()).toEqual([`complaints/${id}/actions/accept`]);
    await must(id, 'void-correction', WRONG, judge);
    expect(await steps()).toEqual([]);
    await on('2026-01-05');
    expect(await steps()).toEqual([]);
    await on('2026-01-06');
    expect(await steps()).toEqual([`complaints/${id}/actions/refuse`]);
  });
});
