import { addDays } from '../../src/kernel/clock/plain-date.js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Accepting } from '../support/acceptances.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { issueTender } from '../support/bidding.js';
import { Contracting, makeParties, type Parties } from '../support/contracts.js';
import { makeBureau, setBusinessTime, makeThreshold } from '../support/drafts.js';
import { activateScheme, Evaluating, makeGround } from '../support/evaluations.js';
import { Implementing } from '../support/implementing.js';
import { RiskWorld } from '../support/risk-world.js';
import { Surveying } from '../support/surveys.js';

/** 80 % of the minutes are promised to one of the thirteen services, and case work. */
const STANDARDS = [
  { no: 1, text: '服务时长', target: 6000, unit: '分钟', measure: { of: 'minutes' } },
  { no: 2, text: '精神慰藉', target: 4800, unit: '分钟', measure: { of: 'minutes', content: 'EMOTIONAL_SUPPORT' } },
  { no: 3, text: '个案', target: 20, unit: '个', measure: { of: 'records', form: 'case' } },
];
const RECEIVED = [
  { kind: 'yes_no', text: { zh: '您收到服务了吗？' }, about: 'received' },
  { kind: 'scale', text: { zh: '您满意吗？' } },
];
const OVER = '2026-03-21T09:00:00+08:00';

interface Said {
  state: string;
  severity: string;
  value: string | null;
  threshold: string | null;
  reason: { code?: string; missing?: string[] } | null;
  explanation: string;
  subject: { type: string; label: string };
}

describe('how services are done and judged', () => {
  let app: TestApp;
  let parties: Parties;
  let world: RiskWorld;
  let supervisor: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app);
    world = new RiskWorld(app, 'live');
    supervisor = await makeUser(app, 'supervisor', await makeBody(app, { kind: 'supervisor', region: '990200' }));
  });
  afterAll(() => app.close());

  /** Two other parties, at the time when the first ones signed. */
  const others = async (): Promise<Parties> => {
    await setBusinessTime(app, '2025-12-22T09:00:00+08:00');
    return makeParties(app, null);
  };
  /** What a rule says of a subject, once the workers are done. */
  const said = async (indicator: string, subject: string): Promise<Said> => {
    await world.settle();
    const { body } = await app.http
      .get(`/api/v1/risk/assessments?subject=${subject}&indicator=${indicator}`)
      .set(supervisor.auth)
      .expect(200);
    expect(body.items).toHaveLength(1);
    return body.items[0] as Said;
  };
  const flag = async (indicator: string, root: string) => {
    const { body } = await app.http
      .get(`/api/v1/risk/flags?indicator=${indicator}&limit=200`)
      .set(supervisor.auth)
      .expect(200);
    const { items } = body as { items: { state: string; severity: string; rootCause: { type: string; id: string } }[] };
    return items.find(({ rootCause }) => rootCause.id === root);
  };

  describe('by its records', () => {
    let show: Implementing;
    let honest: Implementing;
    const batch = async (
      { contract, parties: { manager } }: Implementing,
      ...kinds: [times: number, record: object][]
    ) => {
      // Each on a day of its own: a share over few days is no share.
      const records = kinds
        .flatMap(([times, record]) => Array.from({ length: times }, () => record))
        .map((record, i) => ({
          servedOn: addDays('2026-01-06', i),
          workers: { assistant: 4 },
          participants: 1,
          ...record,
        }));
      const answer = await app.http
        .post(`/api/v1/contracts/${contract.id}/service-records/batch`)
        .set(manager.auth)
        .send({ records })
        .expect(200);
      const { results } = answer.body as { results: { ok: boolean; id: string }[] };
      expect(results.filter(({ ok }) => !ok)).toEqual([]);
      return results.map(({ id }) => id);
    };
    let outside: string[];
    beforeAll(async () => {
      await setBusinessTime(app, '2026-01-05T09:00:00+08:00');
      show = await Implementing.begin(app, parties, { standards: STANDARDS });
      honest = await Implementing.begin(app, parties, { standards: STANDARDS });
      await setBusinessTime(app, '2026-03-12T09:00:00+08:00');
    });

    it('says nothing of a contract that has few records', async () => {
      for (const rule of ['S02', 'S03', 'S11'])
        expect(await said(rule, `contract:${show.contract.id}`)).toMatchObject({
          state: 'insufficient_data',
          reason: { code: 'too_few_records', records: 0 },
        });
    });

    it('tells a show-piece from case work that was promised and done', async () => {
      await batch(show, [25, { form: 'community', minutes: 120 }], [5, { form: 'case', minutes: 60, content: 'EMOTIONAL_SUPPORT' }]); // prettier-ignore
      outside = await batch(show, [25, { form: 'administrative', minutes: 120, withinContract: false }]);
      await batch(honest, [36, { form: 'case', minutes: 60, content: 'EMOTIONAL_SUPPORT' }], [4, { form: 'visit', minutes: 60 }]); // prettier-ignore
      const [a, b] = [`contract:${show.contract.id}`, `contract:${honest.contract.id}`];
      // 300 of 3 300 minutes; 80 % were promised.
      expect(await said('S02', a)).toMatchObject({ state: 'triggered', value: '9.1', threshold: '80.0' });
      expect(await said('S02', b)).toMatchObject({ state: 'clear', value: '90.0' });
      // 3 000 of 3 300.
      expect(await said('S03', a)).toMatchObject({ state: 'triggered', value: '90.9', threshold: '60.0' });
      expect(await said('S03', b)).toMatchObject({ state: 'clear', value: '0.0' });
      // 3 000 of 6 300.
      expect(await said('S11', a)).toMatchObject({ state: 'triggered', value: '47.6', threshold: '20.0' });
      expect(await said('S11', b)).toMatchObject({ state: 'clear', value: '0.0' });
      for (const rule of ['S02', 'S03', 'S11']) {
        expect(await flag(rule, show.contract.id)).toMatchObject({
          state: 'open',
          severity: 'notice',
          rootCause: { type: 'contract' },
        });
        expect(await flag(rule, honest.contract.id)).toBeUndefined();
      }
    });

    it('follows what the records say when they are withdrawn', async () => {
      const gone = async (id: string) => {
        const answer = await app.http
          .post(`/api/v1/contracts/${show.contract.id}/service-records/${id}/corrections`)
          .set(parties.manager.auth)
          .send({ record: null, reason: '重复录入' });
        expect([answer.status, answer.text]).toEqual([201, answer.text]);
      };
      for (const id of outside.slice(0, 19)) await gone(id);
      // 720 of 4 020.
      expect(await said('S11', `contract:${show.contract.id}`)).toMatchObject({ state: 'clear', value: '17.9' });
      expect(await flag('S11', show.contract.id)).toMatchObject({ state: 'remedied' });
    });

    it('reads who supplies as the register says now', async () => {
      const of = `contract:${show.contract.id}`;
      expect(await said('S01', of)).toMatchObject({
        state: 'insufficient_data',
        reason: { missing: ['supplier.categories', 'licensedWorkers', 'fullTimeStaff'] },
      });
      const admin = await makeUser(app, 'admin');
      const register = async (body: object) => {
        const { headers } = await app.http.get(`/api/v1/organisations/${parties.agency}`).set(admin.auth).expect(200);
        await app.http
          .patch(`/api/v1/organisations/${parties.agency}`)
          .set({ ...admin.auth, 'If-Match': headers.etag ?? '' })
          .send(body)
          .expect(200);
      };
      await register({ categories: ['ELDERLY_HOME_CARE'], licensedWorkers: 3, fullTimeStaff: 10 });
      expect(await said('S01', of)).toMatchObject({ state: 'triggered', value: '30.0' });
      await register({ licensedWorkers: 4 });
      expect(await said('S01', of)).toMatchObject({ state: 'clear', value: '40.0' });
    });
  });

  describe('by its residents', () => {
    it('hears how many answered, and whether they received what the records say', async () => {
      const survey = await Surveying.among(app, [30], await others());
      const recipients = await app.dataSource.query<{ id: string }[]>(
        `SELECT id FROM recipient WHERE contract_id = $1`,
        [survey.contract],
      );
      await app.http
        .post(`/api/v1/contracts/${survey.contract}/service-records`)
        .set(survey.worker.auth)
        .send({
          servedOn: '2026-03-01',
          form: 'visit',
          minutes: 60,
          workers: { assistant: 1 },
          recipients: recipients.map(({ id }) => id),
        })
        .expect(201);
      const at = `contract:${survey.contract}`;
      await survey.opened(25, { questions: RECEIVED });
      expect(await said('S07', at)).toMatchObject({ state: 'not_applicable', reason: { code: 'nobody_asked_yet' } });
      const codes = await survey.codes();
      for (const [i, code] of codes.slice(0, 22).entries())
        await survey.answer(code, [{ question: 1, value: i < 6 }, { question: 2, value: 3 }]).expect(201); // prettier-ignore
      // Nothing of it is known while it runs.
      expect(await said('S08', at)).toMatchObject({ state: 'not_applicable' });
      await setBusinessTime(app, OVER);
      expect(await said('S07', at)).toMatchObject({ state: 'clear' });
      const found = await said('S08', at);
      // 6 of 22 said yes; the records name all 30.
      expect(found).toMatchObject({ state: 'triggered', severity: 'notice', value: '100.0' });
      expect(found.explanation).toContain('27.3 % received the service');
      expect(await flag('S08', survey.contract)).toMatchObject({ state: 'open' });
    });

    it('notes that hardly anybody answered, without saying how few', async () => {
      const survey = await Surveying.among(app, [40], await others());
      await survey.opened(40);
      const codes = await survey.codes();
      for (const code of codes.slice(0, 3)) await survey.answer(code).expect(201);
      await setBusinessTime(app, OVER);
      const found = await said('S07', `contract:${survey.contract}`);
      expect(found).toMatchObject({ state: 'triggered', severity: 'notice', value: '<5' });
      expect(found.explanation).toContain('Of 40 asked fewer than 5 answered.');
      expect(await flag('S07', survey.contract)).toMatchObject({ state: 'open', severity: 'notice' });
      expect(await said('S08', `contract:${survey.contract}`)).toMatchObject({ reason: { code: 'too_few_answers' } });
    });

    it('says of nobody that they kept silent who never had a slip', async () => {
      const survey = await Surveying.among(app, [30], await others());
      const handed = await Surveying.among(app, [30], await others());
      await survey.opened(25);
      await handed.opened(25);
      await handed.codes();
      await setBusinessTime(app, OVER);
      // Closed, no slip has a code any more.
      for (const one of [survey, handed]) await one.must('close');
      expect(await said('S07', `contract:${handed.contract}`)).toMatchObject({
        state: 'triggered',
        severity: 'notice',
      });
      expect(await said('S07', `contract:${survey.contract}`)).toMatchObject({
        state: 'not_applicable',
        reason: { code: 'nobody_asked_yet' },
      });
    });

    it('judges no response of a dozen people, and is content with opinions that they signed', async () => {
      const survey = await Surveying.among(app, [12], await others());
      const at = `contract:${survey.contract}`;
      await survey.opened(12);
      for (const code of (await survey.codes()).slice(0, 3)) await survey.answer(code).expect(201);
      await setBusinessTime(app, OVER);
      expect(await said('S07', at)).toMatchObject({
        state: 'not_applicable',
        reason: { code: 'population_too_small', least: 20 },
      });
      const contract = new Contracting(app, survey.parties, survey.contract);
      await contract.must('deliver', {}, survey.parties.manager);
      const accepting = await Accepting.of(app, contract);
      await accepting.prepared('met', 'met');
      expect((await accepting.conclude({ result: 'passed' })).status).toBe(200);
      expect(await said('S07', at)).toMatchObject({ state: 'clear' });
    });

    it('refuses to ask of anything but a yes or no whether the service was received', async () => {
      const survey = await Surveying.among(app, [1], await others());
      const made = await survey.make({ questions: [{ kind: 'scale', text: { zh: '？' }, about: 'received' }] });
      expect([made.status, (made.body as { errors: { pointer: string; code: string }[] }).errors[0]]).toMatchObject([
        400,
        { pointer: '/questions/0/about', code: 'not_a_yes_no' },
      ]);
    });
  });

  describe('by its evaluators', () => {
    it('asks where the sample came from, and who always evaluates whom', async () => {
      await setBusinessTime(app, '2025-12-22T09:00:00+08:00');
      const ground = await makeGround(app, null);
      const blind = await Evaluating.published(app, ground);
      expect(blind.id).toBeDefined();
      const of = `contract:${ground.contract}`;
      expect(await said('S06D', of)).toMatchObject({ state: 'triggered', severity: 'risk', value: '1' });
      expect(await flag('S06D', ground.contract)).toMatchObject({ state: 'open', severity: 'risk' });
      expect(await said('S06C', of)).toMatchObject({ reason: { code: 'too_little_evidence', pieces: 0 } });
      expect(await said('S06A', `evaluator:${ground.evaluator.body}`)).toMatchObject({
        state: 'insufficient_data',
        reason: { code: 'too_few_scores' },
        subject: { type: 'evaluator' },
      });
      expect(await said('S06B', `agency:${ground.parties.agency}`)).toMatchObject({
        state: 'insufficient_data',
        reason: { code: 'too_few_evaluations', evaluations: 1 },
      });
    });

    it('counts five evaluations of an agency', async () => {
      const [first, second] = [await makeBody(app, { kind: 'evaluator' }), await makeBody(app, { kind: 'evaluator' })];
      const of = (agency: string) => `agency:${agency}`;
      const evaluated = async (evaluators: string[]): Promise<string> => {
        const agency = await makeBody(app, { kind: 'agency', region: '990203' });
        const tender = await world.tender({ buyer: parties.bureau.id });
        await world.facts(tender, [
          {
            kind: 'contract',
            data: { window: { start: '2025-01-01', end: '2025-12-31' }, supplier: { organisation: agency } },
          },
        ]);
        const [contract] = await world.contractsOf(tender);
        for (const [i, organisation] of evaluators.entries())
          await world.contractFacts(contract ?? '', [
            {
              kind: 'evaluation',
              data: { kind: 'midterm', on: `2025-0${i + 1}-15`, score: '85.00', evaluator: { organisation } },
            },
          ]);
        return agency;
      };
      const always = await evaluated([first, first, first, first, second]);
      const mixed = await evaluated([first, second, first, second, first]);
      expect(await said('S06B', of(always))).toMatchObject({ state: 'clear', value: '4', threshold: null });
      expect(await said('S06B', of(mixed))).toMatchObject({ state: 'clear', value: '3' });
    });

    it('weighs what a scheme asks for', async () => {
      const scheme = async (outcome: number): Promise<string> => {
        const leaf = (weight: number, kind: string, channel: string) => ({
          name: kind,
          weight: String(weight),
          kind,
          channel,
          max: '100',
        });
        const leaves = [leaf(outcome, 'outcome', 'residents'), leaf(100 - outcome, 'process', 'third_party')];
        const dimensions = [{ name: '全部', weight: '100', indicators: [{ name: '全部', weight: '100', leaves }] }];
        const made = await app.http
          .post('/api/v1/evaluation-schemes')
          .set(parties.bureau.officer.auth)
          .send({ name: `方案 ${outcome}`, category: 'ELDERLY_HOME_CARE', dimensions })
          .expect(201);
        const { id } = made.body as { id: string };
        await activateScheme(app, parties, id);
        return `evaluation_scheme:${id}`;
      };
      expect(await said('S12', await scheme(29))).toMatchObject({ state: 'triggered', value: '29.00' });
      expect(await said('S12', await scheme(30))).toMatchObject({ state: 'clear', value: '30.00' });
    });

    it('weighs what a tender asks for, and whether the public was heard on it', async () => {
      await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
      await makeThreshold(app);
      const { tender } = await issueTender(app, await makeBureau(app));
      expect(await said('S12', `tender:${tender}`)).toMatchObject({ state: 'clear', value: '80.00' });
      expect(await said('S07', `tender:${tender}`)).toMatchObject({ state: 'clear', value: '1' });
      // What was recorded from elsewhere says neither.
      const recorded = await world.tender({ buyer: parties.bureau.id });
      await world.facts(recorded, [{ kind: 'notice', data: { publishedOn: '2025-10-01' } }]);
      expect(await said('S12', `tender:${recorded}`)).toMatchObject({ reason: { missing: ['scoring', 'criteria'] } });
      expect(await said('S07', `tender:${recorded}`)).toMatchObject({ reason: { missing: ['opinions'] } });
    });
  });

  it('remembers a need that was verified, by its community, for a year', async () => {
    await setBusinessTime(app, '2026-04-01T09:00:00+08:00');
    const { officer } = parties.bureau;
    const send = async (path: string, body: object, version?: number) => {
      const answer = await app.http
        .post(path)
        .set({ ...officer.auth, ...(version !== undefined && { 'If-Match': `"${version}"` }) })
        .send(body);
      if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`);
      return answer.body as { id: string; version: number };
    };
    const community = (await send('/api/v1/communities', { name: '示例社区（需求）', region: '990203' })).id;
    const need = await send('/api/v1/needs', {
      title: '助浴',
      community,
      headcount: 12,
      evidence: '入户登记',
      source: { kind: 'statement', reference: '座谈会' },
    });
    await send(`/api/v1/needs/${need.id}/actions/verify`, {}, need.version);
    const of = `community:${community}`;
    expect(await said('S09', of)).toMatchObject({ state: 'clear', subject: { label: '示例社区（需求）' } });
    await setBusinessTime(app, '2027-04-01T09:00:00+08:00');
    expect(await said('S09', of)).toMatchObject({ state: 'clear' });
    await setBusinessTime(app, '2027-04-02T09:00:00+08:00');
    expect(await said('S09', of)).toMatchObject({ state: 'triggered', value: '1' });
    expect(await flag('S09', community)).toMatchObject({ state: 'open', rootCause: { type: 'community' } });

    // A line alone plans nothing; a programme does, until it leaves the need unmet.
    const version = async (): Promise<number> =>
      ((await app.http.get(`/api/v1/needs/${need.id}`).set(officer.auth)).body as { version: number }).version;
    const act = async (action: string, body: object) =>
      send(`/api/v1/needs/${need.id}/actions/${action}`, body, await version());
    const serviceLine = await world.line({ since: '2026-01-01' });
    const tied = app.http
      .patch(`/api/v1/needs/${need.id}`)
      .set({ ...officer.auth, 'If-Match': `"${await version()}"` });
    await tied.send({ serviceLine }).expect(200);
    await act('plan', {});
    expect(await said('S09', of)).toMatchObject({ state: 'triggered', value: '1' });
    await act('leave-unmet', { reason: '未列入计划' });
    await act('plan', { programme: parties.bureau.programme });
    expect(await said('S09', of)).toMatchObject({ state: 'clear', evidence: [{ value: '100.0' }] });
    await act('leave-unmet', { reason: '本年未安排' });
    expect(await said('S09', of)).toMatchObject({ state: 'triggered', value: '1', evidence: [{}, { value: '0.0' }] });
  });

  it('lists every one of its rules with what became of it', async () => {
    const { body } = await app.http.get('/api/v1/risk/indicators').set('Accept-Language', 'zh').expect(200);
    const items = body.items as { id: string; family: string; title: string; coverage: { triggered: number }[] }[];
    const practice = items.filter(({ family }) => family === 'practice').map(({ id }) => id);
    expect(practice).toEqual(expect.arrayContaining(['S01', 'S02', 'S03', 'S06A', 'S06B', 'S06C', 'S06D', 'S07', 'S08', 'S09', 'S11', 'S12'])); // prettier-ignore
    expect(items.find(({ id }) => id === 'S07')?.title).toBe('未见居民参与记录，或问卷回答偏少');
  });
});
