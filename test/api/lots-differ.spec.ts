import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { startTestApp, type TestApp } from '../support/app.js';

import { Drafting, makeBureau, makeLine, setBusinessTime, type Bureau, makeThreshold } from '../support/drafts.js';
import { viewsOf } from '../support/non-interference.js';
import { stored } from '../support/stored.js';
import {
  awardTwoLots,
  DAY_CARE,
  draftTwoLots,
  issueTwoLots,
  makeTwoLots,
  NIGHT_CARE,
  type ShownLot,
} from '../support/two-lots.js';
import { readVersion } from '../support/version.js';

interface Shown {
  id: string;
  version: number;
  serviceLines: string[];
  completeness: { field: string; lot: number | null }[];
  lots: ShownLot[];
}

/** The code of a refusal, and where. */
const refusal = async (answer: Promise<{ status: number; body: unknown }>) => {
  const { body } = await answer;
  const { code, errors = [] } = body as { code?: string; errors?: { pointer: string }[] };
  return [code, errors.map(({ pointer }) => pointer)];
};

describe('lots of one tender that differ', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
    await makeThreshold(app);
  });
  afterAll(() => app.close());

  const read = async (draft: Drafting) => (await draft.read()) as unknown as Shown;
  const audit = async (id: string) => {
    const rows = await app.dataSource.query<{ action: string; data: Record<string, unknown> }[]>(
      `SELECT action, convert_from(canonical, 'UTF8')::jsonb -> 'data' AS data FROM audit_entry WHERE aggregate_id = $1 ORDER BY seq`,
      [id],
    );
    return rows;
  };

  describe('in a draft', () => {
    it('show their own words, and those of the tender where they have none', async () => {
      const draft = await Drafting.begin(app, bureau);
      await draft.must('patch', 'terms', { requirement: '居家养老', tieRule: '抽签' });
      const { lines, lots } = await makeTwoLots(app, bureau);
      const window = { start: '2026-03-01', end: '2026-10-31' };
      const [, second] = lots;
      const first = { no: 1, name: '日间照料', ceiling: '200000.00', pricing: 'competitive' };
      await draft.must('put', 'lots', { lots: [first, { ...second, window }] });
      const shown = await read(draft);
      expect(shown.serviceLines).toEqual([...lines].sort());
      expect(shown.lots[0]).toMatchObject({
        window: { start: '2026-01-01', end: '2026-12-31' },
        serviceLines: [...lines].sort(),
        terms: { requirement: '居家养老', tieRule: '抽签', standards: [] },
        own: [],
      });
      expect(shown.lots[1]).toMatchObject({
        window,
        serviceLines: [lines[1]],
        terms: { ...NIGHT_CARE, tieRule: '抽签' },
        own: ['window', 'serviceLines', 'terms.requirement', 'terms.standards'],
      });
      expect((await audit(draft.id)).findLast(({ action }) => action === 'lots_set')?.data).toEqual({
        lots: [1, 2],
        own: [{ lot: 2, members: ['window', 'serviceLines', 'terms.requirement', 'terms.standards'] }],
      });
    });

    it('keep what a later list does not say, and are as the tender again where it says null', async () => {
      const { draft, lots } = await draftTwoLots(app, bureau);
      const bare = lots.map(({ no, name, ceiling, pricing }) => ({ no, name, ceiling, pricing }));
      await draft.must('put', 'lots', { lots: bare });
      const own = ['serviceLines', 'terms.requirement', 'terms.standards'];
      expect((await read(draft)).lots.map((lot) => lot.own)).toEqual([own, own]);
      await draft.must('put', 'lots', { lots: [bare[0], { ...bare[1], serviceLines: null, terms: null }] });
      expect((await read(draft)).lots.map((lot) => lot.own)).toEqual([own, []]);
    });

    it('change one member of one lot, or give it back to the tender', async () => {
      const { draft } = await draftTwoLots(app, bureau);
      await draft.must('patch', 'lots/2/terms', { bidBond: '100.00', standards: null });
      const { lots } = await read(draft);
      expect(lots[1]?.own).toEqual(['serviceLines', 'terms.bidBond', 'terms.requirement']);
      expect(lots[1]?.terms).toMatchObject({ bidBond: '100.00', standards: [], requirement: NIGHT_CARE.requirement });
      expect(lots[0]?.terms).toMatchObject({ bidBond: null, ...DAY_CARE });
      expect((await audit(draft.id)).at(-1)).toEqual({
        action: 'lot_terms_set',
        data: { lot: 2, members: ['terms.bidBond', 'terms.standards'] },
      });
      const before = await readVersion(app, 'tender', draft.id);
      await draft.must('patch', 'lots/2/terms', { bidBond: '100.00' });
      expect(await readVersion(app, 'tender', draft.id)).toBe(before);
    });

    it('refuse members that are the tender’s alone, and a lot that is not there', async () => {
      const { draft } = await draftTwoLots(app, bureau);
      const alone = await draft.send('patch', 'lots/2/terms', { agencyFee: '中标金额的 1%' });
      expect([alone.status, (alone.body as { errors: unknown[] }).errors]).toEqual([
        400,
        [expect.objectContaining({ pointer: '/agencyFee' })],
      ]);
      expect((await draft.send('patch', 'lots/3/terms', { requirement: '无' })).status).toBe(404);
      expect((await draft.send('patch', 'lots/x/terms', { requirement: '无' })).status).toBe(404);
    });
  });

  describe('with bad input', () => {
    it.each([
      ['two lots with one line', 'lot_lines_overlap', '/lots/1/serviceLines', (line: string) => [[line], [line]]],
      ['a lot with no line', 'lot_line_missing', '/lots/1/serviceLines', (line: string) => [[line], []]],
    ])('refuse %s at once and store nothing', async (_, code, pointer, lines) => {
      const draft = await Drafting.begin(app, bureau);
      const before = [await stored(app), await draft.read()];
      const lots = lines(bureau.line).map((serviceLines, i) => ({ no: i + 1, ceiling: '1000.00', serviceLines }));
      const answer = await draft.send('put', 'lots', { lots });
      const { errors, ...body } = answer.body as { code: string; errors: { pointer: string }[] };
      expect([answer.status, body.code, errors.map((e) => e.pointer)]).toEqual([422, code, [pointer]]);
      const made = await app.http
        .post('/api/v1/tenders')
        .set(bureau.officer.auth)
        .send({ conducted: 'here', buyer: bureau.id, title: randomUUID(), lots });
      expect([made.status, (made.body as { code: string }).code]).toEqual([422, code]);
      expect([await stored(app), await draft.read()]).toEqual(before);
    });

    it('refuse a service that ends before it begins, and a line of another dataset', async () => {
      const { draft, lots } = await draftTwoLots(app, bureau);
      const send = (more: object) => draft.send('put', 'lots', { lots: [lots[0], { ...lots[1], ...more }] });
      const early = await send({ window: { end: '2025-12-31' } });
      expect((early.body as { code: string }).code).toBe('end_before_start');
      const strange = await send({ serviceLines: [randomUUID()] });
      expect(strange.body).toMatchObject({
        code: 'dataset_mismatch',
        errors: [{ pointer: '/lots/1/serviceLines/0' }],
      });
    });

    it('keep the lines of lots with their tender', async () => {
      const { draft, lines } = await draftTwoLots(app, bureau);
      const answer = await draft.send('put', 'service-lines', { serviceLines: [lines[0]] });
      expect([answer.status, answer.body]).toEqual([
        409,
        expect.objectContaining({
          code: 'lot_has_line',
          facts: { lots: [{ lot: 2, serviceLine: lines[1] }] },
        }),
      ]);
      await expect(
        app.dataSource.query(`DELETE FROM tender_service_line WHERE tender_id = $1`, [draft.id]),
      ).rejects.toMatchObject({ code: '23514' });
      const stranger = await makeLine(app, bureau.officer, '无关的服务');
      await expect(
        app.dataSource.query(
          `INSERT INTO lot_service_line (lot_id, service_line_id) SELECT id, $2 FROM lot WHERE tender_id = $1`,
          [draft.id, stranger],
        ),
      ).rejects.toMatchObject({ code: '23514' });
    });
  });

  describe('at submission and issue', () => {
    const unpriced = (points: string) => ({
      no: 1,
      name: '服务方案',
      kind: 'professional',
      points,
      levels: '优 满分，良 减半',
    });

    it('ask each lot for what is bought', async () => {
      const { draft } = await draftTwoLots(app, bureau);
      await draft.must('patch', 'terms', { requirement: null });
      await draft.must('patch', 'lots/2/terms', { requirement: ' ' });
      expect(await refusal(draft.act('submit'))).toEqual(['requirement_missing', ['/lots/1/terms/requirement']]);
      await draft.must('patch', 'lots/2/terms', { requirement: null });
      expect(await refusal(draft.act('submit'))).toEqual(['requirement_missing', ['/requirement']]);
      await draft.must('patch', 'lots/2/terms', { requirement: NIGHT_CARE.requirement });
      await draft.must('post', 'actions/submit', {});
    });

    it('let no two lots serve one line, nor a lot none', async () => {
      const draft = await Drafting.begin(app, bureau, { serviceLines: [] });
      const lot = { ceiling: '1000.00', pricing: 'competitive' };
      await draft.must('put', 'lots', {
        lots: [
          { no: 1, ...lot },
          { no: 2, ...lot },
        ],
      });
      const missing = ['/lots/0/serviceLines', '/lots/1/serviceLines'];
      expect(await refusal(draft.act('submit'))).toEqual(['lot_line_missing', missing]);
      await draft.must('put', 'service-lines', { serviceLines: [bureau.line] });
      expect(await refusal(draft.act('submit'))).toEqual(['lot_lines_overlap', ['/lots/1/serviceLines']]);
      const night = await makeLine(app, bureau.officer, '夜间照护');
      await draft.must('put', 'lots', {
        lots: [
          { no: 1, ...lot, serviceLines: [bureau.line] },
          { no: 2, ...lot, serviceLines: [night] },
        ],
      });
      await draft.must('post', 'actions/submit', {});
    });

    it('need both ends of a window of their own, and none of their tender where each has one', async () => {
      const { draft, lots } = await draftTwoLots(app, bureau);
      const windows = (...of: object[]) =>
        draft.must('put', 'lots', { lots: lots.map((lot, i) => ({ ...lot, window: of[i] })) });
      const whole = { start: '2026-01-01', end: '2026-12-31' };
      await windows(whole, { start: '2026-03-01', end: null });
      await draft.must('patch', '', { window: null });
      expect(await refusal(draft.act('submit'))).toEqual(['lot_window_incomplete', ['/lots/1/window']]);
      await windows(whole, whole);
      await draft.must('post', 'actions/submit', {});
    });

    it('hold bond, payments and criteria of each lot against the law', async () => {
      const { draft, lots } = await draftTwoLots(app, bureau);
      await draft.must('put', 'lots', { lots: [lots[0], { ...lots[1], pricing: 'fixed' }] });
      const lot = (terms: object) => draft.must('patch', 'lots/2/terms', terms);
      await lot({ criteria: [unpriced('90')] });
      expect(await refusal(draft.act('submit'))).toEqual(['criteria_incomplete', ['/lots/1/terms/criteria']]);
      await lot({ criteria: [{ ...unpriced('100'), limitedTo: 'region', levels: null }] });
      const first = '/lots/1/terms/criteria/0';
      expect(await refusal(draft.act('submit'))).toEqual([
        'criterion_forbidden',
        [`${first}/limitedTo`, `${first}/levels`],
      ]);
      await lot({ criteria: [{ ...unpriced('100'), levels: null }] });
      expect(await refusal(draft.act('submit'))).toEqual(['criterion_unquantified', [`${first}/levels`]]);
      await lot({ criteria: [unpriced('100')], bidBond: '4000.01' });
      expect(await refusal(draft.act('submit'))).toEqual(['bid_bond_too_high', ['/lots/1/terms/bidBond']]);
      const wrong = { payments: [{ no: 1, trigger: 'acceptance', share: 9000 }], performanceBond: 1001 };
      await lot({ bidBond: '4000.00', ...wrong });
      await draft.must('patch', 'terms', { performanceBond: 1002 });
      expect(await refusal(draft.act('submit'))).toEqual([
        'terms_uncontractable',
        ['/performanceBond', '/lots/1/terms/payments', '/lots/1/terms/performanceBond'],
      ]);
      await draft.must('patch', 'terms', { performanceBond: null });
      await lot({ payments: null, performanceBond: null });
      await draft.must('post', 'actions/submit', {});
    });

    it('may be of fixed and of competitive prices, each with criteria of its own', async () => {
      const { draft, lots } = await draftTwoLots(app, bureau);
      await draft.must('put', 'lots', { lots: [lots[0], { ...lots[1], pricing: 'fixed' }] });
      const issue = () => draft.act('issue', bureau.officer, { reason: '急需' });
      expect(await refusal(draft.act('submit'))).toEqual(['price_weight_unlawful', ['/lots/1/terms/criteria']]);
      await draft.must('patch', 'lots/2/terms', { criteria: [unpriced('100')] });
      await draft.plan();
      expect((await issue()).status).toBe(200);
      const [revision] = await app.dataSource.query<{ lots: Record<string, unknown>[] }[]>(
        `SELECT document -> 'lots' AS lots FROM tender_revision WHERE tender_id = $1`,
        [draft.id],
      );
      expect(revision?.lots[1]).toMatchObject({
        pricing: 'fixed',
        terms: { ...NIGHT_CARE, criteria: [unpriced('100')] },
      });
    });
  });

  describe('of a purchase conducted elsewhere', () => {
    const record = (body: object) =>
      app.http
        .post('/api/v1/tenders')
        .set(bureau.officer.auth)
        .send({ buyer: bureau.id, title: '社区养老服务', ...body });

    it('have windows as precise as their source, and ask for what one of them does not say', async () => {
      const night = await makeLine(app, bureau.officer, '夜间照护');
      const { body } = await record({
        serviceLines: [bureau.line],
        lots: [
          { no: 1, window: { start: '2026-01', end: '2026-06' } },
          { no: 2, window: { start: '2026-03' }, serviceLines: [night], termText: '十个月' },
        ],
      }).expect(201);
      const { lots, completeness, serviceLines } = body as Shown;
      expect(lots.map(({ window, own, terms }) => [window, own, terms])).toEqual([
        [{ start: '2026-01', end: '2026-06' }, ['window'], null],
        [{ start: '2026-03', end: null }, ['window', 'termText', 'serviceLines'], null],
      ]);
      expect(lots[1]).toMatchObject({ termText: '十个月', serviceLines: [night] });
      expect(serviceLines).toEqual([bureau.line, night].sort());
      const asked = completeness.filter(({ field }) => field.startsWith('window') || field === 'serviceLines');
      expect(asked).toEqual([
        { field: 'window.end', lot: 2 },
        { field: 'serviceLines', lot: 1 },
      ]);
    });

    it('have no documents here', async () => {
      const answer = await record({ lots: [{ no: 1, terms: { requirement: '上门服务' } }] });
      expect([answer.status, answer.body]).toEqual([
        422,
        expect.objectContaining({
          code: 'conducted_elsewhere',
          errors: [expect.objectContaining({ pointer: '/lots/0/terms' })],
        }),
      ]);
    });
  });

  describe('under the id of another system', () => {
    it.each(['here', 'elsewhere'])('are the same answer twice, and change in what they say (%s)', async (conducted) => {
      const { lines, lots } = await makeTwoLots(app, bureau);
      const own = lots.map(({ terms, ...lot }) => (conducted === 'here' ? { ...lot, terms } : lot));
      const body = { conducted, buyer: bureau.id, title: '社区养老', serviceLines: [lines[0]], lots: own };
      const id = randomUUID();
      const put = async (more: object = {}) => {
        const answer = await app.http
          .put(`/api/v1/tenders/by-external-id/erp/${id}`)
          .set(bureau.officer.auth)
          .send({ ...body, ...more });
        if (answer.status !== 200) throw new Error(answer.text);
        return answer.body as Shown;
      };
      const first = await put();
      expect(first.lots.map(({ serviceLines }) => serviceLines)).toEqual([[lines[0]], [lines[1]]]);
      expect(await put()).toEqual(first);
      const window = { start: '2026-02-01', end: '2026-11-30' };
      const changed = await put({ lots: [{ ...own[0], window }, own[1]] });
      expect(changed.lots.map((lot) => lot.window)).toEqual([window, { start: null, end: null }]);
      expect((await put({ lots: [{ ...own[0], window }, own[1]] })).version).toBe(changed.version);
      expect((await audit(changed.id)).length).toBe(2);
    });
  });

  describe('before their documents are out', () => {
    it('tell outsiders no more than the intent said, whatever the draft says of them since', async () => {
      const { draft, lots, lines } = await draftTwoLots(app, bureau);
      await draft.plan();
      await draft.must('post', 'actions/publish-intent', {});
      const shown = (await app.http.get(`/api/v1/tenders/${draft.id}`).expect(200)).body as Shown;
      expect(shown.lots).toMatchObject([
        { serviceLines: [lines[0]], terms: null, own: ['serviceLines'] },
        { serviceLines: [lines[1]], terms: null, own: ['serviceLines'] },
      ]);
      const people = new Map([['public', null]]);
      const before = await viewsOf(app, people, draft.id);
      await draft.must('post', 'actions/revise', { reason: '补充要求' });
      const changed = { requirement: '未公开的要求', bidBond: '1.00' };
      const window = { start: '2026-05-01', end: '2026-06-30' };
      await draft.must('put', 'lots', {
        lots: [lots[0], { ...lots[1], window, termText: '两个月', terms: changed }],
      });
      expect(JSON.stringify(before)).not.toContain(NIGHT_CARE.requirement);
      const after = await viewsOf(app, people, draft.id);
      const toShown = (views: Record<string, string>) =>
        JSON.parse((views[`public /api/v1/tenders/${draft.id}`] ?? '').split('\n').at(-1) ?? '') as Shown;
      expect(toShown(after).lots).toEqual(toShown(before).lots);
      for (const unpublished of ['未公开的要求', '两个月', '2026-06-30'])
        expect(JSON.stringify(after)).not.toContain(unpublished);
    });
  });

  describe('once their documents are out', () => {
    const text = async (id: string, kind: string) =>
      (await app.http.get(`/api/v1/tenders/${id}/notices/${kind}/text`).set(bureau.officer.auth).expect(200)).text;
    const corrected = (draft: Drafting, correction: object) =>
      draft.act('correct', bureau.officer, { reason: '分包更正', correction });
    const plan = { deadlineAt: '2025-11-20T09:30:00+08:00' };

    it('are printed apart in the notice where they differ, and together where they do not', async () => {
      const { draft } = await issueTwoLots(app, bureau);
      const notice = await text(draft.id, 'tender');
      expect(notice).toContain(`第 1 包 采购需求：${DAY_CARE.requirement}`);
      expect(notice).toContain(`第 2 包 采购需求：${NIGHT_CARE.requirement}`);
      expect(notice.match(/服务期限：/g)).toHaveLength(1);
      expect(notice.match(/评审因素：/g)).toHaveLength(1);
    });

    it('are corrected each by itself', async () => {
      const { draft, lots } = await issueTwoLots(app, bureau);
      const asIs = lots.map(({ no, name, ceiling, pricing }) => ({ no, name, ceiling, pricing }));
      const standards = [{ ...NIGHT_CARE.standards[0], target: 730 }];
      const terms = { ...NIGHT_CARE, standards };
      const none = { ...terms, requirement: ' ' };
      expect(await refusal(corrected(draft, { lots: [asIs[0], { ...asIs[1], terms: none }], plan }))).toEqual([
        'requirement_missing',
        [expect.stringContaining('/lots/1/terms/requirement')],
      ]);
      const answer = await corrected(draft, { lots: [asIs[0], { ...asIs[1], terms }], plan });
      expect(answer.status).toBe(200);
      const { lots: shown, here } = answer.body as Shown & {
        here: { revisions: { changes: { path: string }[] }[] };
      };
      expect(shown[1]?.terms?.standards).toEqual(standards);
      expect(shown[0]?.terms?.standards).toEqual(DAY_CARE.standards);
      expect(here.revisions[1]?.changes.map(({ path }) => path)).toEqual([
        '/lots/1/terms/standards/0/target',
        '/plan/deadlineAt',
      ]);
      expect(await text(draft.id, 'correction')).toContain('第 2 包服务标准第 1 项指标值：原为“365”，现更正为“730”');
    });

    it('are not touched by what is corrected of the others, which the notice says', async () => {
      const { draft } = await issueTwoLots(app, bureau, {});
      const { lots } = await read(draft);
      const asIs = lots.map(({ no, terms }, i) => ({
        ...{ no, name: ['日间照料', '夜间照护'][i], ceiling: '200000.00', pricing: 'competitive' },
        ...(i === 1 && { terms: { ...NIGHT_CARE, bidBond: terms?.['bidBond'] ?? '0.00' } }),
      }));
      const first = await corrected(draft, { lots: asIs, plan });
      expect(first.status).toBe(200);
      const bond = await corrected(draft, {
        terms: { bidBond: '1000.00' },
        plan: { deadlineAt: '2025-11-21T09:30:00+08:00' },
      });
      expect((bond.body as Shown).lots.map(({ terms }) => terms?.['bidBond'])).toEqual(['1000.00', '0.00']);
      expect(await text(draft.id, 'correction')).toContain('各包（第 2 包除外）保证金：');
    });

    it('keep what a supplier must be able to show', async () => {
      const { draft, lots } = await issueTwoLots(app, bureau);
      const asIs = lots.map(({ no, name, ceiling, pricing }) => ({ no, name, ceiling, pricing }));
      const terms = { ...NIGHT_CARE, qualifications: ['社会组织评估 3A 以上'] };
      const answer = await corrected(draft, { lots: [asIs[0], { ...asIs[1], terms }], plan });
      expect(answer.body).toMatchObject({
        code: 'correction_changes_qualification',
        errors: [
          { pointer: expect.stringMatching(/^\/correction\/lots\/1\/terms\/qualifications/) as unknown as string },
        ],
      });
      expect((await read(draft)).lots[1]?.terms?.['qualifications']).toEqual([]);
    });

    it('begin a copy with their own words, but for their dates', async () => {
      const { draft, lots, lines } = await draftTwoLots(app, bureau);
      const window = { start: '2026-03-01', end: '2026-10-31' };
      await draft.must('put', 'lots', { lots: [lots[0], { ...lots[1], window }] });
      const copy = await app.http
        .post(`/api/v1/tenders/${draft.id}/copies`)
        .set(bureau.officer.auth)
        .send({ lots: [2] });
      expect(copy.status).toBe(201);
      const { lots: copied, serviceLines } = copy.body as Shown;
      expect(copied).toMatchObject([
        {
          no: 2,
          serviceLines: [lines[1]],
          terms: NIGHT_CARE,
          own: ['serviceLines', 'terms.requirement', 'terms.standards'],
        },
      ]);
      expect(serviceLines).toEqual([lines[1]]);
    });
  });

  it('are awarded each by itself', async () => {
    const { result, awards } = await awardTwoLots(app, bureau);
    expect(awards.map(({ supplier }) => supplier?.id)).toEqual([0, 1].map((i) => result.lots[0]?.offers[i]?.bidder));
  });
});
