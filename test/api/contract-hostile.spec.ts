import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { startTestApp, type TestApp } from '../support/app.js';
import { Contracting, makeParties, said, STANDARDS, type ContractBody, type Parties } from '../support/contracts.js';

/** Edges of money, days and time that somebody tries on purpose: a stable code each, and nothing stored. */
describe('a contract and who tries its edges', () => {
  let app: TestApp;
  let parties: Parties;
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app);
  });
  afterAll(() => app.close());
  const signed = (content: object = {}, known: object = {}) => Contracting.signed(app, parties, content, known);
  const words = async (contract: Contracting, body: object) => {
    const proposed = await contract.propose(body);
    if (proposed.status !== 200) throw new Error(proposed.text);
    const amendment = (proposed.body as ContractBody).here.amendments.at(-1);
    return { amendment: amendment?.id, hash: amendment?.hash };
  };

  it('no supplement and no subcontract is of nothing, of less, or of a number', async () => {
    const contract = await signed();
    for (const supplement of ['0', '0.00', '-1.00', '1e3', 1000, '1000000000000000.00', '1.001'])
      expect([supplement, ...said(await contract.propose({ reasonCode: 'supplement', supplement }))]).toEqual([
        supplement,
        400,
        'validation_failed',
        null,
        ['/supplement'],
      ]);
    const most = await contract.propose({ reasonCode: 'supplement', supplement: '999999999999999.99' });
    expect(said(most).slice(0, 2)).toEqual([422, 'supplement_too_high']);
    for (const amount of ['0', '0.00', '-1.00', 5])
      expect([
        amount,
        ...said(
          await contract.act(
            'ask-subcontract',
            { subcontract: { to: '丙', work: '送餐', amount }, reason: '专业' },
            parties.manager,
          ),
        ),
      ]).toEqual([amount, 400, 'validation_failed', null, ['/subcontract/amount']]);
    expect((await contract.act('ask-team-change', { team: [], reason: '离职' }, parties.manager)).status).toBe(400);
    expect((await contract.read()).here).toMatchObject({ amendments: [], requests: [] });
  });

  it('one amount is one amount, however it is written', async () => {
    const contract = await Contracting.drafted(app, parties, { amount: '180000' });
    expect((await contract.read()).here.content.amount).toBe('180000.00');
    expect((await contract.sign(parties.manager)).status).toBe(200);
  });

  it('the last day that can be written is beyond every term, not beyond the arithmetic', async () => {
    const contract = await signed();
    const end = '9999-12-31';
    for (const start of ['2026-01-01', '2026-06-01', '9999-12-31', '1000-01-01'])
      expect([start, (await contract.propose({ content: { window: { start, end } } })).body.code]).toEqual([
        start,
        start === end ? undefined : 'term_too_long',
      ]);
    const draft = await Contracting.drafted(
      app,
      parties,
      { window: { start: '2026-06-01', end } },
      { window: { start: '2026', end: '9999' } },
    );
    expect((await draft.sign(parties.manager)).body.code).toBe('term_too_long');
  });

  it('what has begun does not end before it began', async () => {
    const contract = await Contracting.active(app, parties);
    const ended = await contract.propose({ content: { window: { start: '2024-01-01', end: '2024-12-31' } } });
    expect(said(ended)).toEqual([422, 'content_incomplete', null, ['/content/window/end']]);
    expect((await contract.propose({ content: { window: { start: '2025-12-15', end: '2025-12-22' } } })).status).toBe(
      200,
    );
  });

  it('small supplements at once stay within ten percent together', async () => {
    const contract = await signed();
    const target = (n: number) => ({ standards: [{ ...STANDARDS[0], target: n }, STANDARDS[1]] });
    const all = [];
    for (let i = 0; i < 4; i++)
      all.push(
        await words(contract, {
          reasonCode: 'supplement',
          supplement: '5000.00',
          ...(i === 0 && { content: target(9700) }),
        }),
      );
    for (const one of all) await contract.must('amend', one, parties.manager);
    const sign = async (one: object): Promise<number> => {
      const answer = await contract.act('amend', one, parties.bureau.approver);
      return answer.status === 412 ? sign(one) : answer.status;
    };
    expect((await Promise.all(all.map(sign))).sort()).toEqual([200, 200, 200, 422]);
    expect((await contract.read()).here.supplements).toBe('15000.00');
  });

  it('nothing is amended, proposed or passed on once it has ended', async () => {
    const contract = await Contracting.active(app, parties);
    const open = await words(contract, { content: { requirement: '夜间巡访' } });
    await contract.must('amend', open, parties.manager);
    await contract.terminated('违约');
    const late = [
      await contract.act('amend', open, parties.bureau.approver),
      await contract.propose({ content: { requirement: '改' } }),
      await contract.act(
        'ask-subcontract',
        { subcontract: { to: '丙', work: '送餐', amount: '1.00' }, reason: 'x' },
        parties.manager,
      ),
      await contract.act('withdraw-amendment', { amendment: open.amendment, reason: 'x' }),
    ];
    expect(late.map(({ status, body }) => [status, (body as { code: string }).code])).toEqual(
      late.map(() => [409, 'wrong_state']),
    );
    expect((await contract.read()).here.content['requirement']).toBeNull();
  });

  it('an amendment of another contract is nobody’s here', async () => {
    const [one, other] = [await signed(), await signed()];
    const theirs = await words(other, { content: { requirement: '夜间巡访' } });
    for (const action of ['amend', 'withdraw-amendment', 'publish-amendment']) {
      const by = action === 'amend' ? parties.manager : parties.bureau.officer;
      const { hash, ...rest } = theirs;
      const answer = await one.act(action, { ...rest, ...(action === 'amend' ? { hash } : { reason: 'x' }) }, by);
      expect([action, answer.status]).toEqual([action, 422]);
    }
    expect((await other.read()).here.amendments[0]?.state).toBe('proposed');
  });

  it('what another system says of a contract keeps the same edges', async () => {
    const { tender } = await Contracting.awarded(app, parties);
    const put = (data: object, id = 'k-1') =>
      app.http
        .put(`/api/v1/contracts/by-external-id/hostile/${id}`)
        .set({ ...parties.bureau.officer.auth, 'Idempotency-Key': randomUUID() })
        .send({ tender, lot: 1, data, source: { kind: 'statement' } });
    const good = { signedOn: '2025-12-10', amount: '180000.00', supplier: { organisation: parties.agency } };
    for (const wrong of [
      { amount: '-1.00' },
      { amount: '1000000000000000.00' },
      { amount: 180000 },
      { signedOn: '2025-02-30' },
      { signedOn: '9999-12-31' },
      { window: { start: '2026-12-31', end: '2026-01-01' } },
    ]) {
      const answer = await put({ ...good, ...wrong });
      expect([wrong, answer.status < 500 && answer.status >= 400]).toEqual([wrong, true]);
    }
    expect((await app.http.get(`/api/v1/tenders/${tender}`).set(parties.bureau.officer.auth)).body.contracts).toEqual(
      [],
    );
    const answers = await Promise.all(Array.from({ length: 8 }, () => put(good)));
    expect(new Set(answers.map(({ body }) => (body as { id: string }).id)).size).toBe(1);
    expect(answers.every(({ status }) => status < 300)).toBe(true);
  });
});
