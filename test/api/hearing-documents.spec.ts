import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Contracting, makeParties, type Parties } from '../support/contracts.js';
import { setBusinessTime, makeThreshold } from '../support/drafts.js';
import { actOnLot } from '../support/lots.js';
import { Paying, stateAccount } from '../support/paying.js';
import { Resulting } from '../support/results.js';

import { stored } from '../support/stored.js';

let app: TestApp;
let parties: Parties;
let outsiders: TestAccount[];
beforeAll(async () => {
  app = await startTestApp();
  parties = await makeParties(app);
  await makeThreshold(app);
  outsiders = [
    await makeUser(app, 'agency_manager', await makeBody(app, { kind: 'agency' })),
    await makeUser(app, 'bureau_officer'),
    await makeUser(app, 'supervisor', await makeBody(app, { kind: 'supervisor', region: '990200' })),
    parties.bureau.finance,
  ];
});
afterAll(() => app.close());

const upload = async (by: TestAccount): Promise<string> => {
  const made = await app.http
    .post('/api/v1/documents')
    .set(by.auth)
    .attach('file', Buffer.from(`${JSON.stringify({ at: Math.random() })}\n`), {
      filename: '陈述.txt',
      contentType: 'text/plain',
    });
  if (made.status !== 201) throw new Error(made.text);
  return (made.body as { id: string }).id;
};
const statusFor = async (document: string, by: TestAccount): Promise<number> =>
  (await app.http.get(`/api/v1/documents/${document}`).set(by.auth)).status;
const mustBeOfBoth = async (document: string, both: readonly TestAccount[]): Promise<void> => {
  for (const by of both) expect(await statusFor(document, by)).toBe(200);
  for (const by of outsiders) expect(await statusFor(document, by)).toBe(404);
};
const active = async (): Promise<Contracting> => {
  await setBusinessTime(app, '2025-12-22T09:00:00+08:00');
  return Contracting.active(app, parties);
};
const UNKNOWN = '2f1c9d0e-0000-4000-8000-000000000000';

describe('documents with what one side of a contract says to the other', () => {
  it('are read by both sides and by nobody else: hearing, answer to a withdrawal, objection', async () => {
    const { officer } = parties.bureau;
    const both = [officer, parties.manager];
    const contract = await active();
    await contract.must('propose-termination', { ground: 'breach', reference: '违约通知书1号', reason: '停止服务' });
    const shown = await upload(parties.manager);
    expect(await statusFor(shown, officer)).toBe(404);
    const ended = await contract.must('be-heard', { statement: '见附件', documents: [shown] }, parties.manager);
    expect(ended.here.endings).toMatchObject([{ statement: '见附件', documents: [shown] }]);
    await mustBeOfBoth(shown, both);

    const flood = { ground: 'force_majeure', reference: '受灾证明1号', reason: '场地被淹' };
    await contract.must('announce-withdrawal', flood, parties.manager);
    const reply = await upload(officer);
    const answered = await contract.must('answer-withdrawal', { statement: '见附件', documents: [reply] });
    expect(answered.here.endings).toContainEqual(expect.objectContaining({ kind: 'withdrawal', documents: [reply] }));
    await mustBeOfBoth(reply, both);

    const proof = await upload(parties.manager);
    const objection = { about: 'deduction', reason: '扣款无依据', documents: [proof] };
    const raised = await contract.must('raise-objection', objection, parties.manager);
    expect(raised.here.objections).toMatchObject([{ documents: [proof] }]);
    await mustBeOfBoth(proof, both);
  });

  it('are read by both sides with a demand for payment', async () => {
    await setBusinessTime(app, '2025-12-22T09:00:00+08:00');
    await stateAccount(app, parties);
    const window = { start: '2025-12-15', end: '2026-12-14' };
    const contract = await Contracting.signed(app, parties, { paymentDays: 10 }, { window });
    await contract.must('start');
    await new Paying(app, contract).invoiced(1);
    await setBusinessTime(app, '2026-01-20T09:00:00+08:00');
    const bill = await upload(parties.manager);
    const demanded = await contract.must('demand-payment', { documents: [bill] }, parties.manager);
    expect(demanded.here.demands).toMatchObject([{ amount: '54000.00', documents: [bill] }]);
    await mustBeOfBoth(bill, [parties.bureau.officer, parties.manager]);
  });

  it('are such as the one who speaks may read; else nothing is stored', async () => {
    const contract = await active();
    await contract.must('propose-termination', { ground: 'breach', reference: '违约通知书1号', reason: '停止服务' });
    const foreign = await upload(parties.bureau.officer);
    const rows = async () =>
      Object.fromEntries(Object.entries(await stored(app)).filter(([table]) => !/^(idempoten|session)/.test(table)));
    const before = await rows();
    for (const documents of [[UNKNOWN], [foreign]]) {
      const heard = await contract.act('be-heard', { statement: '见附件', documents }, parties.manager);
      expect([heard.status, heard.body]).toMatchObject([
        404,
        { code: 'not_found', errors: [{ pointer: '/documents/0' }] },
      ]);
      const objected = await contract.act('raise-objection', { reason: '扣款', documents }, parties.manager);
      expect(objected.body.errors).toMatchObject([{ pointer: '/documents/0' }]);
    }
    expect(await rows()).toEqual(before);
  });

  it('of a winner that is heard on the end of its lot are read by winner and buyer', async () => {
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    const result = await Resulting.begin(app, parties.bureau);
    const award = await result.published();
    const [winner, rival] = [await result.bidder(0), await result.bidder(1)];
    const ending = { ground: 'unlawful_acts', reference: '财监〔2025〕7号', reason: '串通投标经查属实' };
    const lot = result.lots[0]?.id ?? '';
    expect((await actOnLot(app, lot, 'propose-ending', ending, parties.bureau.officer)).status).toBe(200);
    const shown = await upload(winner);
    const heard = await result.onAward(award.id, 'be-heard', { statement: '见附件', documents: [shown] }, winner);
    expect(heard.body).toMatchObject({ ending: { statement: '见附件', documents: [shown] } });
    await mustBeOfBoth(shown, [winner, parties.bureau.officer]);
    expect(await statusFor(shown, rival)).toBe(404);
  });
});
