import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { makeBody, makeUser } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Continuing, NEXT, RUNS, renewalMoney } from '../support/continuity.js';
import { CONTENT, Contracting, makeParties, said, STANDARDS, type Answer, type Parties } from '../support/contracts.js';
import { setBusinessTime, makeThreshold } from '../support/drafts.js';
import { Evaluating, makeScheme } from '../support/evaluations.js';
import { Implementing, refusal } from '../support/implementing.js';
import { ownTasks } from '../support/own-tasks.js';
import { contractOf, Resulting } from '../support/results.js';
import { readVersion } from '../support/version.js';

const TERM = {
  years: 2,
  contentFixed: true,
  continuous: true,
  fundingStable: true,
  priceStable: true,
  budgetAssured: true,
};
const codeOf = (answer: unknown): unknown[] => said(answer as Answer).slice(0, 3);
const pointersOf = (answer: unknown) => (answer as Answer).body.errors?.map((error) => error.pointer) ?? [];

interface Renewing {
  renewedBy: string | null;
  renewalOf: string | null;
  programme: string | null;
  number: string | null;
  serviceLines: string[];
  completeness: { field: string }[];
}

describe('the renewal of a contract', () => {
  let app: TestApp;
  let parties: Parties;
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app);
  });
  afterAll(() => app.close());

  const at = (day: string) => setBusinessTime(app, `${day}T09:00:00+08:00`);
  const set = (sql: string, params: unknown[]) => app.dataSource.query(sql, params);
  const programmeOf = (year: number, amount: string) => renewalMoney(app, parties, year, amount);
  const committed = async (programme: string): Promise<string> => {
    const { body } = await app.http.get(`/api/v1/programmes/${programme}`).set(parties.bureau.officer.auth).expect(200);
    return (body as { committed: { amount: string } }).committed.amount;
  };
  const begin = async (content: object = {}, lines: string[] = []) => {
    const known = { window: RUNS, serviceLines: [parties.bureau.line, ...lines] };
    const written = { term: TERM, number: `合同${randomUUID()}`, ...content };
    return new Continuing(await Implementing.begin(app, parties, written, known));
  };
  const read = async (contract: Contracting) => (await contract.read()) as unknown as Renewing;
  const drafted = async (contract: Contracting): Promise<Contracting> => {
    await contract.must('renew');
    return new Contracting(app, parties, (await read(contract)).renewedBy ?? '');
  };

  it('is drafted as its agreed plan says, where everything it rests on still holds on that day', async () => {
    await at('2025-12-22');
    const next = await begin();
    const { contract } = next;
    const { programme, budgetLine } = await programmeOf(2026, '180000.00');
    const other = await programmeOf(2026, '180000.00');
    const item = { serviceLine: parties.bureau.line, kind: 'renew', from: NEXT.start, until: NEXT.end, budgetLine };
    const renew = () => contract.act('renew');
    expect(refusal(await contract.act('renew', {}, parties.manager))).toEqual([403, 'not_permitted', null]);
    expect(codeOf(await renew())).toEqual([422, 'renewal_not_planned', null]);
    // For a day less than was competed for.
    const { id } = await next.proposed([{ ...item, until: '2027-12-13' }]);
    expect(codeOf(await renew())).toEqual([422, 'renewal_not_planned', null]);
    await next.agree(id);
    const shorter = await renew();
    expect([codeOf(shorter)[1], pointersOf(shorter)]).toEqual([
      'renewal_window_departs',
      [`/items/${parties.bureau.line}/until`],
    ]);
    const plan = async (items: object[]) => {
      await next.must(id, 'revise', { reason: '修订', items });
      expect((await next.agree(id)).status).toBe(200);
    };
    await plan([{ ...item, from: '2026-12-16' }]);
    expect(pointersOf(await renew())).toEqual([`/items/${parties.bureau.line}/from`]);
    await plan([item]);
    const term = (value: string) =>
      set(`UPDATE contract SET content = jsonb_set(content, '{term}', $2) WHERE id = $1`, [contract.id, value]);
    await term('null');
    expect(codeOf(await renew())).toEqual([422, 'renewal_not_announced', 'GPS-TERM-3Y']);
    await term(JSON.stringify({ ...TERM, years: 1 }));
    expect(codeOf(await renew())).toEqual([422, 'renewal_beyond_term', 'GPS-TERM-3Y']);
    await term(JSON.stringify({ ...TERM, priceStable: false }));
    const unstable = await renew();
    expect([codeOf(unstable), pointersOf(unstable)]).toEqual([
      [422, 'term_conditions_missing', 'GPS-TERM-3Y'],
      ['/term/priceStable'],
    ]);
    await term(JSON.stringify(TERM));
    await set(`UPDATE budget_line SET amount = 17999999 WHERE id = $1`, [budgetLine]);
    const poor = await renew();
    expect([codeOf(poor)[1], pointersOf(poor)]).toEqual([
      'budget_not_assured',
      [`/items/${parties.bureau.line}/budgetLine`],
    ]);
    await set(`UPDATE budget_line SET amount = 18000000 WHERE id = $1`, [budgetLine]);
    expect([await committed(programme), await committed(other.programme)]).toEqual(['0.00', '0.00']);

    const renewal = await drafted(contract);
    const draft = await renewal.read();
    expect(draft).toMatchObject({ state: 'draft', renewalOf: contract.id, programme, amount: '180000.00' });
    expect(draft.here.content).toMatchObject({
      amount: '180000.00',
      window: NEXT,
      standards: STANDARDS,
      term: TERM,
      renewal: { of: contract.id, no: 1 },
    });
    // Its money is bound from now on, in its own programme.
    expect(await committed(programme)).toBe('180000.00');
    expect(codeOf(await renew())[1]).toBe('renewed_already');
    // Nobody is bound to renew: a draft is given up, and another may be made.
    expect((await renewal.must('abandon', { reason: '另行协商' })).state).toBe('void');
    expect(await committed(programme)).toBe('0.00');
    expect((await read(contract)).renewedBy).toBeNull();
    expect((await drafted(contract)).id).not.toBe(renewal.id);

    // Closed it would assure no renewal: the plan says first what follows instead.
    const close = async (programmeId: string) => {
      const version = await readVersion(app, 'programme', programmeId);
      const answer = await app.http
        .post(`/api/v1/programmes/${programmeId}/actions/close`)
        .set({ ...parties.bureau.approver.auth, 'If-Match': `"${version}"` })
        .send({});
      return { status: answer.status, body: answer.body as { code?: string; state?: string; facts?: object } };
    };
    expect(await close(programme)).toMatchObject({
      status: 422,
      body: { code: 'renewals_waiting', facts: { contracts: [contract.id] } },
    });
    expect((await close(other.programme)).body.state).toBe('closed');
    await plan([{ serviceLine: parties.bureau.line, kind: 'retender', from: NEXT.start }]);
    expect((await close(programme)).body.state).toBe('closed');
  });

  it('is signed on the terms that were competed for, as long as it is planned, and covers its line', async () => {
    await at('2025-12-22');
    const line = {
      name: `服务线${randomUUID()}`,
      category: 'ELDERLY_HOME_CARE',
      since: '2018-01-01',
      region: '990203',
    };
    const made = await app.http.post('/api/v1/service-lines').set(parties.bureau.officer.auth).send(line).expect(201);
    const { id: second } = made.body as { id: string };
    const next = await begin({ milestones: [{ no: 1, name: '中期', dueOn: '2026-06-15' }] }, [second]);
    const { contract } = next;
    const before = await contract.read();
    const { programme, budgetLine } = await programmeOf(2026, '200000.00');
    const item = { serviceLine: parties.bureau.line, kind: 'renew', from: NEXT.start, until: NEXT.end, budgetLine };
    const other = await programmeOf(2026, '200000.00');
    const apart = { ...item, serviceLine: second, budgetLine: other.budgetLine };
    const { id } = await next.proposed([item, apart]);
    expect((await next.agree(id)).status).toBe(200);
    // One contract is paid from one line.
    expect(codeOf(await contract.act('renew'))[1]).toBe('budget_not_assured');
    const retender = { serviceLine: second, kind: 'retender', from: NEXT.start };
    await next.must(id, 'revise', { reason: '另行采购', items: [item, retender] });
    expect((await next.agree(id)).status).toBe(200);
    const renewal = await drafted(contract);
    expect((await renewal.read()).here.content).toMatchObject({
      milestones: [{ no: 1, name: '中期', dueOn: '2027-06-15' }],
    });
    // The contract that goes on is still published and filed as ever.
    await contract.must('publish', { url: 'https://example.org/1' });
    const sign = async () => renewal.sign(parties.manager);
    await next.must(id, 'revise', { reason: '再议' });
    expect(codeOf(await sign())).toEqual([422, 'renewal_not_planned', null]);
    expect((await next.agree(id)).status).toBe(200);
    for (const [written, pointer] of [
      [{ amount: '190000.00' }, '/amount'],
      [{ window: { ...NEXT, end: '2028-12-14' } }, '/window/end'],
      [{ standards: STANDARDS.slice(1) }, '/standards'],
      [{ term: { ...TERM, years: 3 } }, '/term'],
    ] as const) {
      const { here } = await renewal.read();
      await renewal.must('redraft', { reason: '试改', content: written });
      const departed = await sign();
      expect([codeOf(departed), pointersOf(departed)]).toEqual([
        [422, 'contract_departs', 'CONTRACT-MATCH'],
        [pointer],
      ]);
      const { amount, window, standards, term } = here.content;
      await renewal.must('redraft', { reason: '改回', content: { amount, window, standards, term } });
    }
    const text = await app.http
      .get(`/api/v1/contracts/${renewal.id}/text`)
      .set({ ...parties.manager.auth, accept: 'text/plain' })
      .expect(200);
    expect(text.text).toContain('第1次续签');
    const { deadlines } = await contract.read();
    const signed = await renewal.signBoth();
    expect(signed).toMatchObject({
      state: 'signed',
      window: NEXT,
      programme,
      number: `${(before as unknown as Renewing).number}-续1`,
      serviceLines: [parties.bureau.line],
      conflicts: [],
      award: before.award,
      tender: before.tender,
    });
    // The award was announced for the contract before it: its thirty days are not asked of this one.
    expect(signed.deadlines.map(({ rule }) => rule).sort()).toEqual([
      'CONTRACT-FILE-7WD',
      'CONTRACT-PUBLISH-2WD',
      'PLAN-BEFORE-FINAL-MILESTONE',
    ]);
    const now = await contract.read();
    expect(now).toMatchObject({ state: 'active', window: RUNS, renewedBy: renewal.id, deadlines });
    const { body: tender } = await app.http
      .get(`/api/v1/tenders/${before.tender}`)
      .set(parties.bureau.officer.auth)
      .expect(200);
    const { conflicts, contracts } = tender as { conflicts: unknown[]; contracts: { id: string }[] };
    expect([conflicts, contracts.map((each) => each.id).sort()]).toEqual([[], [contract.id, renewal.id].sort()]);
    await renewal.must('publish', { url: 'https://example.org/2' });
    await renewal.must('file', { reference: '备案2号' });
    expect(await committed(programme)).toBe('180000.00');
    expect((await read(contract)).serviceLines.sort()).toEqual([parties.bureau.line, second].sort());
    await at('2026-12-15');
    const waits = await next.act(id, 'carry-out');
    expect([codeOf(waits)[1], (waits.body as Answer['body']).facts]).toEqual([
      'successor_missing',
      { serviceLines: [second] },
    ]);
    expect((await renewal.must('start')).state).toBe('active');

    // The term that was announced is used up: it counts from the first day of all.
    const third = { start: '2027-12-15', end: '2028-12-14' };
    const again = new Continuing(new Implementing(app, parties, renewal));
    const later = await programmeOf(2027, '200000.00');
    const items = [{ ...item, from: third.start, until: third.end, budgetLine: later.budgetLine }];
    const plan = await again.proposed(items);
    expect(codeOf(await again.agree(plan.id))).toEqual([422, 'renewal_beyond_term', 'GPS-TERM-3Y']);
    await set(`UPDATE contract SET content = jsonb_set(content, '{term,years}', '3') WHERE id = $1`, [renewal.id]);
    expect((await again.agree(plan.id)).status).toBe(200);
    const last = await drafted(renewal);
    expect((await last.read()).here.content).toMatchObject({ window: third, renewal: { of: renewal.id, no: 2 } });
  });

  /** A renewal that may be signed, the plan that it follows, and how many tasks of giving up and of signing wait for whom. */
  const signable = async () => {
    await at('2025-12-22');
    const next = await begin();
    const { budgetLine } = await programmeOf(2026, '180000.00');
    const item = { serviceLine: parties.bureau.line, kind: 'renew', from: NEXT.start, until: NEXT.end, budgetLine };
    const { id } = await next.proposed([item]);
    await next.agree(id);
    const renewal = await drafted(next.contract);
    const { officer, approver } = parties.bureau;
    const waits = async () => {
      const of = async (kind: string, by: typeof officer) => (await ownTasks(app, by, kind, renewal.id)).length;
      return [
        await of('contract_unsignable', officer),
        await of('contract_signature', approver),
        await of('contract_signature', parties.manager),
      ];
    };
    expect(await waits()).toEqual([0, 1, 1]);
    return { next, id, item, renewal, waits };
  };

  it('of a contract that was rescinded is its buyer’s to give up, also once that contract was closed', async () => {
    const { next, renewal, waits } = await signable();
    await next.contract.rescinded({ reason: '判决', ground: 'court_judgment', reference: '（2025）行1号' });
    expect(codeOf(await renewal.sign(parties.manager))[1]).toBe('award_not_active');
    expect(await waits()).toEqual([1, 0, 0]);
    expect((await next.contract.must('close-unperformed', { reason: '未履行' })).state).toBe('settled');
    expect(codeOf(await renewal.sign(parties.manager))[1]).toBe('award_not_active');
    expect(await waits()).toEqual([1, 0, 0]);
    await renewal.must('abandon', { reason: '原合同已撤销' });
    expect(await waits()).toEqual([0, 0, 0]);
  });

  it('that is planned for other days by now is its buyer’s to give up and nobody’s to sign', async () => {
    const { next, id, item, renewal, waits } = await signable();
    const plan = async (items: object[]) => {
      await next.must(id, 'revise', { reason: '修订', items });
      expect((await next.agree(id)).status).toBe(200);
    };
    const retender = { serviceLine: parties.bureau.line, kind: 'retender', from: NEXT.start };
    for (const other of [{ ...item, from: '2026-12-16' }, { ...item, until: '2027-12-13' }, retender]) {
      await plan([other]);
      expect(codeOf(await renewal.sign(parties.manager))[1]).toBe('renewal_not_planned');
      expect(await waits()).toEqual([1, 0, 0]);
    }
    await plan([item]);
    expect(await waits()).toEqual([0, 1, 1]);
  });

  it('of several lots together is drawn up for none of them: both prolong it within its announced term instead', async () => {
    await at('2025-12-22');
    const lots = [1, 2].map((no) => ({ no, ceiling: '200000.00', pricing: 'competitive' }));
    const signed = {
      kind: 'contract',
      lot: null,
      data: { signedOn: '2025-12-10', amount: '180000.00', supplier: { organisation: parties.agency }, window: RUNS },
      source: { kind: 'statement' },
    };
    const { tender } = await Contracting.awarded(app, parties, { lots, window: RUNS }, {}, [signed]);
    const { body } = await app.http.get(`/api/v1/tenders/${tender}`).set(parties.bureau.officer.auth).expect(200);
    const { contracts } = body as { contracts: { id: string }[] };
    const contract = new Contracting(app, parties, contracts[0]?.id ?? '');
    await contract.must('take-over', { content: { ...CONTENT, term: TERM } });
    await contract.must('start');
    const next = new Continuing(new Implementing(app, parties, contract));
    const { budgetLine } = await programmeOf(2026, '180000.00');
    const item = { serviceLine: parties.bureau.line, kind: 'renew', from: NEXT.start, until: NEXT.end, budgetLine };
    const { id } = await next.proposed([item]);
    expect((await next.agree(id)).status).toBe(200);
    const refused = await contract.act('renew');
    expect([refusal(refused), (refused.body as { detail?: string }).detail]).toEqual([
      [409, 'conflict', null],
      expect.stringContaining('an amendment prolongs it'),
    ]);
    await contract.signBoth('confirm-content');
    await contract.amended({ content: { window: { ...RUNS, end: NEXT.end } } });
    expect((await next.act(id, 'carry-out')).body).toMatchObject({ state: 'carried_out' });
  });

  it('follows a purchase that was conducted here too: its documents announced the term, and what they say is not departed from', async () => {
    await at('2025-11-03');
    await makeThreshold(app);
    const { bureau } = parties;
    const minimumGrade = { grade: 'excellent', years: 1 };
    const result = await Resulting.begin(app, bureau, { window: RUNS, term: TERM, minimumGrade });
    const { id: award } = await result.published();
    const contract = await contractOf(result, award, 0);
    expect((await contract.read()).here.content).toMatchObject({ term: TERM, window: RUNS });
    const { serviceLines } = await read(contract);
    await at('2025-12-15');
    await contract.must('start');
    const next = new Continuing(new Implementing(app, contract.parties, contract));
    const { programme, budgetLine } = await programmeOf(2026, '150000.00');
    const items = serviceLines.map((serviceLine) => ({
      serviceLine,
      kind: 'renew',
      from: NEXT.start,
      until: NEXT.end,
      budgetLine,
    }));
    const { id } = await next.proposed(items);
    await next.agree(id);
    // Announced with the term: an evaluation that was published, and nothing before it or under appeal.
    const body = await makeBody(app, { kind: 'evaluator' });
    const evaluator = { body, user: await makeUser(app, 'evaluator', body) };
    const scheme = await makeScheme(app, contract.parties);
    const ground = { parties: contract.parties, contract: contract.id, scheme, evaluator };
    const evaluation = await Evaluating.published(app, ground);
    const below = await contract.act('renew');
    expect([codeOf(below), (below.body as Answer['body']).facts]).toEqual([
      [422, 'grade_below_minimum', 'GPS-PERF-FEEDBACK'],
      { evaluation: evaluation.id, grade: 'good', minimum: 'excellent' },
    ]);
    await evaluation.must('appeal', { reason: '抽样有误' }, contract.parties.manager);
    const renewal = await drafted(contract);
    const again = new Contracting(app, contract.parties, renewal.id);
    await again.must('redraft', { reason: '试改', content: { performanceBond: 500 } });
    const departed = await again.sign(contract.parties.manager);
    expect([codeOf(departed)[1], pointersOf(departed)]).toEqual(['contract_departs', ['/performanceBond']]);
    await again.must('redraft', { reason: '改回', content: { performanceBond: null } });
    await at('2026-11-16');
    const signed = await again.signBoth();
    expect(signed).toMatchObject({ state: 'signed', serviceLines, amount: '150000.00', award, conflicts: [] });
    expect(signed.deadlines.map(({ rule, state }) => [rule, state])).toEqual([
      ['CONTRACT-PUBLISH-2WD', 'due'],
      ['CONTRACT-FILE-7WD', 'due'],
      ['PLAN-BEFORE-FINAL-MILESTONE', 'due'],
    ]);
    const tender = await result.draft.read();
    expect(tender).toMatchObject({ state: 'contracted' });
    const published = await again.must('publish', { url: 'https://example.org/3' });
    expect(published.deadlines.map(({ rule, state }) => [rule, state])).toContainEqual(['CONTRACT-PUBLISH-2WD', 'met']);
    expect(await committed(programme)).toBe('150000.00');
    expect((await next.act(id, 'carry-out')).body).toMatchObject({ state: 'carried_out' });
  });
});
