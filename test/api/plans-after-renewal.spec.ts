import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Continuing, NEXT, renewalMoney, RUNS } from '../support/continuity.js';
import { Contracting, makeParties, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { Implementing } from '../support/implementing.js';
import { ownSteps } from '../support/own-tasks.js';
import { Surveying } from '../support/surveys.js';

const TERM = { years: 2, contentFixed: true, continuous: true, fundingStable: true, priceStable: true };

describe('what follows a contract', () => {
  let app: TestApp;
  let parties: Parties;
  let officer: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  const at = (day: string) => setBusinessTime(app, `${day}T09:00:00+08:00`);
  const begin = async (window = RUNS): Promise<Continuing> => {
    await at('2025-12-22');
    parties = await makeParties(app, null);
    ({ officer } = parties.bureau);
    const known = { window, serviceLines: [parties.bureau.line] };
    return new Continuing(await Implementing.begin(app, parties, { term: { ...TERM, budgetAssured: true } }, known));
  };

  it('is planned again where the contract was prolonged by what was planned', async () => {
    const next = await begin();
    const { id: contract } = next.contract;
    const { budgetLine } = await renewalMoney(app, parties, 2026, '180000.00');
    const serviceLine = parties.bureau.line;
    const items = [{ serviceLine, kind: 'renew', from: NEXT.start, until: NEXT.end, budgetLine }];
    const { id } = await next.proposed(items);
    expect((await next.agree(id)).status).toBe(200);
    const deadline = async () =>
      (await next.contract.read()).deadlines.find(({ event }) => event === 'plan_agreed') ?? {};
    const steps = () => ownSteps(app, officer, 'continuity_plan', contract);
    expect(await deadline()).toMatchObject({ doneOn: '2025-12-22', state: 'met' });
    await next.contract.amended({ content: { window: { ...RUNS, end: NEXT.end } } });
    await at('2026-12-16');
    expect(await deadline()).toMatchObject({ date: NEXT.end, doneOn: null, state: 'due' });
    expect(await steps()).toEqual([]);
    // Whoever forgets to say that it was carried out writes the same plan anew.
    await at('2027-11-01');
    expect(await steps()).toEqual([`contracts/${contract}/continuity-plan/${id}/actions/revise`]);
    expect((await next.act(id, 'carry-out')).status).toBe(200);
    expect(await steps()).toEqual([`contracts/${contract}/continuity-plan`]);
    const again = await next.proposed([{ serviceLine, kind: 'retender', from: '2027-12-15' }]);
    expect((await next.agree(again.id)).status).toBe(200);
    expect(await deadline()).toMatchObject({ date: NEXT.end, doneOn: '2027-11-01', state: 'met' });
    expect(await steps()).toEqual([]);
  });

  it('is renewed on what the lines of its category hold together, beside what is bound and planned', async () => {
    const first = await begin();
    const known = { window: RUNS, serviceLines: [parties.bureau.line] };
    const term = { ...TERM, budgetAssured: true };
    const second = new Continuing(await Implementing.begin(app, parties, { term }, known));
    const category = 'ELDERLY_HOME_CARE';
    const lines = [{ category }, { category }, {}].map((line, i) => ({
      name: `第${i + 1}项`,
      amount: '180000.00',
      ...line,
    }));
    const { body } = await app.http
      .post('/api/v1/programmes')
      .set(officer.auth)
      .send({
        ...{ name: '2026', year: 2026, buyer: parties.bureau.id, state: 'approved' },
        ...{ source: { kind: 'statement' }, budgetLines: lines },
      })
      .expect(201);
    const { id: programme, budgetLines } = body as { id: string; budgetLines: { id: string }[] };
    const [one, two, other] = budgetLines.map(({ id }) => id);
    await Contracting.signed(app, parties, {}, { window: RUNS, programme });
    const on = (budgetLine: string | undefined) => [
      { serviceLine: parties.bureau.line, kind: 'renew', from: NEXT.start, until: NEXT.end, budgetLine },
    ];
    const plans = [await first.proposed(on(one)), await second.proposed(on(other))].map(({ id }) => id);
    const agree = async (next: Continuing, id: string | undefined) => {
      const { status, body: said } = await next.agree(id ?? '');
      return [status, said.code, said.errors?.map(({ code }: { code: string }) => code)];
    };
    expect((await agree(first, plans[0]))[0]).toBe(200);
    // A line of no category is for what no other line is for.
    expect(await agree(second, plans[1])).toEqual([422, 'budget_not_assured', ['not_assured']]);
    await second.must(plans[1] ?? '', 'revise', { reason: '修订', items: on(two) });
    expect(await agree(second, plans[1])).toEqual([422, 'budget_not_assured', ['too_small']]);
    await app.dataSource.query(`UPDATE budget_line SET amount = amount + 18000000 WHERE id = $1`, [one]);
    expect((await agree(second, plans[1]))[0]).toBe(200);
    for (const next of [first, second]) expect((await next.contract.act('renew')).status).toBe(200);
  });

  it('lasts as many months by the calendar as the contract that is renewed', async () => {
    const next = await begin({ start: '2025-12-01', end: '2026-05-31' });
    const { budgetLine } = await renewalMoney(app, parties, 2026, '180000.00');
    const item = {
      serviceLine: parties.bureau.line,
      kind: 'renew',
      from: '2026-06-01',
      until: '2026-11-30',
      budgetLine,
    };
    const { id } = await next.proposed([item]);
    expect((await next.agree(id)).status).toBe(200);
    // Thirty days before its end the renewal is a task, until it is drafted.
    const waits = () => ownSteps(app, officer, 'continuity_plan_agreed', next.contract.id);
    await at('2026-04-30');
    expect(await waits()).toEqual([]);
    await at('2026-05-01');
    expect(await waits()).toEqual([`contracts/${next.contract.id}/actions/renew`]);
    // What was accepted and settled before its term ended is renewed as well; what was ended early is not.
    const settle = async (terminatedOn: string | null) => {
      await app.dataSource.query(`ALTER TABLE contract DISABLE TRIGGER USER`);
      await app.dataSource.query(`UPDATE contract SET state = 'settled', terminated_on = $2 WHERE id = $1`, [
        ...[next.contract.id, terminatedOn],
      ]);
      await app.dataSource.query(`ALTER TABLE contract ENABLE TRIGGER USER`);
    };
    await settle('2026-05-01');
    expect(await waits()).toEqual([]);
    expect((await next.contract.act('renew')).body.code).toBe('renewal_not_planned');
    await settle(null);
    expect(await waits()).toEqual([`contracts/${next.contract.id}/actions/renew`]);
    // So is what was left until it had ended, as long as its plan holds.
    await at('2026-06-10');
    expect(await waits()).toEqual([`contracts/${next.contract.id}/actions/renew`]);
    const renewed = await next.contract.act('renew');
    expect([renewed.status, renewed.body.errors]).toEqual([200, undefined]);
    expect(await waits()).toEqual([]);
  });

  it('asks everybody whom it serves, also where nobody said that the plan was carried out', async () => {
    const next = await begin();
    for (const _ of [1, 2]) await next.serve();
    await at('2026-11-01');
    const { budgetLine } = await renewalMoney(app, parties, 2026, '180000.00');
    const serviceLine = parties.bureau.line;
    const { id } = await next.proposed([{ serviceLine, kind: 'renew', from: NEXT.start, until: NEXT.end, budgetLine }]);
    expect((await next.agree(id)).status).toBe(200);
    expect((await next.contract.act('renew')).status).toBe(200);
    const { renewedBy } = (await next.contract.read()) as unknown as { renewedBy: string };
    const renewal = new Contracting(app, parties, renewedBy);
    await renewal.signBoth();
    const population = async (day: string) => {
      const survey = await Surveying.of(app, parties, renewal.id);
      await survey.begin({ opensOn: day, closesOn: day });
      const { body } = await survey.act('draw', { size: 9 });
      return (body as { strata?: { population: number }[] }).strata?.map((one) => one.population) ?? body.code;
    };
    await at(NEXT.start);
    await renewal.must('start');
    // The plan has lapsed: that it was carried out can be said no more, and nobody is left behind.
    await at('2027-01-14');
    expect((await next.act(id, 'carry-out')).status).toBe(409);
    expect(await ownSteps(app, officer, 'continuity_plan', next.contract.id)).toEqual([]);
    expect(await population('2027-01-14')).toEqual([2]);
    // Once it has ended as well they are its to pass on.
    await at('2027-12-15');
    expect(await ownSteps(app, officer, 'continuity_plan', renewal.id)).toEqual([
      `contracts/${renewal.id}/continuity-plan`,
    ]);
    expect((await renewal.read()).state).toBe('active');
    const after = new Continuing(new Implementing(app, parties, renewal));
    expect(await after.propose([{ serviceLine, kind: 'retender', from: '2027-12-16' }])).toMatchObject({
      body: { items: [{ served: 2 }] },
    });
  });
});
