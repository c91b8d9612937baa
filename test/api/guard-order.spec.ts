import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeAccount, makeBody, makeUser } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';

import { CONTENT, Contracting, creditCode, makeParties, PAYMENTS, type Parties } from '../support/contracts.js';
import {
  CRITERIA,
  Drafting,
  makeBureau,
  setBusinessTime,
  startBusinessAt,
  type Bureau,
  makeThreshold,
} from '../support/drafts.js';

/** What breaks a guard of an action, by its code, and what mends that alone. In the order in which the guards stand. */
type Broken = readonly (readonly [string, () => Promise<unknown>])[];

/**
 * Everything is broken at once and mended in the order of the table: as long as a guard is broken, it and none of the broken
 * ones after it answers.
 */
async function codesWhileMended(act: () => Promise<{ status: number; body: { code?: string } }>, broken: Broken) {
  const codes: string[] = [];
  for (const [, mend] of broken) {
    const { body } = await act();
    codes.push(body.code ?? 'passed');
    await mend();
  }
  const { status, body } = await act();
  return [...codes, status < 300 ? 'passed' : (body.code ?? String(status))];
}
const inOrder = (broken: Broken): string[] => [...broken.map(([code]) => code), 'passed'];

describe('of several broken guards the first of the table answers', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    app = await startTestApp();
    await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
    await makeThreshold(app);
  });
  afterAll(() => app.close());

  const [price, plan, staff] = CRITERIA as [object, object, object];
  const incomplete = { ...staff, points: '20', limitedTo: 'region', levels: null };
  const forbidden = { ...incomplete, points: '30' };
  const unquantified = { ...staff, levels: null };

  /** Not approved yet. */
  async function smallProgramme(): Promise<string> {
    const { body } = await app.http
      .post('/api/v1/programmes')
      .set(bureau.officer.auth)
      .send({
        ...{ name: '小额计划', year: 2025, buyer: bureau.id, source: { kind: 'statement' } },
        state: 'draft',
        budgetLines: [{ name: '养老', category: 'ELDERLY_HOME_CARE', amount: '300000.00' }],
      })
      .expect(201);
    return (body as { id: string }).id;
  }
  const buyerKind = (kind: string) =>
    app.dataSource.query(`UPDATE organisation SET kind = $2 WHERE id = $1`, [bureau.id, kind]);

  it('submit of a tender', async () => {
    const lot = { no: 1, ceiling: '400000.00', pricing: 'competitive' };
    const draft = await Drafting.begin(app, bureau, {
      ...{ method: 'INQUIRY', budget: '100.00', serviceLines: [], window: { start: '2026-01', end: '2026-12-31' } },
      ...{ programme: await smallProgramme(), region: null, lots: [lot, { no: 2 }] },
    });
    const saturday = '2025-11-08T09:30:00+08:00';
    await draft.must('patch', 'plan', { documentsTo: '2025-11-05', noticeTo: '2025-11-04', deadlineAt: saturday });
    await buyerKind('enterprise');
    await draft.must('put', 'criteria', { criteria: [price, plan, incomplete] });
    await draft.must('patch', 'terms', {
      ...{ bidBond: '10000.00', performanceBond: 1001 },
      sme: { kind: 'deduction', rate: 800 },
      ...{ likeContracts: { count: 3, scope: '居家养老服务' }, negativeList: 'staffing' },
    });
    const criteria = (last: object) => () => draft.must('put', 'criteria', { criteria: [price, plan, last] });
    const dear = [{ ...price, points: '40' }, plan, { ...staff, points: '10' }];
    const planned = (days: object) => () => draft.must('patch', 'plan', days);
    const lots = (ceiling: string) => () => draft.must('put', 'lots', { lots: [{ ...lot, ceiling }] });
    const broken: Broken = [
      ['method_not_conducted', () => draft.must('patch', '', { method: 'COMPETITIVE_CONSULTATION' })],
      ['buyer_not_eligible', () => buyerKind('bureau')],
      ['not_purchasable', () => draft.must('patch', 'terms', { negativeList: 'none' })],
      ['lots_incomplete', lots('400000.00')],
      ['window_missing', () => draft.must('patch', '', { window: { start: '2026-01-01' } })],
      ['service_lines_missing', () => draft.must('put', 'service-lines', { serviceLines: [bureau.line] })],
      ['criteria_incomplete', criteria(forbidden)],
      ['criterion_forbidden', criteria(unquantified)],
      ['criterion_unquantified', () => draft.must('put', 'criteria', { criteria: dear })],
      ['bid_bond_too_high', () => draft.must('patch', 'terms', { bidBond: null })],
      ['terms_uncontractable', () => draft.must('patch', 'terms', { performanceBond: null })],
      ['budget_below_ceilings', () => draft.must('patch', '', { budget: null })],
      ['budget_exceeded', lots('200000.00')],
      ['insufficient_data', () => draft.must('patch', '', { region: '990203', programme: null })],
      ['programme_not_approved', () => draft.must('patch', '', { programme: bureau.programme })],
      ['like_contracts_too_many', () => draft.must('patch', 'terms', { likeContracts: null })],
      ['price_weight_unlawful', criteria(staff)],
      ['deduction_unlawful', () => draft.must('patch', 'terms', { sme: { kind: 'deduction', rate: 1000 } })],
      ['preparation_too_short', planned({ deadlineAt: '2025-11-15T09:30:00+08:00' })],
      ['documents_too_short', planned({ documentsTo: '2025-11-10' })],
      ['notice_too_short', planned({ noticeTo: '2025-11-06' })],
    ];
    expect(await codesWhileMended(() => draft.act('submit'), broken)).toEqual(inOrder(broken));
  });

  it('issue of a tender', async () => {
    const programme = await smallProgramme();
    const draft = await Drafting.begin(app, bureau, { programme });
    await draft.plan();
    // What was lawful as it was submitted is altered behind it: the issue asks on its own day.
    const altered = (column: 'region' | 'terms' | 'plan', value: unknown) => async () => {
      const stored = column === 'region' ? '$2' : `${column} || $2::jsonb`;
      await app.dataSource.query(`UPDATE tender SET ${column} = ${stored} WHERE id = $1`, [draft.id, value]);
    };
    const share = (points: string) =>
      altered('terms', { criteria: [{ ...price, points }, plan, { ...staff, points: String(50 - Number(points)) }] });
    const planned = (days: object) => altered('plan', days);
    const saturday = '2025-11-08T09:30:00+08:00';
    await altered('region', null)();
    await share('40')();
    await altered('terms', { sme: { kind: 'deduction', rate: 800 } })();
    await planned({ documentsTo: '2025-11-05', noticeTo: '2025-11-04', deadlineAt: saturday })();
    const approveProgramme = async () => {
      const { auth } = bureau.approver;
      const { headers } = await app.http.get(`/api/v1/programmes/${programme}`).set(auth).expect(200);
      await app.http
        .post(`/api/v1/programmes/${programme}/actions/approve`)
        .set({ ...auth, 'If-Match': headers.etag ?? '' })
        .send({})
        .expect(200);
    };
    let reason: object = {};
    const broken: Broken = [
      ['insufficient_data', altered('region', '990203')],
      ['programme_not_approved', approveProgramme],
      ['intent_unexplained', () => Promise.resolve((reason = { reason: '急需' }))],
      ['price_weight_unlawful', share('20')],
      ['deduction_unlawful', altered('terms', { sme: { kind: 'deduction', rate: 1000 } })],
      ['preparation_too_short', planned({ deadlineAt: '2025-11-15T09:30:00+08:00' })],
      ['documents_too_short', planned({ documentsTo: '2025-11-10' })],
      ['notice_too_short', planned({ noticeTo: '2025-11-06' })],
    ];
    expect(await codesWhileMended(() => draft.act('issue', bureau.officer, reason), broken)).toEqual(inOrder(broken));
  });

  it('correct of a tender', async () => {
    const lot = (no: number, ceiling: string) => ({ no, name: `第${no}包`, ceiling, pricing: 'competitive' });
    const lots = [lot(1, '100000.00'), lot(2, '100000.00')];
    const draft = await Drafting.begin(app, bureau, { lots, budget: '210000.00' });
    await draft.plan();
    await draft.must('post', 'actions/issue', { reason: '急需' });
    await setBusinessTime(app, '2025-11-12T09:00:00+08:00');
    const dear = { ...price, points: '31' };
    const sme = { kind: 'deduction', rate: 800 };
    const [staffing, tooHigh] = [{ negativeList: 'staffing' }, { bidBond: '1000000.00', performanceBond: 1001, sme }];
    const correction: Record<string, unknown> = {
      category: 'OTHER',
      lots: [lot(1, '2500000.00'), lot(2, '0.00')],
      terms: { ...staffing, qualifications: ['本地注册'], bidBond: '1000000.00', performanceBond: 1001, sme },
      criteria: [dear, plan, { ...incomplete, points: '10' }],
      plan: { deadlineAt: '2025-11-09T09:30:00+08:00', documentsTo: '2025-11-09' },
    };
    const set = (more: object) => () => Promise.resolve(Object.assign(correction, more));
    const last = (more: object) => set({ criteria: [dear, plan, { ...staff, points: '19', ...more }] });
    const bonds = (performanceBond: number | null) => set({ terms: { bidBond: null, performanceBond, sme } });
    const broken: Broken = [
      ['correction_changes_object', set({ category: undefined })],
      ['correction_changes_qualification', set({ terms: { ...staffing, ...tooHigh } })],
      ['not_purchasable', set({ terms: tooHigh })],
      ['lots_incomplete', set({ lots: [lot(1, '2500000.00'), lot(2, '100000.00')] })],
      ['criteria_incomplete', last({ limitedTo: 'region', levels: null })],
      ['criterion_forbidden', last({ levels: null })],
      ['criterion_unquantified', last({})],
      ['bid_bond_too_high', bonds(1001)],
      ['terms_uncontractable', bonds(null)],
      ['price_weight_unlawful', set({ criteria: [price, plan, staff] })],
      ['deduction_unlawful', set({ terms: { bidBond: null, performanceBond: null } })],
      ['budget_below_ceilings', set({ lots: [lot(1, '110000.00'), lot(2, '100000.00')] })],
      ['deadline_moved_forward', set({ plan: { deadlineAt: '2025-11-15T09:30:00+08:00', documentsTo: '2025-11-09' } })],
      ['documents_too_short', set({ plan: { deadlineAt: '2025-11-15T09:30:00+08:00' } })],
      ['clarification_too_late', set({ plan: { deadlineAt: '2025-11-24T09:30:00+08:00' } })],
    ];
    const act = () => draft.act('correct', bureau.officer, { reason: '更正错误', correction });
    expect(await codesWhileMended(act, broken)).toEqual(inOrder(broken));
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
  });
});

describe('of several broken guards of a contract the first of the table answers', () => {
  let app: TestApp;
  let parties: Parties;
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app);
  });
  afterAll(() => app.close());
  const conditions = { contentFixed: true, continuous: true, fundingStable: true, priceStable: true };
  const term = { years: 3, ...conditions, budgetAssured: true };
  const unbalanced = [PAYMENTS[0], { ...PAYMENTS[1], share: 6999 }];

  it('sign', async () => {
    const agency = await makeBody(app, { kind: 'individual_provider' });
    const own = { ...parties, agency, manager: await makeUser(app, 'agency_manager', agency) };
    const long = { start: '2026-01-01', end: '2029-01-01' };
    const contract = await Contracting.drafted(
      app,
      own,
      { amount: '180000.01', window: long, payments: unbalanced, performanceBond: 1001 },
      { window: { start: '2026-01', end: '2029' } },
    );
    const seats = [
      { role: 'bureau_approver', organisation: parties.bureau.id },
      { role: 'integrator', organisation: agency },
    ] as const;
    const both = await makeAccount(app, ...seats);
    const award = (state: string) =>
      app.dataSource.query(`UPDATE award SET state = $2 WHERE id = (SELECT award_id FROM contract WHERE id = $1)`, [
        contract.id,
        state,
      ]);
    await award('invalidated');
    let hash: string | undefined = '0'.repeat(64);
    const redraft = (content: object) => () => contract.must('redraft', { reason: '更正', content });
    const broken: Broken = [
      ['award_not_active', () => award('active')],
      ['other_content_signed', () => Promise.resolve((hash = undefined))],
      [
        'signer_has_interest',
        () => app.dataSource.query(`DELETE FROM seat WHERE organisation_id = $1 AND user_id = $2`, [agency, both.id]),
      ],
      [
        'credit_code_missing',
        async () => {
          await app.dataSource.query(`UPDATE organisation SET credit_code = $2 WHERE id = $1`, [
            agency,
            creditCode('92'),
          ]);
          await contract.must('redraft', { reason: '补登代码' });
        },
      ],
      ['contract_departs', redraft({ amount: '180000.00' })],
      ['content_incomplete', redraft({ payments: PAYMENTS })],
      ['performance_bond_too_high', redraft({ performanceBond: null })],
      ['term_too_long', redraft({ window: { ...long, start: '2026-01-02' } })],
      ['term_conditions_missing', redraft({ term })],
      ['individual_not_suitable', redraft({ individualReason: '手工技艺传承只能由本人承担' })],
    ];
    expect(await codesWhileMended(() => contract.sign(both, hash), broken)).toEqual(inOrder(broken));
  });

  it('propose an amendment', async () => {
    const contract = await Contracting.recorded(app, parties);
    await contract.must('take-over', { content: CONTENT });
    const content: Record<string, unknown> = {
      ...{ payments: unbalanced, performanceBond: 1001, term },
      window: { start: '2026-01-01', end: '2029-12-31' },
    };
    const proposal: Record<string, unknown> = { supplement: '18000.01', content };
    const set = (more: object) => () => Promise.resolve(Object.assign(content, more));
    const broken: Broken = [
      ['content_unconfirmed', () => contract.signBoth('confirm-content')],
      ['supplement_changes_terms', () => Promise.resolve(delete proposal['supplement'])],
      ['contract_departs', set({ term: undefined })],
      ['content_incomplete', set({ payments: PAYMENTS })],
      ['performance_bond_too_high', set({ performanceBond: 500 })],
      ['term_too_long', set({ window: { start: '2026-01-01', end: '2027-12-31' } })],
      ['term_conditions_missing', set({ window: { start: '2026-01-01', end: '2026-11-30' } })],
    ];
    expect(await codesWhileMended(() => contract.propose(proposal), broken)).toEqual(inOrder(broken));
  });
});
