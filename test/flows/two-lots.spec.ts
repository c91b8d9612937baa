import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { giveCreditCodes } from '../support/bidding-parties.js';
import { Contracting } from '../support/contracts.js';
import { makeBureau, setBusinessTime, type Bureau } from '../support/drafts.js';
import { RiskWorld } from '../support/risk-world.js';
import { Surveying } from '../support/surveys.js';
import { awardTwoLots, DAY_CARE, draftContract, NIGHT_CARE, type TwoLots } from '../support/two-lots.js';

interface Coverage {
  spells: { contract: string; agency: string }[];
  gaps: { from: string; to: string; open: boolean; recipientsAffected: number | null }[];
  overlaps: unknown[];
}
interface Asked {
  lines: { serviceLine: string; servedBy: string[] }[];
}

describe('two lots of one purchase, each with a line of its own', () => {
  let app: TestApp;
  let bureau: Bureau;
  let two: TwoLots;
  let contracts: [Contracting, Contracting];
  let names: Map<string, string>;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
    const { result, awards, ...lots } = await awardTwoLots(app, bureau);
    two = lots;
    const bodies = [bureau.id, ...awards.map(({ supplier }) => supplier?.id ?? '')];
    await giveCreditCodes(app, bureau.id, bodies.slice(1));
    const rows = await app.dataSource.query<{ id: string; name: string }[]>(
      `SELECT id, name FROM organisation WHERE id = ANY ($1::uuid[])`,
      [bodies],
    );
    names = new Map(rows.map(({ id, name }) => [id, name]));
    const drafted: Contracting[] = [];
    for (const [i, award] of awards.entries()) {
      const agency = award.supplier?.id ?? '';
      const manager = await result.bidder(i);
      const { id } = (await draftContract(app, bureau, award)) as { id: string };
      drafted.push(new Contracting(app, { bureau, agency, manager }, id));
    }
    contracts = drafted as [Contracting, Contracting];
  });
  afterAll(() => app.close());

  const read = async (i: 0 | 1) =>
    (await contracts[i].read()) as unknown as {
      serviceLines: string[];
      here: { content: Record<string, unknown> };
    };
  const register = (contract: Contracting, line: string) =>
    app.http
      .post(`/api/v1/service-lines/${line}/recipients`)
      .set(contract.parties.manager.auth)
      .send({ contract: contract.id, displayName: '示例对象' });
  const coverage = async (line: string): Promise<Coverage> => {
    const answer = await app.http
      .get(`/api/v1/service-lines/${line}/coverage?asOf=2026-12-31`)
      .set(bureau.officer.auth)
      .expect(200);
    return answer.body as Coverage;
  };

  it('are contracted each by its own words and lines', async () => {
    for (const [i, words] of [DAY_CARE, NIGHT_CARE].entries()) {
      const { serviceLines, here } = await read(i as 0 | 1);
      expect(here.content).toMatchObject({ ...words, tender: { lot: i + 1 } });
      expect(serviceLines).toEqual([two.lines[i]]);
    }
  });

  it('are not signed by the words of the other lot', async () => {
    const [first] = contracts;
    const { standards } = NIGHT_CARE;
    await first.must('redraft', { reason: '改写', content: { standards } });
    expect((await first.sign(first.parties.manager)).body).toMatchObject({
      code: 'contract_departs',
      errors: [expect.objectContaining({ pointer: '/standards/0' })],
    });
    await first.must('redraft', { reason: '恢复', content: { standards: DAY_CARE.standards } });
  });

  it('serve the people of their own line alone', async () => {
    for (const contract of contracts) await contract.signBoth();
    await setBusinessTime(app, '2026-01-05T09:00:00+08:00');
    for (const [i, contract] of contracts.entries()) {
      await contract.must('start');
      await contract.must('publish', {});
      expect((await read(i as 0 | 1)).serviceLines).toEqual([two.lines[i]]);
      const other = two.lines[1 - i] ?? '';
      expect((await register(contract, other)).status).toBe(404);
      for (let k = 0; k <= i; k++) expect((await register(contract, two.lines[i] ?? '')).status).toBe(201);
    }
  });

  it('tell a resident of the supplier of their lot', async () => {
    await setBusinessTime(app, '2026-03-02T09:00:00+08:00');
    const [{ parties, id }] = contracts;
    const survey = await Surveying.of(app, parties, id);
    await survey.opened(1);
    const [code = ''] = await survey.codes();
    const { body } = await survey.ask(code).expect(200);
    expect((body as Asked).lines).toMatchObject([{ serviceLine: two.lines[0], servedBy: [names.get(parties.agency)] }]);
  });

  it('leave a gap on the line of the one that ends, and none on the other', async () => {
    await setBusinessTime(app, '2026-06-30T09:00:00+08:00');
    await contracts[1].terminated('违约');
    await setBusinessTime(app, '2026-12-31T09:00:00+08:00');
    const [day, night] = [await coverage(two.lines[0]), await coverage(two.lines[1])];
    const since = ({ gaps }: Coverage) => gaps.filter(({ to }) => to >= '2026-01-01');
    expect([since(day), day.overlaps]).toEqual([[], []]);
    expect(night.overlaps).toEqual([]);
    expect(since(night)).toMatchObject([{ from: '2026-07-01', to: '2026-12-31', open: true, recipientsAffected: 2 }]);
    expect([day, night].map(({ spells }) => spells.map(({ contract }) => contract))).toEqual(
      contracts.map(({ id }) => [id]),
    );
  });

  it('are no two contracts for the same service', async () => {
    await new RiskWorld(app, 'live').settle();
    const supervisor = await makeUser(app, 'supervisor', await makeBody(app, { kind: 'supervisor', region: '990200' }));
    for (const line of two.lines) {
      const { body } = await app.http
        .get(`/api/v1/risk/assessments?limit=200&indicator=G07&subject=service_line:${line}`)
        .set(supervisor.auth)
        .expect(200);
      expect((body as { items: { state: string }[] }).items.map(({ state }) => state)).toEqual(['clear']);
    }
  });
});
