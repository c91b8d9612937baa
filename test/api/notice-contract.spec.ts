import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestApp } from '../support/app.js';
import { CONTENT, Contracting, creditCode, makeParties } from '../support/contracts.js';
import { setBusinessTime, type Bureau } from '../support/drafts.js';
import { Resulting } from '../support/results.js';
import { startBureau } from '../support/started.js';

/** Regulation article 50: the contract is published; Caiku [2020] 50: with its parties, its amount and its days. */
describe('the notice of a contract', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    ({ app, bureau } = await startBureau());
    await app.dataSource.query(`UPDATE organisation SET credit_code = $2 WHERE id = $1`, [bureau.id, creditCode('11')]);
  });
  afterAll(() => app.close());

  const text = (tender: string, kind = 'contract') =>
    app.http.get(`/api/v1/tenders/${tender}/notices/${kind}/text`).set(bureau.officer.auth);
  const times = (said: string, word: string): number => said.split(word).length - 1;
  const signed = async (content: object): Promise<{ contract: Contracting; tender: string }> => {
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    const result = await Resulting.begin(app, bureau);
    const agency = result.lots[0]?.offers[0]?.bidder ?? '';
    await app.dataSource.query(`UPDATE organisation SET credit_code = $2 WHERE id = $1`, [agency, creditCode()]);
    const { id: award } = await result.published();
    const made = await app.http
      .post('/api/v1/contracts')
      .set(bureau.officer.auth)
      .send({ award, ...CONTENT, ...content });
    if (made.status !== 201) throw new Error(made.text);
    const parties = { bureau, agency, manager: await result.bidder(0) };
    const contract = new Contracting(app, parties, (made.body as { id: string }).id);
    await contract.signBoth();
    return { contract, tender: result.id };
  };

  it.each([
    ['with a number', { number: 'HT-2025-1' }, 1],
    ['without one', {}, 0],
  ])('%s names supplier and amount, once, from its publication on', async (_, content, numbers) => {
    const { contract, tender } = await signed(content);
    expect((await text(tender)).status).toBe(404);
    const address = { kind: 'contract', url: 'https://example.org/contract', publishedOn: '2025-11-05' };
    const record = () => app.http.post(`/api/v1/tenders/${tender}/notices`).set(bureau.officer.auth).send(address);
    await setBusinessTime(app, '2025-11-05T09:00:00+08:00');
    // It is published first: the address of a notice publishes nothing.
    expect((await record()).status).toBe(404);
    await setBusinessTime(app, '2025-11-04T09:00:00+08:00');
    await contract.must('publish', {});
    await setBusinessTime(app, '2025-11-05T09:00:00+08:00');
    const complete = (said: string, day: string): void => {
      expect(said).toMatch(/第 1 包 供应商：机构\S+/);
      expect(said).toContain('第 1 包 合同金额：150000.00 元');
      expect(said).toContain('第 1 包 签订日期：2025-11-03');
      expect(said).toContain(`第 1 包 公告日期：${day}`);
      expect([times(said, '合同编号：HT-2025-1'), times(said, '供应商：'), times(said, '合同金额：')]).toEqual([
        numbers,
        1,
        1,
      ]);
    };
    complete((await text(tender).expect(200)).text, '2025-11-04');
    const recorded = await record();
    expect(recorded.status).toBe(200);
    complete((await text(tender).expect(200)).text, '2025-11-05');
    expect(await contract.read()).toMatchObject({ here: { publishedOn: '2025-11-05', publishedUrl: address.url } });
    // One contract, one fact in force; what was signed stays on record.
    const facts = (recorded.body as { facts: { kind: string; replacedBy: string | null }[] }).facts;
    const told = facts.filter(({ kind }) => kind === 'contract').map(({ replacedBy }) => replacedBy === null);
    expect(told).toEqual([false, false, true]);
  });

  it('is missed where it officially appeared later than two working days after the signing', async () => {
    const { contract, tender } = await signed({});
    await contract.must('publish', {});
    const state = async () =>
      (await contract.read()).deadlines.find(({ event }) => event === 'contract_published')?.state;
    expect(await state()).toBe('met');
    await setBusinessTime(app, '2025-11-07T09:00:00+08:00');
    await app.http
      .post(`/api/v1/tenders/${tender}/notices`)
      .set(bureau.officer.auth)
      .send({ kind: 'contract', url: 'https://example.org/contract', publishedOn: '2025-11-07' })
      .expect(200);
    expect(await state()).toBe('missed');
  });

  it('names them too where the award was made elsewhere and the contract is signed here', async () => {
    const parties = await makeParties(app, null);
    await setBusinessTime(app, '2025-12-22T09:00:00+08:00');
    const contract = await Contracting.signed(app, parties, { number: 'HT-2025-2' });
    await contract.must('publish', {});
    const { tender } = await contract.read();
    const { text: said } = await app.http
      .get(`/api/v1/tenders/${tender}/notices/contract/text`)
      .set(parties.bureau.officer.auth)
      .expect(200);
    expect(said).toContain('第 1 包 合同金额：180000.00 元');
    expect([times(said, 'HT-2025-2'), times(said, '供应商：')]).toEqual([1, 1]);
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
  });
});
