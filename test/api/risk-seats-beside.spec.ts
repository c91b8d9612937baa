import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeAccount, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { CONTENT, Contracting, creditCode } from '../support/contracts.js';
import { setBusinessTime, type Bureau } from '../support/drafts.js';
import type { Flag } from '../support/flag-desk.js';
import { Resulting } from '../support/results.js';
import { RiskWorld } from '../support/risk-world.js';
import type { Said } from '../support/seats-desk.js';
import { startBureau } from '../support/started.js';

/** What S04 reads beside buyer, agency and evaluator: who wrote the documents, the committees of those who are served, the panel. */
describe('agent, committee and panel in S04', () => {
  let app: TestApp;
  let bureau: Bureau;
  let world: RiskWorld;
  let admin: TestAccount;
  let supervisor: TestAccount;
  beforeAll(async () => {
    ({ app, bureau } = await startBureau());
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    world = new RiskWorld(app, 'live');
    admin = await makeUser(app, 'admin');
    supervisor = await makeUser(app, 'supervisor', await makeBody(app, { kind: 'supervisor', region: '990200' }));
    await app.dataSource.query(`UPDATE organisation SET credit_code = $2 WHERE id = $1`, [bureau.id, creditCode('11')]);
    await register(bureau.id);
  });
  afterAll(() => app.close());

  /** All persons behind a body are on record: none. */
  const register = async (body: string): Promise<void> => {
    const path = `/api/v1/organisations/${body}`;
    const { headers } = await app.http.get(path).set(admin.auth).expect(200);
    await app.http
      .put(`${path}/relations`)
      .set({ ...admin.auth, 'If-Match': headers['etag'] ?? '' })
      .send({ persons: [], holdings: [], complete: true })
      .expect(200);
  };
  const list = async (contract: string): Promise<Said[]> => {
    await world.settle();
    const path = `/api/v1/risk/assessments?subject=contract:${contract}&indicator=S04`;
    return ((await app.http.get(path).set(supervisor.auth).expect(200)).body as { items: Said[] }).items;
  };
  const judge = async (contract: string): Promise<Said | undefined> => (await list(contract))[0];

  const makeAgent = async () => {
    const body = await makeBody(app, { kind: 'agent', creditCode: creditCode() });
    return { body, user: await makeUser(app, 'procurement_agent', body) };
  };

  interface Purchase {
    /** Who wrote the documents. */
    agent?: { body: string; user: TestAccount };
    /** Who supplies; absent: a body of which everything is known. */
    supplier?: string;
    line?: string;
    /** Who buys together with the buyer. */
    joint?: string;
  }
  /** A draft of a contract of a purchase that was conducted here. */
  const drafted = async ({ agent, supplier, line = bureau.line, joint }: Purchase): Promise<Contracting> => {
    const of = { ...bureau, line };
    const result = await Resulting.begin(app, of, {
      ...(agent && { agent: agent.body }),
      ...(joint !== undefined && { jointBuyers: [joint] }),
    });
    const winner = supplier ?? result.lots[0]?.offers[0]?.bidder ?? '';
    // As if it had handed in the first of the bids.
    await app.dataSource.query(`UPDATE bid SET bidder_id = $2 WHERE id = $1`, [result.bid(0), winner]);
    if (supplier === undefined) {
      await app.dataSource.query(`UPDATE organisation SET credit_code = $2 WHERE id = $1`, [winner, creditCode()]);
      await register(winner);
    }
    const by = agent?.user ?? bureau.officer;
    await result.must('deliver-report', {}, by);
    await result.must('confirm', { bid: result.bid(0) });
    const { awards } = await result.must('publish-result', {}, by);
    const made = await app.http
      .post('/api/v1/contracts')
      .set(bureau.officer.auth)
      .send({ award: awards[0]?.id, ...CONTENT });
    if (made.status !== 201) throw new Error(made.text);
    const manager = await makeUser(app, 'agency_manager', winner);
    return new Contracting(app, { bureau: of, agency: winner, manager }, (made.body as { id: string }).id);
  };
  const signed = async (purchase: Purchase): Promise<Contracting> => {
    const contract = await drafted(purchase);
    await contract.signBoth();
    return contract;
  };

  describe('an agent that wrote the documents', () => {
    it('and supplies breaks article 18 II, which the law excepts for a single source alone', async () => {
      const agent = await makeAgent();
      await register(agent.body);
      const { id } = await signed({ agent, supplier: agent.body });
      const found = await judge(id);
      expect(found).toMatchObject({
        state: 'triggered',
        severity: 'violation',
        basis: { kind: 'law', article: '第十八条第二款' },
        value: '2',
        threshold: '2',
      });
      expect(found?.evidence.map(({ record, field }) => [record, field]).sort()).toEqual([
        [`organisation:${agent.body}`, 'agency'],
        [`organisation:${agent.body}`, 'designer'],
      ]);
      const flags = await app.http.get('/api/v1/risk/flags?indicator=S04&limit=200').set(supervisor.auth).expect(200);
      expect((flags.body as { items: object[] }).items).toContainEqual(
        expect.objectContaining({ state: 'open', severity: 'violation', rootCause: expect.objectContaining({ id }) }),
      );
      // As if it had been bought from it as the only one there is.
      await app.dataSource.query(
        `UPDATE tender SET method = 'SINGLE_SOURCE' WHERE id = (SELECT tender_id FROM contract WHERE id = $1)`,
        [id],
      );
      await world.reassess();
      expect(await judge(id)).toMatchObject({ state: 'clear', value: '1' });
    });

    it('is told to a body that was asked in a list and a file of flags as by the flag itself', async () => {
      const agent = await makeAgent();
      await register(agent.body);
      const { id } = await signed({ agent, supplier: agent.body });
      const found = await judge(id);
      const listed = async (by: TestAccount) => {
        const { body } = await app.http.get('/api/v1/risk/flags?indicator=S04&limit=200').set(by.auth).expect(200);
        return (body as { items: Flag[] }).items.find(({ rootCause }) => rootCause.id === id);
      };
      const flag = await listed(supervisor);
      expect(flag?.explanation).toBe(found?.explanation);
      const path = `/api/v1/risk/flags/${flag?.id}`;
      await app.http
        .post(`${path}/actions/assign`)
        .set({ ...supervisor.auth, 'If-Match': `"${flag?.version}"` })
        .send({ askOrganisations: [bureau.id, agent.body] })
        .expect(200);
      const read = async (by: TestAccount) => (await app.http.get(path).set(by.auth).expect(200)).body as Flag;
      const manager = await makeUser(app, 'agency_manager', agent.body);
      expect((await read(manager)).explanation).toBe(found?.explanation);
      for (const by of [bureau.officer, manager])
        expect((await listed(by))?.explanation).toBe((await read(by)).explanation);
      const file = await app.http
        .get('/api/v1/risk/flags?indicator=S04&format=csv')
        .set(bureau.officer.auth)
        .expect(200);
      expect(file.text).toContain(flag?.id);
      expect(file.text).toContain((await read(bureau.officer)).explanation);
    });

    it('and has no other part is none of the three seats: it is not asked who stands behind it', async () => {
      const { id } = await signed({ agent: await makeAgent() });
      expect(await judge(id)).toMatchObject({ state: 'clear', value: '1', threshold: '2' });
    });
  });

  describe('the committee of those who are served', () => {
    const serving = async (committee: string | null): Promise<string> => {
      const post = async (path: string, body: object): Promise<string> => {
        const made = await app.http.post(`/api/v1/${path}`).set(bureau.officer.auth).send(body);
        if (made.status !== 201) throw new Error(made.text);
        return (made.body as { id: string }).id;
      };
      const name = `示例社区 ${committee ?? ''}`;
      const community = await post('communities', { name, region: '990203', committee });
      const line = { name, category: 'ELDERLY_HOME_CARE', since: '2018-01-01', region: '990203' };
      return post('service-lines', { ...line, communities: [community] });
    };
    const makeCommittee = () => makeBody(app, { kind: 'community_committee' });

    it('sits where the buyer sits: who is behind it has to be known, and one person may not sit in the agency too', async () => {
      const committee = await makeCommittee();
      const contract = await signed({ line: await serving(committee) });
      expect(await judge(contract.id)).toMatchObject({
        state: 'insufficient_data',
        reason: { missing: ['relations'] },
        evidence: expect.arrayContaining([expect.objectContaining({ record: `organisation:${committee}` })]),
      });
      await register(committee);
      expect(await judge(contract.id)).toMatchObject({ state: 'clear' });
      await makeAccount(
        app,
        { role: 'community_worker', organisation: committee },
        { role: 'integrator', organisation: contract.parties.agency },
      );
      const found = await judge(contract.id);
      expect(found).toMatchObject({ state: 'triggered', severity: 'risk', basis: { kind: 'POLICY' }, value: '2' });
      expect(found?.evidence.map(({ record }) => record).sort()).toEqual(
        [committee, contract.parties.agency].map((body) => `organisation:${body}`).sort(),
      );
    });

    it('may not be the agency itself; a community without one asks nothing', async () => {
      const body = await makeBody(app, { kind: 'community_committee', creditCode: creditCode('54') });
      await register(body);
      const { id } = await signed({ line: await serving(body), supplier: body });
      expect(await judge(id)).toMatchObject({ state: 'triggered', severity: 'risk', value: '2' });
      const alone = await signed({ line: await serving(null) });
      expect(await judge(alone.id)).toMatchObject({ state: 'clear' });
    });
  });

  it('asks who is behind a joint buyer as behind the buyer, and finds one person there and in the agency', async () => {
    const joint = await makeBody(app);
    const contract = await signed({ joint });
    expect(await judge(contract.id)).toMatchObject({
      state: 'insufficient_data',
      reason: { missing: ['relations'] },
      evidence: expect.arrayContaining([expect.objectContaining({ record: `organisation:${joint}`, field: 'buyer' })]),
    });
    await register(joint);
    expect(await judge(contract.id)).toMatchObject({ state: 'clear' });
    await makeAccount(
      app,
      { role: 'bureau_officer', organisation: joint },
      { role: 'integrator', organisation: contract.parties.agency },
    );
    const found = await judge(contract.id);
    expect(found).toMatchObject({ state: 'triggered', severity: 'risk', basis: { kind: 'POLICY' }, value: '2' });
    expect(found?.evidence.map(({ record }) => record).sort()).toEqual(
      [joint, contract.parties.agency].map((body) => `organisation:${body}`).sort(),
    );
  });

  it('finds who judged the bids and sat in the agency: Regulation article 9', async () => {
    const contract = await drafted({});
    const expert = await makeAccount(
      app,
      { role: 'panel_member', organisation: await makeBody(app) },
      { role: 'integrator', organisation: contract.parties.agency },
    );
    // The day of a seat is kept by the wall clock; the panel was one of test data.
    await app.dataSource.query(`UPDATE seat SET created_at = '2025-10-01' WHERE user_id = $1`, [expert.id]);
    await app.dataSource.query(
      `INSERT INTO review_member (review_id, user_id, kind, appointed_at, signed_at)
       SELECT v.id, $2, 'expert', v.created_at, v.reported_at FROM review v JOIN contract c ON c.lot_id = v.lot_id WHERE c.id = $1`,
      [contract.id, expert.id],
    );
    await contract.signBoth();
    const found = await judge(contract.id);
    expect(found).toMatchObject({
      state: 'triggered',
      severity: 'violation',
      basis: { kind: 'law', article: '第九条' },
    });
    expect(found?.evidence.map(({ field }) => field).sort()).toEqual(['reviewed', 'seat']);
    expect(JSON.stringify(found)).not.toContain(expert.login);
  });

  it('is not asked of a contract that nobody has signed', async () => {
    const agent = await makeAgent();
    const draft = await drafted({ agent, supplier: agent.body });
    expect(await list(draft.id)).toEqual([]);
    await draft.signBoth();
    expect(await judge(draft.id)).toMatchObject({ state: 'triggered', severity: 'violation' });
  });
});
