import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PlansKeeper } from '../../src/care/continuity/plans-keeper.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Continuing, NEXT, RUNS } from '../support/continuity.js';
import { Contracting, creditCode, makeParties, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { refusal } from '../support/implementing.js';
import { ownSteps, ownTasks } from '../support/own-tasks.js';
import { readTitle } from '../support/task-titles.js';

/** Who is left without service is told to the bureau before the day comes. Each has a buyer and a line of its own. */
describe('a gap that is coming', () => {
  let app: TestApp;
  let other: { agency: string; manager: TestAccount };
  let parties: Parties;
  let next: Continuing;
  beforeAll(async () => {
    app = await startTestApp();
    const agency = await makeBody(app, { kind: 'agency', creditCode: creditCode() });
    other = { agency, manager: await makeUser(app, 'agency_manager', agency) };
  });
  afterAll(() => app.close());

  const at = (day: string) => setBusinessTime(app, `${day}T09:00:00+08:00`);
  const begin = async (): Promise<void> => {
    await at('2025-12-22');
    parties = await makeParties(app, null);
    next = await Continuing.begin(app, parties);
    await next.serve();
  };
  const agreed = async (item: object): Promise<string> => {
    const { id } = await next.proposed([{ serviceLine: parties.bureau.line, from: NEXT.start, ...item }]);
    expect((await next.agree(id)).status).toBe(200);
    return id;
  };
  const followed = (window: { start: string; end: string }) =>
    Contracting.signed(
      app,
      { ...parties, agency: other.agency, manager: other.manager },
      { window },
      { window, serviceLines: [parties.bureau.line] },
    );
  const drafted = async (window: { start: string; end: string }): Promise<string> => {
    const draft = {
      conducted: 'here',
      buyer: parties.bureau.id,
      title: '下一年度居家养老',
      method: 'COMPETITIVE_CONSULTATION',
      category: 'ELDERLY_HOME_CARE',
      region: '990203',
      serviceLines: [parties.bureau.line],
      window,
      lots: [{ no: 1, name: '一包', ceiling: '200000.00', pricing: 'competitive' }],
    };
    const made = await app.http.post('/api/v1/tenders').set(parties.bureau.officer.auth).send(draft).expect(201);
    return (made.body as { id: string }).id;
  };
  /** What the officer of the line is told on a day: what it says, until when, and where it is done. */
  const told = async (day: string, by = parties.bureau.officer) => {
    await at(day);
    await app.running.app.get(PlansKeeper).sweep();
    const shown = await ownTasks(app, by, 'line_unserved', parties.bureau.line);
    return shown.map((task) => [
      readTitle(task).replace('Service line without service: ', ''),
      task.dueOn,
      task.action?.href.replace('/api/v1/', '') ?? null,
    ]);
  };

  /** What residents, or somebody else, are told of what follows on the line. */
  const outlook = async (by?: TestAccount): Promise<object> => {
    const { body } = await app.http
      .get(`/api/v1/service-lines/${parties.bureau.line}/coverage`)
      .set(by?.auth ?? {})
      .expect(200);
    return (body as { next: object }).next;
  };

  it('where a new tender was agreed on and none is issued, by the last day that helps', async () => {
    await begin();
    await at('2026-09-20');
    await agreed({ kind: 'retender' });
    const { tender } = await next.contract.read();
    const copies = `tenders/${tender}/copies`;
    const amends = `contracts/${next.contract.id}/actions/propose-amendment`;
    const issue = 'from 2026-12-15 on, a new purchase is to be issued';
    const [early] = await told('2026-09-20');
    expect(await outlook()).toMatchObject({ kind: 'plan', starts: NEXT.start });
    expect(early).toEqual([issue, expect.stringMatching(/^2026-(09|10|11)-/), copies]);
    for (const by of [parties.bureau.approver, parties.manager, other.manager])
      expect(await told('2026-09-21', by)).toEqual([]);
    // After the last safe day by the last possible one, and once no purchase can be in time by the end of what runs.
    const [[, possible] = []] = await told('2026-11-16');
    expect(possible).toMatch(/^2026-1[12]-/);
    const late = 'from 2026-12-15 on, no new purchase can be in time, what runs can be prolonged';
    expect(await told('2026-12-14')).toEqual([[late, '2026-12-14', amends]]);
    expect(await told('2026-12-15')).toEqual([[issue, null, copies]]);
    // Nobody is told of a day that is past.
    await at('2026-12-16');
    expect(await outlook()).toMatchObject({ kind: 'plan', plan: { kind: 'retender' }, from: NEXT.start, starts: null });
    // Once the plan has lapsed nothing follows.
    expect(await told('2027-01-20')).toEqual([['from 2026-12-15 on, nothing follows', null, null]]);
  });

  it('is closed by what was prolonged, and by a signed contract that begins in time', async () => {
    await begin();
    await at('2026-09-20');
    await agreed({ kind: 'retender' });
    expect(await told('2026-10-25')).toHaveLength(1);
    await followed(NEXT);
    for (const day of ['2026-10-25', RUNS.end, NEXT.start]) expect(await told(day)).toEqual([]);
  });

  it('where the contract that follows begins later, before and in the gap, until it does', async () => {
    await begin();
    await at('2026-10-10');
    const id = await agreed({ kind: 'retender', from: '2027-03-01' });
    await followed({ start: '2027-03-01', end: '2027-12-31' });
    const amends = `contracts/${next.contract.id}/actions/propose-amendment`;
    const days = 'from 2026-12-15 to 2027-02-28, what follows begins later';
    expect(await told('2026-10-25')).toEqual([[days, RUNS.end, amends]]);
    expect(await told(NEXT.start)).toEqual([[days, null, null]]);
    const { id: offer } = await next.offered({ receiver: other.agency });
    expect((await next.onHandover(offer, 'acknowledge', {}, other.manager)).status).toBe(200);
    await next.must(id, 'carry-out');
    expect(await told('2027-02-28')).toEqual([[days, null, null]]);
    expect(await told('2027-03-01')).toEqual([]);
  });

  it('where the contract was made shorter than its plan thinks: the plan is written anew', async () => {
    await begin();
    await at('2026-09-20');
    const id = await agreed({ kind: 'hand_over', receiver: other.agency });
    expect(await told('2026-09-20')).toEqual([]);
    await next.contract.amended({ content: { window: { ...RUNS, end: '2026-10-31' } } });
    const revise = `contracts/${next.contract.id}/continuity-plan/${id}/actions/revise`;
    const days = 'from 2026-11-01 to 2026-12-14, the plan takes over later';
    expect(await told('2026-10-10')).toEqual([[days, '2026-10-31', revise]]);
    expect(await told('2026-11-02')).toEqual([[days, null, revise]]);
    const items = [{ serviceLine: parties.bureau.line, kind: 'hand_over', from: '2026-11-03', receiver: other.agency }];
    await next.must(id, 'revise', { reason: '合同缩短', items });
    expect((await next.agree(id)).status).toBe(200);
    expect(await told('2026-11-03')).toEqual([]);
  });

  it('where the contract was delivered long before its end: its plan takes over from then on', async () => {
    await begin();
    await at('2026-09-20');
    const id = await agreed({ kind: 'hand_over', receiver: other.agency });
    await followed(NEXT);
    await at('2026-10-01');
    await next.contract.must('deliver', {}, parties.manager);
    const revise = `contracts/${next.contract.id}/continuity-plan/${id}/actions/revise`;
    expect(await told('2026-10-01')).toEqual([
      ['from 2026-10-02 to 2026-12-14, the plan takes over later', '2026-10-01', revise],
    ]);
    expect(await told('2026-10-03')).toEqual([
      ['from 2026-10-02 to 2026-12-14, the plan takes over later', null, revise],
    ]);
    const item = { serviceLine: parties.bureau.line, kind: 'hand_over', receiver: other.agency };
    const again = (from: string) => next.act(id, 'revise', { reason: '提前交付', items: [{ ...item, from }] });
    expect(refusal(await again('2026-10-01'))).toEqual([400, 'validation_failed', '/items/0/from']);
    expect((await again('2026-10-03')).status).toBe(200);
    expect((await next.agree(id)).status).toBe(200);
    expect(await told('2026-10-03')).toEqual([]);
    const { id: offer } = await next.offered({ receiver: other.agency });
    expect((await next.onHandover(offer, 'acknowledge', {}, other.manager)).status).toBe(200);
    // Whose own contract begins later serves from that day on.
    const late = 'from 2026-10-02 to 2026-12-14, the plan takes over later';
    expect(await told('2026-10-03')).toEqual([[late, null, revise]]);
    await next.must(id, 'carry-out');
    expect(await told('2026-12-14')).toEqual([
      ['from 2026-10-02 to 2026-12-14, what follows begins later', null, null],
    ]);
    expect(await told(NEXT.start)).toEqual([]);
  });

  it('is not closed by a plan that cannot be carried out: what it lacks is its task', async () => {
    await begin();
    await at('2026-09-20');
    const retender = await agreed({ kind: 'retender' });
    await at(NEXT.start);
    const steps = () => ownSteps(app, parties.bureau.officer, 'continuity_plan_agreed', next.contract.id);
    const plan = `contracts/${next.contract.id}/continuity-plan/${retender}/actions`;
    expect(await steps()).toEqual([`${plan}/revise`]);
    expect(refusal(await next.act(retender, 'carry-out'))[1]).toBe('successor_missing');
    await at('2026-12-10');
    await followed(NEXT);
    await at(NEXT.start);
    expect(await steps()).toEqual([`${plan}/carry-out`]);
  });

  it('where nobody goes on with the draft of a purchase, for as long as nobody does', async () => {
    await begin();
    await at('2026-10-01');
    await agreed({ kind: 'retender' });
    const draft = await drafted({ start: NEXT.start, end: '2027-12-31' });
    const submit = `tenders/${draft}/actions/submit`;
    const issue = 'from 2026-12-15 on, a new purchase is to be issued';
    expect(await told('2026-10-02')).toEqual([[issue, expect.any(String), submit]]);
    for (const day of [NEXT.start, '2027-01-20', '2027-06-01'])
      expect(await told(day)).toEqual([[issue, null, submit]]);
    expect(await outlook(parties.bureau.officer)).toMatchObject({ kind: 'tender', from: NEXT.start, starts: null });
    expect(await outlook()).toMatchObject({ kind: 'none', from: NEXT.start, starts: null });
  });
});
