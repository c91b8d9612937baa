import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { codeOf, Consulting, FINAL, PANEL } from '../support/consultation.js';
import { Contracting, creditCode, PAYMENTS, STANDARDS } from '../support/contracts.js';
import type { Bureau } from '../support/drafts.js';
import { setInstant } from '../support/fixed-instant.js';
import { makeReviewers } from '../support/reviews.js';
import { startPurchasing } from '../support/started.js';

interface Report {
  consultation: { finalDeadlineAt: string; changes: { requirement: string; confirmedAt: string }[] };
  bids: { bid: string; price: string | null; firstPrice: string | null; status: string }[];
  offers: { bid: string; rank: number; priceScore: string; total: string }[];
}

describe('a purchase by consultation', () => {
  let app: TestApp;
  let bureau: Bureau;
  let reviewers: TestAccount[];
  beforeAll(async () => {
    ({ app, bureau } = await startPurchasing());
    reviewers = await makeReviewers(app, PANEL.length);
  });
  afterAll(() => app.close());

  const opened = (prices: string[]) => Consulting.sealed(app, bureau, reviewers, prices);

  it('goes from the opening through talks and final offers to its report', async () => {
    const lot = await opened(['180000.00', '190000.00', '199000.00']);
    const { review, chair } = lot;
    expect((await lot.propose()).status).toBe(200);
    expect((await lot.confirm()).status).toBe(200);
    for (const i of [0, 1, 2]) expect((await lot.respond(i)).status).toBe(200);
    expect((await lot.withdraw(2)).status).toBe(200);
    expect((await lot.request()).body).toMatchObject({ lotState: 'final_offers_requested' });

    await setInstant(app, '2025-11-14T07:59:59.999999Z');
    await lot.mustOffer(0, '178000.00');
    await setInstant(app, '2025-11-14T08:00:00.000001Z');
    expect(codeOf(await lot.offer(1, '160000.00'))).toEqual([422, 'deadline_passed']);
    await setInstant(app, FINAL);
    await lot.mustOffer(1, '160000.00');
    await lot.close();
    expect((await lot.lot()).lotState).toBe('final_offers_in');

    await lot.reported();
    expect((await lot.lot()).lotState).toBe('reviewed');

    const read = (accept: string) =>
      app.http.get(`/api/v1/tenders/${review.id}/review/report`).set(chair.auth).set('Accept', accept).expect(200);
    const report = (await read('application/json')).body as Report;
    expect(report.consultation).toMatchObject({
      finalDeadlineAt: '2025-11-14T08:00:00.000Z',
      changes: [{ requirement: '每周上门两次', confirmedAt: '2025-11-14T07:00:00.000Z' }],
    });
    expect(report.bids.map(({ firstPrice, price, status }) => [firstPrice, price, status]).sort()).toEqual([
      ['180000.00', '178000.00', 'valid'],
      ['190000.00', '160000.00', 'valid'],
      ['199000.00', null, 'withdrawn_in_consultation'],
    ]);
    // The lower final offer has all points of the price, though it was the higher one before the talks.
    expect(report.offers.map(({ rank, priceScore, total }) => [rank, priceScore, total])).toEqual([
      [1, '20.00', '84.00'],
      [2, '17.98', '81.98'],
    ]);
    const html = (await read('text/html')).text;
    for (const part of ['磋商情况', '每周上门两次', '190000.00', '160000.00', '退出磋商']) expect(html).toContain(part);
    expect((await read('application/pdf')).headers['content-type']).toBe('application/pdf');

    // Every step has one audit row and one outbox row; those of the sealed time are written by the closing.
    const rows = await app.dataSource.query<{ action: string; audit: number; outbox: number }[]>(
      `SELECT a.action, count(*)::int AS audit,
         (SELECT count(*)::int FROM outbox o WHERE o.aggregate_id = $1 AND o.action = a.action) AS outbox
       FROM audit_entry a WHERE a.aggregate_id = $1 GROUP BY a.action ORDER BY a.action`,
      [await lot.lotId()],
    );
    expect(rows.filter(({ audit, outbox }) => audit !== 1 || outbox !== 1)).toEqual([]);
    expect(rows.map(({ action }) => action)).toEqual([
      'begin_consultation',
      'change_requirement',
      'check_conformity',
      'close_final_offers',
      'confirm_requirement',
      'open_bids',
      'qualify',
      'report',
      'request_final_offers',
    ]);
  });

  it('is told of, in its result and its contract, in the words of the talks and of what was agreed since', async () => {
    const lot = await opened(['180000.00', '190000.00', '199000.00']);
    const { id, draft } = lot.review;
    const text = async (kind: string) =>
      (await app.http.get(`/api/v1/tenders/${id}/notices/${kind}/text`).set(bureau.officer.auth).expect(200)).text;
    expect(await draft.read()).not.toMatchObject({ here: { terms: { requirement: '每周上门两次' } } });
    expect((await lot.propose()).status).toBe(200);
    expect((await lot.confirm()).status).toBe(200);
    for (const i of [0, 1, 2]) expect((await lot.respond(i)).status).toBe(200);
    await lot.request();
    for (const i of [0, 1, 2]) await lot.mustOffer(i, `16000${i}.00`);
    await lot.close();
    await lot.reported();
    await lot.published();
    expect(await text('result')).toContain('第 1 包 服务要求：每周上门两次\n');

    const { body } = await app.http.get(`/api/v1/tenders/${id}/awards`).set(bureau.officer.auth).expect(200);
    const { awards } = (body as { items: [{ awards: [{ id: string; supplier: { id: string } }] }] }).items[0];
    const [{ id: award, supplier }] = awards;
    for (const [body, code] of [
      [bureau.id, creditCode('11')],
      [supplier.id, creditCode()],
    ])
      await app.dataSource.query(`UPDATE organisation SET credit_code = $2 WHERE id = $1`, [body, code]);
    const made = await app.http
      .post('/api/v1/contracts')
      .set(bureau.officer.auth)
      .send({ award, standards: STANDARDS, payments: PAYMENTS });
    expect([made.status, (made.body as { code?: string }).code]).toEqual([201, undefined]);
    const manager = lot.suppliers[0]?.user as TestAccount;
    const parties = { bureau, agency: supplier.id, manager };
    const contract = new Contracting(app, parties, (made.body as { id: string }).id);
    await contract.signBoth();
    await contract.must('publish', {});
    expect(await text('contract')).toContain('第 1 包 服务要求：每周上门两次\n');

    const { here } = await contract.amended({ content: { requirement: '每周上门三次' } });
    // Nobody reads in a notice what has not been published.
    expect(await text('contract')).toContain('第 1 包 服务要求：每周上门两次\n');
    await contract.must('publish-amendment', { amendment: here.amendments.at(-1)?.id });
    expect(await text('contract')).toContain('第 1 包 服务要求：每周上门三次\n');
    expect(await text('result')).toContain('第 1 包 服务要求：每周上门两次\n');
  });

  it('ends where one supplier is left', async () => {
    const lot = await opened(['180000.00', '190000.00', '199000.00']);
    for (const i of [1, 2]) expect((await lot.withdraw(i)).status).toBe(200);
    expect((await lot.request()).body).toMatchObject({ lotState: 'failed' });
    const { body } = await app.http.get(`/api/v1/tenders/${lot.review.id}`).expect(200);
    expect(body).toMatchObject({ state: 'failed', lots: [{ state: 'failed' }] });
    expect(codeOf(await lot.offer(0, '170000.00'))).toEqual([409, 'wrong_state']);
  });
});
