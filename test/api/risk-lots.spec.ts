import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { RiskWorld, setBusinessDay } from '../support/risk-world.js';

interface Found {
  state: string;
  severity: string;
  value: string | null;
  explanation: string;
  evidence: { record: string; field: string; value: string }[];
}
interface Next {
  kind: string;
  starts: string | null;
  tender: { id: string; start: string | null } | null;
}

/** What is said of purchases whose lots have lines and windows of their own. */
describe('the watch on lots that differ', () => {
  let app: TestApp;
  let world: RiskWorld;
  let supervisor: TestAccount;
  let officer: TestAccount;
  let buyer: string;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessDay(app, '2021-03-01');
    world = new RiskWorld(app, 'live');
    buyer = await makeBody(app);
    officer = await makeUser(app, 'bureau_officer', buyer);
    supervisor = await makeUser(app, 'supervisor', await makeBody(app, { kind: 'supervisor', region: '990200' }));
  });
  afterAll(() => app.close());

  const makeLines = async (): Promise<[string, string]> => [
    await world.line({ since: '2020-07-01', name: '日间照料' }),
    await world.line({ since: '2020-07-01', name: '夜间照护' }),
  ];
  const record = (more: Parameters<RiskWorld['tender']>[0]) => world.tender({ buyer, ...more });
  const findings = async (indicator: string, subject: string): Promise<Found[]> => {
    await world.settle();
    const { body } = await app.http
      .get(`/api/v1/risk/assessments?limit=200&indicator=${indicator}&subject=${subject}`)
      .set(supervisor.auth)
      .expect(200);
    return (body as { items: Found[] }).items;
  };
  const next = async (line: string): Promise<Next> => {
    const { body } = await app.http.get(`/api/v1/service-lines/${line}/coverage`).set(officer.auth).expect(200);
    return (body as { next: Next }).next;
  };
  const contract = (start: string, end: string, lot: number | null = null) => ({
    kind: 'contract',
    lot,
    data: { signedOn: '2020-06-20', window: { start, end }, supplier: { name: '示例机构' } },
  });
  const serve = async (serviceLines: string[]) => {
    const tender = await record({ serviceLines });
    await world.facts(tender, [contract('2020-07-01', '2021-06-30')]);
  };
  const YEAR = { start: '2021-07-01', end: '2022-06-30' };

  describe('of what is ahead of a line', () => {
    it('is the window of the lot for that line', async () => {
      const [day, night] = await makeLines();
      await serve([day, night]);
      const late = { start: '2021-09-01', end: '2022-08-31' };
      const tender = await record({
        serviceLines: [day, night],
        window: YEAR,
        lots: [
          { no: 1, serviceLines: [day] },
          { no: 2, serviceLines: [night], window: late },
        ],
      });
      expect(await next(day)).toMatchObject({ kind: 'tender', starts: YEAR.start, tender: { id: tender } });
      expect(await next(night)).toMatchObject({ kind: 'tender', starts: late.start, tender: { id: tender } });
    });

    it('is no lot that ends before the line is left alone, though the purchase does not', async () => {
      const [day, night] = await makeLines();
      await serve([day, night]);
      await record({
        window: YEAR,
        lots: [
          { no: 1, serviceLines: [day] },
          { no: 2, serviceLines: [night], window: { start: '2021-01-01', end: '2021-05-31' } },
        ],
      });
      expect((await next(day)).kind).toBe('tender');
      expect((await next(night)).kind).toBe('none');
    });

    it('is a lot without a contract, though another lot of the purchase has one', async () => {
      const [day, night] = await makeLines();
      await serve([day, night]);
      const tender = await record({
        window: YEAR,
        lots: [
          { no: 1, serviceLines: [day] },
          { no: 2, serviceLines: [night] },
        ],
      });
      await world.facts(tender, [
        { kind: 'notice', data: { publishedOn: '2021-02-01', documentsFrom: '2021-02-01' } },
        contract(YEAR.start, YEAR.end, 1),
      ]);
      expect((await next(day)).kind).toBe('signed');
      expect(await next(night)).toMatchObject({ kind: 'tender', starts: YEAR.start });
      const [found] = await findings('G06', `service_line:${night}`);
      expect(found?.evidence).toContainEqual({ record: `tender:${tender}`, field: 'issuedOn', value: '2021-02-01' });
      const [other] = await findings('G06', `service_line:${day}`);
      expect(other?.evidence.map(({ record: of }) => of)).not.toContain(`tender:${tender}`);
    });

    it('is every lot for every line of the purchase, where none has lines of its own', async () => {
      const [day, night] = await makeLines();
      await serve([day, night]);
      const tender = await record({ serviceLines: [day, night], window: YEAR, lots: [{ no: 1 }, { no: 2 }] });
      for (const line of [day, night]) expect(await next(line)).toMatchObject({ tender: { id: tender } });
    });
  });
});
