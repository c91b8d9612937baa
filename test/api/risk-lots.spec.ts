import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';

import { CRITERIA, Drafting, makeBureau, setBusinessTime, makeThreshold } from '../support/drafts.js';
import { RiskWorld, setBusinessDay } from '../support/risk-world.js';
import { makeTwoLots, NIGHT_CARE, OF_BOTH } from '../support/two-lots.js';

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

  describe('of windows', () => {
    const SHORT = { start: '2021-07-01', end: '2021-09-30' };
    const lotIds = async (tender: string): Promise<string[]> => {
      const { body } = await app.http.get(`/api/v1/tenders/${tender}`).set(officer.auth).expect(200);
      return (body as { lots: { id: string }[] }).lots.map(({ id }) => id);
    };

    it('judges each different one once, and tells the lots of the heaviest answer', async () => {
      const tender = await record({
        window: YEAR,
        lots: [{ no: 1 }, { no: 2, window: SHORT }, { no: 3, window: YEAR }, { no: 4, window: SHORT }],
      });
      const [, second] = await lotIds(tender);
      expect(await findings('W01', `tender:${tender}`)).toMatchObject([
        {
          state: 'triggered',
          explanation: expect.stringMatching(/^Lots 2, 4: From 2021-07-01 to 2021-09-30/),
          evidence: [{ record: `lot:${second}`, field: 'window', value: '2021-07-01/2021-09-30' }],
        },
      ]);
    });

    it('says no lot where all lots have the same, be it the tender’s or not', async () => {
      const known = await record({ window: YEAR, lots: [{ no: 1 }, { no: 2 }] });
      const own = await record({ lots: [{ no: 1, window: SHORT }] });
      const [[as], [other]] = [await findings('W01', `tender:${known}`), await findings('W01', `tender:${own}`)];
      expect(as).toMatchObject({ state: 'clear', evidence: [{ record: `tender:${known}` }] });
      expect(as?.explanation).toMatch(/^From/);
      expect(other).toMatchObject({ state: 'triggered', evidence: [{ record: `lot:${(await lotIds(own))[0]}` }] });
      expect(other?.explanation).toMatch(/^From/);
    });

    it('of a lot with a contract is that contract’s, which has its lot’s where it says none', async () => {
      const tender = await record({ window: YEAR, lots: [{ no: 1 }, { no: 2, window: SHORT }] });
      await world.facts(tender, [
        { kind: 'contract', lot: 2, data: { signedOn: '2021-02-20', supplier: { name: '示例机构' } } },
      ]);
      const [contracted] = await world.contractsOf(tender);
      expect(await findings('W01', `contract:${contracted}`)).toMatchObject([
        { state: 'triggered', evidence: [{ record: `lot:${(await lotIds(tender))[1]}`, field: 'window' }] },
      ]);
      expect(await findings('W01', `tender:${tender}`)).toMatchObject([{ state: 'clear' }]);
    });

    it('is asked by each lot’s own award', async () => {
      const tender = await record({
        window: { start: '2021-01-01', end: '2021-12-31' },
        lots: [{ no: 1 }, { no: 2, window: { start: '2021-02-15', end: '2022-02-14' } }],
      });
      const award = (lot: number, decidedOn: string) => ({
        ...{ kind: 'award', lot },
        data: { decidedOn, supplier: { name: '示例机构' } },
      });
      await world.facts(tender, [award(1, '2020-12-20'), award(2, '2021-02-10')]);
      expect(await findings('W03', `tender:${tender}`)).toMatchObject([{ state: 'clear' }]);
    });

    it('changes when a lot is given another', async () => {
      const put = async (window: object) => {
        const { body } = await app.http
          .put(`/api/v1/tenders/by-external-id/erp/lots-of-the-watch`)
          .set(officer.auth)
          .send({ buyer, title: '社区养老服务', region: '990203', category: 'ELDERLY_HOME_CARE', ...lots(window) })
          .expect(200);
        return (body as { id: string }).id;
      };
      const lots = (window: object) => ({ window: YEAR, lots: [{ no: 1 }, { no: 2, window }] });
      const subject = `tender:${await put(SHORT)}`;
      expect(await findings('W01', subject)).toMatchObject([{ state: 'triggered' }]);
      await put({ start: '2021-08-01', end: '2022-07-31' });
      expect(await findings('W01', subject)).toMatchObject([{ state: 'clear' }]);
    });
  });

  describe('on a draft', () => {
    interface Previewed extends Found {
      indicator: string;
      subject: { type: string; id: string };
      lot: number | null;
    }
    interface Preview {
      assessments: Previewed[];
      suggestions: { change: string; to: string; clears: string[]; lot?: number }[];
    }
    const SHORT = { start: '2021-07-01', end: '2021-09-30' };
    const send = (request: object) => app.http.post('/api/v1/risk/previews').set(officer.auth).send(request);
    const preview = async (request: object) => (await send(request).expect(200)).body as Preview;
    const draft = (more: object) => ({ category: 'ELDERLY_HOME_CARE', method: 'COMPETITIVE_CONSULTATION', ...more });
    const ofLine = ({ assessments }: Preview, line: string) =>
      assessments
        .filter(({ subject }) => subject.id === line)
        .map(({ indicator, state, explanation }) => ({ indicator, state, explanation }));

    it('judges each lot by its window and its lines, and suggests what mends it', async () => {
      const [day, night] = await makeLines();
      const lots = [{ serviceLines: [day] }, { serviceLines: [night], window: SHORT }];
      const both = await preview({ tender: draft({ window: YEAR, lots }) });
      const ofTender = both.assessments.filter(({ subject }) => subject.type === 'tender');
      expect(ofTender.find(({ indicator }) => indicator === 'W01')).toMatchObject({
        state: 'triggered',
        lot: 2,
        evidence: [{ record: 'lot:draft', field: 'window', value: '2021-07-01/2021-09-30' }],
      });
      expect(both.suggestions).toContainEqual(expect.objectContaining({ change: 'window.end', lot: 2 }));
      expect(both.suggestions.filter(({ lot }) => lot !== 2 && lot !== 1)).toEqual([]);
      const byDay = await preview({ tender: draft({ window: YEAR, serviceLines: [day] }) });
      const byNight = await preview({ tender: draft({ window: SHORT, serviceLines: [night] }) });
      expect(ofLine(both, day)).toEqual(ofLine(byDay, day));
      expect(ofLine(both, night)).toEqual(ofLine(byNight, night));
      expect(ofLine(byDay, day)).not.toEqual(ofLine(byNight, night));
      expect(byNight.assessments.map(({ lot }) => lot).filter((lot) => lot !== null)).toEqual([]);
    });

    it('tries a window of one lot beside the others, which serve the same line', async () => {
      const line = await world.line({ since: '2021-01-01', name: '同一条线' });
      const both = (first: string, second: string) =>
        preview({
          tender: draft({
            serviceLines: [line],
            lots: [
              { no: 1, window: { start: '2021-01-01', end: first } },
              { no: 2, window: { start: second, end: '2021-12-31' } },
            ],
          }),
        });
      const states = ({ assessments }: Preview) =>
        ['G01', 'G07'].map((id) => assessments.find(({ indicator }) => indicator === id)?.state);
      // Together they cover the year: neither is to be longer.
      const whole = await both('2021-06-30', '2021-07-01');
      expect(states(whole)).toEqual(['clear', 'clear']);
      expect(whole.suggestions).toEqual([]);
      // A longer term of the first would close the hole and lie over the second.
      const holed = await both('2021-06-30', '2021-10-01');
      expect(states(holed)).toEqual(['triggered', 'clear']);
      expect(holed.suggestions.filter(({ change, lot }) => change === 'term' && lot === 1)).toEqual([]);
    });

    it('plans the issue for the lot that starts first', async () => {
      const tender = (window: object, lots: object[] = []) =>
        preview({ tender: draft({ plannedIssue: '2021-06-25', window, lots }) });
      const early = (await tender(SHORT)).suggestions.find(({ change }) => change === 'plannedIssue');
      const both = await tender({ start: '2021-12-01', end: '2022-11-30' }, [{}, { window: SHORT }]);
      expect(both.assessments.find(({ indicator }) => indicator === 'W02')).toMatchObject({
        state: 'triggered',
        lot: 2,
      });
      expect(early?.to).toMatch(/^2021-/);
      expect(both.suggestions.find(({ change }) => change === 'plannedIssue')?.to).toBe(early?.to);
    });

    it('reads the lots of one that is stored', async () => {
      const lots = [{ no: 1 }, { no: 2, window: SHORT }];
      const { body } = await app.http
        .post('/api/v1/tenders')
        .set(officer.auth)
        .send({ ...draft({ conducted: 'here', buyer, title: '社区养老服务', region: '990203', window: YEAR }), lots })
        .expect(201);
      const { id, lots: shown } = body as { id: string; lots: { id: string }[] };
      const { assessments } = await preview({ tenderId: id });
      expect(assessments.find(({ indicator }) => indicator === 'W01')).toMatchObject({
        state: 'triggered',
        lot: 2,
        explanation: expect.stringMatching(/^Lot 2: /),
        evidence: [{ record: `lot:${shown[1]?.id}` }],
      });
    });

    it('refuses a line that is not there and a window that ends before it starts, by the lot', async () => {
      const lost = '00000000-0000-4000-8000-000000000000';
      const missing = await send({ tender: { lots: [{}, { serviceLines: [lost] }] } }).expect(404);
      expect(missing.body.errors).toMatchObject([{ pointer: '/tender/lots/1/serviceLines/0', code: 'not_found' }]);
      const backwards = await send({ tender: { lots: [{ window: { start: YEAR.end, end: YEAR.start } }] } }).expect(
        422,
      );
      expect(backwards.body).toMatchObject({
        code: 'end_before_start',
        errors: [{ pointer: '/tender/lots/0/window' }],
      });
    });
  });

  describe('of what is scored', () => {
    it('judges the criteria of each lot', async () => {
      await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
      const bureau = await makeBureau(app);
      await makeThreshold(app);
      const [first, second] = (await makeTwoLots(app, bureau)).lots;
      const criteria = [
        CRITERIA[0],
        { no: 2, name: '企业业绩', kind: 'business', points: '60', levels: '每项 10 分' },
        { no: 3, name: '专业人员', kind: 'professional', points: '20', levels: '每名持证社工 5 分' },
      ];
      const lots = [first, { ...second, terms: { ...NIGHT_CARE, criteria } }];
      const draft = await Drafting.begin(app, bureau, { lots });
      await draft.must('patch', 'terms', OF_BOTH);
      await draft.plan();
      await draft.must('post', 'actions/issue', { reason: '急需' });
      const [found] = await findings('S12', `tender:${draft.id}`);
      const { lots: shown } = (await draft.read()) as unknown as { lots: { id: string }[] };
      expect(found).toMatchObject({
        state: 'triggered',
        value: '20.00',
        explanation: expect.stringMatching(/^Lot 2: /),
        evidence: [{ record: `lot:${shown[1]?.id}`, field: 'professional' }],
      });
    });
  });
});
