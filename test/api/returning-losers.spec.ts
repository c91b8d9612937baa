import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { CONTENT, Contracting, type Parties } from '../support/contracts.js';
import { importsOf, rejectsOf, row, text } from '../support/imports.js';
import { plantLot } from '../support/markets.js';
import { RiskWorld } from '../support/risk-world.js';
import { startContracting } from '../support/started.js';

interface Assessed {
  subject: { type: string; label: string };
  state: string;
  explanation: string;
  reason: { code?: string; missing?: string[] } | null;
}

const firm = (n: number): string => `示例机构${n}`;
const RING = [0, 1, 2].map(firm);
const HONEST = [3, 4, 5].map(firm);
const NEVER_FIRST = [6, 7, 8].map(firm);
/** Yuan, to the yuan, without a pattern. */
const priceOf = (lot: number, i: number): number => 160_001 + ((lot * 7_919 + i * i * 5_303 + i * 2_477) % 29_989);

describe('a losing bidder that returns as subcontractor', () => {
  let app: TestApp;
  let admin: TestAccount;
  let overseer: TestAccount;
  let parties: Parties;
  beforeAll(async () => {
    ({ app, parties } = await startContracting());
    admin = await makeUser(app, 'admin');
    overseer = await makeUser(app, 'supervisor', await makeBody(app, { kind: 'supervisor', region: '320000' }));
  });
  afterAll(() => app.close());

  const listReturns = async (dataset: string, by: TestAccount, lang = 'en'): Promise<Assessed[]> => {
    const { body } = await app.http
      .get(`/api/v1/risk/assessments?dataset=${dataset}&limit=200&indicator=N10`)
      .set(by.auth)
      .set('Accept-Language', lang)
      .expect(200);
    return (body as { items: Assessed[] }).items;
  };
  /** Of the group of exactly these bodies. */
  const answer = async (
    dataset: string,
    names: readonly string[],
    by: TestAccount,
    lang?: string,
  ): Promise<Assessed> => {
    const found = (await listReturns(dataset, by, lang)).find(({ subject }) => subject.label === names.join('、'));
    if (found === undefined) throw new Error(`N10 says nothing of ${names.join()}`);
    return found;
  };

  interface ImportedLot {
    bidders: readonly string[];
    winner: string;
    /** Of the winner; absent: the notice does not say. */
    subcontractors?: readonly string[];
    /** Where the notice says it: of the winning bid, or of the result. */
    said?: 'bid' | 'result';
  }
  const toRow = ({ bidders, winner, subcontractors, said = 'result' }: ImportedLot, lot: number) =>
    row(`n-${lot}`, {
      notice_type: 'award',
      notice_date: '2025-03-20',
      award_date: `2025-03-${String(1 + (lot % 19)).padStart(2, '0')}`,
      region: '江苏省宜兴市',
      category: 'ELDERLY_HOME_CARE',
      method: 'COMPETITIVE_CONSULTATION',
      pricing: '竞争',
      project_title: `社区服务项目 ${lot}`,
      ceiling_price_yuan: 200_000,
      winner,
      winning_price_yuan: priceOf(lot, bidders.indexOf(winner)),
      bid_count: bidders.length,
      bidders: bidders.map((name, i) => ({
        name,
        price_yuan: priceOf(lot, i),
        status: '有效',
        ...(name === winner && said === 'bid' && { subcontractors }),
      })),
      ...(said === 'result' && { subcontractors }),
    });
  /** A ring that gives a part to who lost, an honest trio, one that never comes first, and everybody elsewhere. */
  const market = (knows: boolean): ImportedLot[] => {
    const none = knows ? { subcontractors: [] } : {};
    const ring = Array.from({ length: 8 }, (_, n): ImportedLot => {
      const winner = RING[n % 3] as string;
      const loser = RING[(n + 1) % 3] as string;
      return { bidders: RING, winner, ...(knows && { subcontractors: [loser], said: n % 2 ? 'bid' : 'result' }) };
    });
    const honest = Array.from({ length: 8 }, (_, n) => ({ bidders: HONEST, winner: HONEST[n % 3] as string, ...none }));
    const never = Array.from({ length: 8 }, (_, n) => {
      const winner = firm(n < 4 ? 9 : 10);
      return { bidders: [...NEVER_FIRST, winner], winner, ...none };
    });
    const elsewhere = Array.from({ length: 24 }, (_, n) => {
      const bidders = [RING[n % 3] as string, HONEST[(n * 7) % 3] as string, firm(11 + (n % 4))];
      return { bidders, winner: bidders[n % 3] as string, ...none };
    });
    return [...ring, ...honest, ...never, ...elsewhere];
  };
  const take = async (name: string, lots: readonly ImportedLot[]): Promise<RiskWorld> => {
    const { body } = await app.http
      .post(`/api/v1/imports?name=${name}`)
      .set({ ...admin.auth, 'Content-Type': 'application/x-ndjson' })
      .send(text(lots.map(toRow)))
      .expect(202);
    const { id } = body as { id: string };
    await importsOf(app).run(id);
    expect(await rejectsOf(app, id)).toEqual([]);
    const world = new RiskWorld(app, `import:${name}`);
    await world.reassess();
    await world.screen();
    return world;
  };

  it('is found in a file of notices; a trio that meets as often is clear, and one of whom none won is not asked', async () => {
    const world = await take('returning', market(true));
    const found = await answer('import:returning', RING, overseer);
    expect(found.state).toBe('triggered');
    expect(found.explanation).toContain('became its subcontractor in 8 of 8 lots');
    expect((await answer('import:returning', RING, overseer, 'zh')).explanation).toContain(
      '共同参加并由其中一家成交的 8 个包中，有 8 个包',
    );
    expect((await answer('import:returning', HONEST, overseer)).state).toBe('clear');
    expect(await answer('import:returning', NEVER_FIRST, overseer)).toMatchObject({
      state: 'not_applicable',
      reason: { code: 'none_won' },
    });
    const before = await world.stored();
    expect((await world.reassess()).changed).toBe(0);
    expect(await world.stored()).toEqual(before);
  });

  it('is not guessed where nobody says who takes whom', async () => {
    await take('silent', market(false));
    expect(await answer('import:silent', RING, overseer)).toMatchObject({
      state: 'insufficient_data',
      reason: { missing: ['subcontractors'] },
    });
  });

  it('is refused in a row that names them as no list, and a fact that names too many, and nothing is stored', async () => {
    const [lot] = market(true);
    const { body } = await app.http
      .post('/api/v1/imports?name=faulty')
      .set({ ...admin.auth, 'Content-Type': 'application/x-ndjson' })
      .send(text([{ ...toRow(lot as ImportedLot, 0), subcontractors: '示例机构1' }]))
      .expect(202);
    const { id } = body as { id: string };
    await importsOf(app).run(id);
    expect(JSON.stringify(await rejectsOf(app, id))).toContain('/subcontractors');
    const { tender } = await Contracting.awarded(app, parties);
    const many = Array.from({ length: 21 }, (_, n) => ({ name: firm(n) }));
    const data = { bidder: { name: '示例机构甲' }, subcontractors: many };
    const answered = await app.http
      .post(`/api/v1/tenders/${tender}/facts`)
      .set({ ...parties.bureau.officer.auth, 'Idempotency-Key': randomUUID() })
      .send({ facts: [{ kind: 'bid', lot: 1, data, source: { kind: 'notice', reference: 'x' } }] });
    expect([answered.status, (answered.body as { code: string }).code]).toEqual([400, 'validation_failed']);
    const facts = await app.dataSource.query<object[]>(`SELECT FROM fact WHERE subject_id = $1 AND kind = 'bid'`, [
      tender,
    ]);
    expect(facts).toEqual([]);
  });

  it('is found by the consents under contracts that run here, each as soon as it is given', async () => {
    const world = new RiskWorld(app, 'live');
    const supervisor = await makeUser(app, 'supervisor', await makeBody(app, { kind: 'supervisor', region: '990000' }));
    const [winner] = await app.dataSource.query<{ name: string }[]>(`SELECT name FROM organisation WHERE id = $1`, [
      parties.agency,
    ]);
    const loser = '示例落选机构';
    const contracts: Contracting[] = [];
    for (let n = 0; n < 5; n++) {
      const bid = (name: object, price: number) => ({
        ...{ kind: 'bid', lot: 1, source: { kind: 'notice', reference: randomUUID() } },
        data: { bidder: name, price: `${price}.00`, status: 'valid' },
      });
      const { award } = await Contracting.awarded(app, parties, {}, {}, [
        bid({ organisation: parties.agency }, 180_000),
        bid({ name: loser }, priceOf(n, 1)),
      ]);
      const { body } = await app.http
        .post('/api/v1/contracts')
        .set(parties.bureau.officer.auth)
        .send({ award, ...CONTENT })
        .expect(201);
      contracts.push(new Contracting(app, parties, (body as { id: string }).id));
    }
    const others: string[] = [];
    for (let n = 0; n < 6; n++) others.push(await world.body(`示例同业${n}`));
    for (let n = 0; n < 24; n++) {
      const bidders = [others[n % 6], others[(n + 1 + (n % 4)) % 6]] as string[];
      await plantLot(
        world,
        parties.bureau.id,
        '2025-06-10',
        bidders.map((bidder, i) => ({ bidder, price: `${priceOf(n, i)}.00`, won: i === 0, subcontractors: [] })),
      );
    }
    await world.dirty();
    await world.reassess();
    await world.screen();
    const names = [winner?.name ?? '', loser].sort();
    expect((await answer('live', names, supervisor)).reason).toMatchObject({ code: 'too_few_lots' });
    const subcontract = { to: loser, work: '送餐', amount: '20000.00' };
    for (const contract of contracts) {
      await contract.signBoth();
      await contract.must('ask-subcontract', { subcontract, reason: '专业' }, parties.manager);
    }
    await world.touchTogether(await world.dirty());
    await world.screen();
    // Signed, and nobody has consented: nobody is a subcontractor.
    expect((await answer('live', names, supervisor)).state).toBe('clear');
    for (const contract of contracts) await contract.must('consent-subcontract');
    await world.touchTogether(await world.dirty());
    expect((await answer('live', names, supervisor)).reason).toMatchObject({ code: 'not_screened' });
    await world.screen();
    const found = await answer('live', names, supervisor);
    expect(found.state).toBe('triggered');
    expect(found.explanation).toContain('in 5 of 5 lots');
    const before = await world.stored();
    expect((await world.reassess()).changed).toBe(0);
    expect(await world.stored()).toEqual(before);
  }, 120_000);
});
