import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';

import { said } from '../support/contracts.js';
import { Drafting, makeBureau, makeProgramme, setBusinessTime, type Bureau, makeThreshold } from '../support/drafts.js';
import { RiskWorld } from '../support/risk-world.js';
import { readVersion } from '../support/version.js';

interface Finding {
  indicator: string;
  state: string;
  severity: string;
  value: string | null;
  threshold: string | null;
  reason: Record<string, unknown> | null;
  evidence: { record: string; field: string; value: string }[];
  basis: { article?: string };
}

/** The threshold of the place is 2 000 000.00 yuan: each of these purchases stays below it, two of them do not. */
const HALF = { lots: [{ no: 1, ceiling: '1100000.00', pricing: 'competitive' }] };

describe('purchases of one budget line otherwise than by open tender', () => {
  let app: TestApp;
  let bureau: Bureau;
  let world: RiskWorld;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
    await makeThreshold(app);
    world = new RiskWorld(app, 'live');
  });
  afterAll(() => app.close());

  /** A programme of its own, so that sums begin anew. */
  const begin = async (): Promise<Bureau> => ({
    ...bureau,
    programme: await makeProgramme(app, bureau.id, bureau.officer),
  });
  const preview = async (request: object, by = bureau.officer): Promise<Finding | undefined> => {
    const { body } = await app.http.post('/api/v1/risk/previews').set(by.auth).send(request).expect(200);
    return (body as { assessments: Finding[] }).assessments.find(({ indicator }) => indicator === 'N09');
  };
  const standing = async (programme: string): Promise<Finding | undefined> => {
    await world.settle();
    const { body } = await app.http
      .get(`/api/v1/risk/assessments?subject=programme:${programme}`)
      .set(bureau.finance.auth)
      .expect(200);
    return (body as { items: Finding[] }).items.find(({ indicator }) => indicator === 'N09');
  };
  const onProgramme = async (
    programme: string,
    verb: 'post' | 'patch',
    path: string,
    body: object,
    by = bureau.officer,
  ) => {
    const version = await readVersion(app, 'programme', programme);
    const answer = await app.http[verb](`/api/v1/programmes/${programme}/${path}`)
      .set({ ...by.auth, 'If-Match': `"${version}"` })
      .send(body);
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text}`);
  };
  /** Approved, and the second of its budget line. */
  async function secondOf(own: Bureau): Promise<Drafting> {
    const first = await Drafting.begin(app, own, HALF);
    expect(await preview({ tenderId: first.id })).toMatchObject({ state: 'clear', value: '1' });
    await first.plan();
    expect(said(await first.act('request-method-approval', own.officer, { reason: '服务复杂' }))[1]).toBe(
      'method_approval_needless',
    );
    return Drafting.begin(app, own, HALF);
  }

  it('are shown before the mistake, explained at the approval, and found in the programme', async () => {
    const own = await begin();
    const second = await secondOf(own);
    expect(await preview({ tenderId: second.id })).toMatchObject({
      state: 'triggered',
      severity: 'risk',
      value: '2200000.00',
      threshold: '2000000.00',
      basis: { article: expect.stringContaining('第二十八条') },
    });
    expect(await standing(own.programme)).toMatchObject({ state: 'clear', value: '1' });
    await second.must('post', 'actions/submit', {});
    const unexplained = await second.act('approve', own.approver, {});
    expect(said(unexplained).slice(0, 2)).toEqual([422, 'risk_unexplained']);
    expect((unexplained.body as { facts: { indicators: string[] } }).facts.indicators).toContain('N09');
    const { here } = await second.read();
    const findings = here.findings
      .filter(({ state, severity }) => state === 'triggered' && severity !== 'notice')
      .map(({ indicator }) => ({ indicator, reason: '两个街道分别实施' }));
    await second.must('post', 'actions/approve', { findings }, own.approver);
    const found = await standing(own.programme);
    expect(found).toMatchObject({ state: 'triggered', value: '2200000.00' });
    expect(found?.evidence.filter(({ field }) => field === 'amount')).toHaveLength(2);
  });

  it('whose method the finance authority approved do not count', async () => {
    const own = await begin();
    const second = await secondOf(own);
    await second.plan();
    expect(await standing(own.programme)).toMatchObject({ state: 'triggered' });
    await second.must('post', 'actions/request-method-approval', { reason: '分街道实施' });
    await second.must('post', 'actions/grant-method-approval', {}, own.finance);
    expect(await standing(own.programme)).toMatchObject({ state: 'clear', value: '1' });
    // It was approved at that price: one that grew is found again.
    await second.must('post', 'actions/issue', { reason: '急需' });
    const dearer = { lots: [{ no: 1, ceiling: '1150000.00', pricing: 'competitive' }] };
    await second.must('post', 'actions/correct', { reason: '调整限价', correction: dearer });
    expect(await standing(own.programme)).toMatchObject({ state: 'triggered', value: '2250000.00' });
  });

  it('whose other method was granted after a failure do not count as far as that covers them', async () => {
    const own = await begin();
    const first = await Drafting.begin(app, own, HALF);
    await first.plan();
    const second = await Drafting.begin(app, own, HALF);
    const grant = (amount: string) =>
      app.dataSource.query(
        `INSERT INTO method_change (dataset, tender_id, round_id, lots, method, failures, reason, amount, state, requested_at)
         SELECT dataset, id, id, '{1}', method, ARRAY[id], '采购任务未取消', $2, 'granted', business_now() FROM tender WHERE id = $1`,
        [first.id, amount],
      );
    await grant('109999999');
    expect(await preview({ tenderId: second.id })).toMatchObject({ state: 'triggered', value: '2200000.00' });
    await grant('110000000');
    expect(await preview({ tenderId: second.id })).toMatchObject({ state: 'clear', value: '1' });
  });

  it('of a line that was adjusted are excepted once the adjustment is approved', async () => {
    const own = await begin();
    await (await secondOf(own)).plan();
    expect(await standing(own.programme)).toMatchObject({ state: 'triggered' });
    const { body } = await app.http.get(`/api/v1/programmes/${own.programme}`).set(own.officer.auth).expect(200);
    const [line] = (body as { budgetLines: { id: string; adjustedOn: string | null }[] }).budgetLines;
    expect(line?.adjustedOn).toBeNull();
    await onProgramme(own.programme, 'post', 'actions/adjust', { reason: '年中追加' });
    await onProgramme(own.programme, 'patch', `budget-lines/${line?.id}`, { amount: '1000000001.00' });
    expect(await standing(own.programme)).toMatchObject({ state: 'triggered' });
    await onProgramme(own.programme, 'post', 'actions/approve', {}, own.approver);
    expect(await standing(own.programme)).toMatchObject({ state: 'clear', value: '2200000.00' });
    const after = await app.http.get(`/api/v1/programmes/${own.programme}`).set(own.officer.auth).expect(200);
    expect((after.body as { budgetLines: object[] }).budgetLines).toMatchObject([{ adjustedOn: '2025-11-03' }]);
  });

  it('are looked at of a draft that is not stored, for whoever may see its programme', async () => {
    const own = await begin();
    await (await Drafting.begin(app, own, HALF)).plan();
    const tender = {
      ...{ conducted: 'here', method: 'COMPETITIVE_CONSULTATION', category: 'ELDERLY_HOME_CARE', region: '990203' },
      ...{ budgetLevel: 'below_provincial', programme: own.programme },
    };
    const of = (yuan: string, more: object = {}) =>
      preview({ tender: { ...tender, lots: [{ no: 1, ceiling: yuan }], ...more } });
    // 1 100 000 are on their way: 900 000 reach the threshold and do not exceed it.
    expect(await of('900000.00')).toMatchObject({ state: 'clear', value: '2000000.00' });
    expect(await of('900000.01')).toMatchObject({ state: 'triggered', value: '2000000.01' });
    expect(await of('900000.01', { method: 'OPEN_TENDER' })).toMatchObject({ state: 'clear' });
    expect(await of('900000.01', { programme: null })).toMatchObject({ reason: { missing: ['programme'] } });
    const other = await makeBureau(app, '990104');
    const refused = await app.http
      .post('/api/v1/risk/previews')
      .set(other.officer.auth)
      .send({ tender: { ...tender, lots: [{ no: 1, ceiling: '1.00' }] } });
    expect(said(refused as never).slice(0, 2)).toEqual([404, 'not_found']);
  });

  it('that were made elsewhere are not decided without their approvals, nor where no threshold is known', async () => {
    const own = await begin();
    const record = (budget: string, more: object = {}) =>
      app.http
        .post('/api/v1/tenders')
        .set(own.officer.auth)
        .send({
          ...{ title: '居家养老服务采购', buyer: own.id, programme: own.programme, category: 'ELDERLY_HOME_CARE' },
          ...{ method: 'COMPETITIVE_CONSULTATION', region: '990203', budgetLevel: 'below_provincial', budget, ...more },
        })
        .expect(201);
    await record('1100000.00');
    await record('1100000.00');
    expect(await standing(own.programme)).toMatchObject({
      state: 'insufficient_data',
      reason: { missing: ['methodApproval'] },
    });
    const apart = await begin();
    const elsewhere = { programme: apart.programme, region: '990104' };
    await record('1100000.00', elsewhere);
    await record('1100000.00', elsewhere);
    expect(await standing(apart.programme)).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'open_threshold_unknown' },
    });
  });

  it('in a year before the Regulation was in force are nothing that it speaks of', async () => {
    const programme = await world.programme(bureau.id, 2014, { code: 'x', name: { en: 'x', zh: 'x' }, steps: [] });
    for (let n = 0; n < 2; n++) await world.tender({ buyer: bureau.id, programme, budget: '1100000.00' });
    expect(await standing(programme)).toMatchObject({
      state: 'not_applicable',
      reason: { code: 'rule_not_in_force', inForceFrom: '2015-03-01' },
    });
  });
});
