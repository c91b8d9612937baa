import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { CONTENT, Contracting, creditCode, said } from '../support/contracts.js';
import { makeBureau, setBusinessTime, type Bureau, makeThreshold } from '../support/drafts.js';
import { Resulting } from '../support/results.js';

const OFFERED = [
  { name: '测试督导甲', role: '督导', qualification: '社会工作师' },
  { name: '测试社工乙', role: '社工' },
];
const TEAM = [
  { name: '测试督导甲', role: '督导', qualification: '社会工作师' },
  { name: '测试社工乙', role: '社工' },
];

/** Law article 46: what the offer and the talks have determined binds as the documents do. */
describe('a contract and what was offered', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
    await makeThreshold(app);
    await app.dataSource.query(`UPDATE organisation SET credit_code = $2 WHERE id = $1`, [bureau.id, creditCode('11')]);
  });
  afterAll(() => app.close());
  const awarded = async () => {
    const result = await Resulting.begin(app, bureau);
    const agency = result.lots[0]?.offers[0]?.bidder ?? '';
    await app.dataSource.query(`UPDATE organisation SET credit_code = $2 WHERE id = $1`, [agency, creditCode()]);
    await app.dataSource.query(`UPDATE bid SET content = $2 WHERE id = $1`, [
      result.bid(0),
      JSON.stringify({ price: '150000.00', statement: '甲', items: [], team: OFFERED, contacts: [], documents: [] }),
    ]);
    return { result, agency };
  };
  const drafted = async ({ result, agency }: Awaited<ReturnType<typeof awarded>>, more: object = {}) => {
    const { id: award } = await result.published();
    const made = await app.http
      .post('/api/v1/contracts')
      .set(bureau.officer.auth)
      .send({ award, ...CONTENT, ...more });
    if (made.status !== 201) throw new Error(made.text);
    const parties = { bureau, agency, manager: await result.bidder(0) };
    return new Contracting(app, parties, (made.body as { id: string }).id);
  };
  const departs = (...pointers: string[]) => [422, 'contract_departs', 'CONTRACT-MATCH', pointers];

  it('names the team that was offered, and nobody else', async () => {
    const contract = await drafted(await awarded());
    const { manager } = contract.parties;
    expect((await contract.read()).here).toMatchObject({ content: { team: TEAM }, team: TEAM });
    const { body } = await app.http.get(`/api/v1/contracts/${contract.id}/text`).set(manager.auth).expect(200);
    // What was offered in words is no number of a certificate.
    expect((body as { text: string }).text).toContain('测试督导甲，督导，资格：社会工作师\n测试社工乙，社工\n');
    for (const team of [
      [],
      TEAM.slice(1),
      [...TEAM, { name: '测试丙', role: '社工' }],
      [{ ...TEAM[0], name: '测试丁' }, TEAM[1]],
      [{ name: '测试督导甲', role: '督导', licence: '社会工作师' }, TEAM[1]],
    ]) {
      await contract.must('redraft', { reason: '换人', content: { team } });
      expect(said(await contract.sign(manager))).toEqual(departs('/team'));
    }
    await contract.must('redraft', { reason: '改回', content: { team: [TEAM[1], TEAM[0]] } });
    expect((await contract.signBoth()).state).toBe('signed');
    // Afterwards with the buyer's consent.
    const team = [{ name: '测试丁', role: '督导' }];
    await contract.must('ask-team-change', { team, reason: '离职' }, manager);
    expect((await contract.must('change-team')).here.team).toEqual(team);
  });

  it('names the team of the final offer where that says one, else that of the last answer in the talks', async () => {
    const made = await awarded();
    const { result } = made;
    const [change] = await app.dataSource.query<{ id: string }[]>(
      `INSERT INTO requirement_change (lot_id, round, no, state, requirement, reason, proposed_at, proposed_by, decided_at,
         decided_by, respond_by)
       VALUES ($1, 1, 1, 'confirmed', '每周上门两次', 'x', business_now(), $2, business_now(), $2, business_now() + interval '1 hour')
       RETURNING id`,
      [result.lots[0]?.id, bureau.officer.id],
    );
    await app.dataSource.query(
      `INSERT INTO consultation_response (bid_id, change_id, content, sha256, received_at) VALUES ($1, $2, $3, $4, business_now())`,
      [
        result.bid(0),
        change?.id,
        JSON.stringify({ statement: '可', team: [OFFERED[1]], documents: [] }),
        'a'.repeat(64),
      ],
    );
    const contract = await drafted(made);
    expect((await contract.read()).here).toMatchObject({ content: { team: [TEAM[1]], requirement: '每周上门两次' } });
    await app.dataSource.query(
      `INSERT INTO final_offer (bid_id, round, envelope_id, price, sha256, received_at, content)
       VALUES ($1, 1, gen_random_uuid(), 15000000, $2, business_now(), $3)`,
      [result.bid(0), 'b'.repeat(64), JSON.stringify({ price: '150000.00', team: [OFFERED[0]] })],
    );
    const { manager } = contract.parties;
    expect(said(await contract.sign(manager))).toEqual(departs('/team'));
    await contract.must('redraft', { reason: '按最后报价', content: { team: [TEAM[0]] } });
    expect((await contract.sign(manager)).status).toBe(200);
  });

  it('takes over the terms of the contract that the talks confirmed, word by word', async () => {
    const made = await awarded();
    await app.dataSource.query(
      `INSERT INTO requirement_change (lot_id, round, no, state, contract_terms, reason, proposed_at, proposed_by, decided_at,
         decided_by, respond_by, decision_reason)
       SELECT $1, 1, g.no, g.state, g.terms, 'x', business_now(), $2, business_now(), $2,
         CASE WHEN g.state = 'confirmed' THEN business_now() + interval '1 hour' END, CASE WHEN g.state = 'refused' THEN 'x' END
       FROM (VALUES (1, 'confirmed', '逾期一日按千分之一计违约金。'), (2, 'confirmed', '逾期一日按千分之二计违约金。'),
         (3, 'refused', '不计违约金。')) AS g (no, state, terms)`,
      [made.result.lots[0]?.id, bureau.officer.id],
    );
    const contract = await drafted(made);
    const { manager } = contract.parties;
    const clause = { title: '磋商确定的合同条款', text: '逾期一日按千分之二计违约金。' };
    expect((await contract.read()).here.content['clauses']).toEqual([clause]);
    const text = await app.http.get(`/api/v1/contracts/${contract.id}/text`).set(manager.auth).expect(200);
    expect((text.body as { text: string }).text).toContain(clause.text);
    const other = { title: '违约责任', text: '不计违约金。' };
    await contract.must('redraft', { reason: '改', content: { clauses: [other] } });
    expect(said(await contract.sign(manager))).toEqual(departs('/clauses'));
    await contract.must('redraft', {
      reason: '改回',
      content: { clauses: [{ title: '保密', text: '保密。' }, clause] },
    });
    expect((await contract.sign(manager)).status).toBe(200);
  });
});
