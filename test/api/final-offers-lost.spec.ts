import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { offer } from '../support/bidding.js';
import { codeOf, Consulting, type Receipt } from '../support/consultation.js';
import type { Bureau } from '../support/drafts.js';
import { haveDrawn } from '../support/experts.js';
import { setInstant } from '../support/fixed-instant.js';
import { actOnLot } from '../support/lots.js';
import { ownSteps, ownTasks } from '../support/own-tasks.js';
import { makeReviewers } from '../support/reviews.js';
import { startPurchasing } from '../support/started.js';

const PRICES = ['180000.00', '190000.00', '199000.00'];
/** Where a byte is turned: in the head of an envelope, and in its content. */
const [HEAD, BODY] = [100, 5_000];

/** What the system lost it does not hold against who offered in time. */
describe('a final offer that cannot be read', () => {
  let app: TestApp;
  let bureau: Bureau;
  let reviewers: TestAccount[];
  let fourth: TestAccount;
  beforeAll(async () => {
    ({ app, bureau } = await startPurchasing());
    [fourth, ...reviewers] = (await makeReviewers(app, 4)) as [TestAccount, ...TestAccount[]];
  });
  beforeEach(() => setInstant(app, null));
  afterAll(() => app.close());

  const audited = (aggregate: string, id: string, action: string) =>
    app.dataSource.query<{ outbox: number }[]>(
      `SELECT (SELECT count(*)::int FROM outbox o WHERE o.aggregate_id = $2 AND o.action = $3) AS outbox
       FROM audit_entry a WHERE a.aggregate_type = $1 AND a.aggregate_id = $2 AND a.action = $3`,
      [aggregate, id, action],
    );
  /** Turns bytes in every envelope that lies there and did not before. */
  const altering = async (places: readonly number[] = [BODY]) => {
    const before = await app.dataSource.query<{ id: string }[]>(`SELECT id FROM sealed_envelope`);
    return async () => {
      for (const at of places)
        await app.dataSource.query(
          `UPDATE sealed_envelope SET ciphertext = set_byte(ciphertext, $2, get_byte(ciphertext, $2) # 1) WHERE NOT (id = ANY ($1::uuid[]))`,
          [before.map(({ id }) => id), at],
        );
    };
  };
  const restoring = async (lot: Consulting, i: number, body: object, version?: number) =>
    app.http
      .post(`/api/v1/bids/${lot.suppliers[i]?.bid}/actions/restore-final-offer`)
      .set(lot.suppliers[i]?.user.auth ?? {})
      .set('If-Match', `"${version ?? (await lot.own(i)).version}"`)
      .send(body);
  const askedFor = async (): Promise<Consulting> => {
    const lot = await Consulting.sealed(app, bureau, reviewers, PRICES);
    expect((await lot.request()).status).toBe(200);
    return lot;
  };

  /** Three suppliers are asked; these offer, and as many of the first as are said are altered. */
  const alteredOf = async (prices: string[], altered: number) => {
    const lot = await Consulting.sealed(app, bureau, reviewers, ['180000.00', '190000.00', '199000.00']);
    expect((await lot.request()).status).toBe(200);
    const alter = await altering();
    for (const [i, price] of prices.entries()) {
      await lot.mustOffer(i, price);
      if (i + 1 === altered) await alter();
    }
    await lot.close();
    const restore = (i: number, price: string) => restoring(lot, i, { content: offer(price) });
    return { lot, restore };
  };
  const failing = async (lot: Consulting, ground = 'too_few_suppliers') => {
    const given = { ground, reason: '有效的最后报价不足法定家数' };
    return codeOf(await actOnLot(app, await lot.lotId(), 'fail', given, bureau.officer));
  };

  /** What a member of the panel is to do, and the buyer with the lot. */
  const stepsOf = async (lot: Consulting) => [
    await ownSteps(app, reviewers[0] as TestAccount, 'panel_step', lot.review.id),
    await ownSteps(app, bureau.officer, 'lot_ending', lot.review.id),
  ];

  it('that was altered counts as one until it is restored: of two the lot goes on, and is scored once both can be read', async () => {
    const { lot, restore } = await alteredOf(['140000.00', '150000.00'], 1);
    expect((await lot.lot()).lotState).toBe('final_offers_in');
    // What is told of the opening tells neither of them from the other.
    for (const { bid } of lot.suppliers.slice(0, 2))
      expect(await audited('bid', bid, 'open_final_offer')).toEqual([{ outbox: 1 }]);
    expect(codeOf(await lot.act('begin-scoring'))).toEqual([422, 'offers_too_few']);
    expect(await stepsOf(lot)).toEqual([[], [`lots/${await lot.lotId()}/actions/fail`]]);
    expect((await restore(0, '140000.00')).status).toBe(200);
    expect(await stepsOf(lot)).toEqual([[`tenders/${lot.review.id}/review/actions/begin-scoring`], []]);
    expect(await failing(lot)).toEqual([422, 'end_ground_unproven']);
    expect((await lot.act('begin-scoring')).status).toBe(200);
  });

  it('of which none can be read ends nothing by itself; who never restores its own cannot keep the lot from its end', async () => {
    const { lot, restore } = await alteredOf(['140000.00', '150000.00'], 2);
    expect((await lot.lot()).lotState).toBe('final_offers_in');
    expect((await restore(1, '150000.00')).status).toBe(200);
    expect(codeOf(await lot.act('begin-scoring'))).toEqual([422, 'offers_too_few']);
    expect(await failing(lot, 'offers_above_budget')).toEqual([422, 'end_ground_unproven']);
    expect(await failing(lot)).toEqual([200, '']);
    expect((await lot.lot()).lotState).toBe('failed');
    expect(await stepsOf(lot)).toEqual([[], []]);
  });

  it('that was altered keeps a lot whose other offer lies above the ceiling, until it turns out to lie there too', async () => {
    const { lot, restore } = await alteredOf(['200000.01', '150000.00', '200000.02'], 1);
    expect((await lot.lot()).bids.map((b) => b.status).sort()).toEqual(['rejected', 'rejected', 'valid']);
    expect((await lot.lot()).lotState).toBe('final_offers_in');
    expect((await restore(0, '200000.01')).status).toBe(200);
    expect((await lot.lot()).lotState).toBe('failed');
    expect(await audited('lot', await lot.lotId(), 'fall_short')).toEqual([{ outbox: 1 }]);
    expect(codeOf(await restore(0, '200000.01'))).toEqual([409, 'wrong_state']);
  });

  it('that is restored and lies above the ceiling is to the others what it was: its supplier is out', async () => {
    const { lot, restore } = await alteredOf(['200000.01', '150000.00', '160000.00'], 1);
    const { officer } = lot.review;
    const watcher = await makeUser(app, 'supervisor', await makeBody(app, { kind: 'supervisor', region: '990200' }));
    const bid = lot.suppliers[0]?.bid ?? '';
    const versionNow = async (): Promise<number> => {
      const { body } = await app.http.get(`/api/v1/tenders/${lot.review.id}`).set(officer.auth).expect(200);
      return (body as { version: number }).version;
    };
    const shownBid = async (by: TestAccount) => {
      const { headers, body } = await app.http.get(`/api/v1/bids/${bid}`).set(by.auth).expect(200);
      return { etag: headers['etag'], version: (body as { version: number }).version };
    };
    const before = await versionNow();
    const bidBefore = await shownBid(officer);
    const told = async (by: TestAccount, subject: string): Promise<string[]> => {
      const { body } = await app.http.get(`/api/v1/history?limit=200&subject=${subject}`).set(by.auth);
      return ((body as { items?: { action: string }[] }).items ?? []).map(({ action }) => action);
    };
    const changes = async (by: TestAccount): Promise<string> =>
      (await app.http.get('/api/v1/changes?limit=200').set(by.auth).expect(200)).text;
    const seen = await Promise.all([officer, watcher].map(async (by) => (await told(by, `bid:${bid}`)).length));
    expect((await restore(0, '200000.01')).status).toBe(200);
    expect(await versionNow()).toBe(before);
    expect(await shownBid(officer)).toEqual(bidBefore);
    const mine = lot.suppliers[0]?.user as TestAccount;
    expect(await told(mine, `bid:${bid}`)).toContain('restore_final_offer');
    for (const [i, by] of [officer, watcher].entries()) {
      expect(await told(by, `bid:${bid}`)).toHaveLength(seen[i] ?? -1);
      expect(await changes(by)).not.toContain('restore_final_offer');
    }
    expect((await lot.lot()).bids.map((b) => b.status).sort()).toEqual(['rejected', 'valid', 'valid']);
  });

  it('that was altered keeps a lot of which another price was not explained', async () => {
    const { lot, restore } = await alteredOf(['190000.00', '60000.00', '180000.00'], 1);
    await setInstant(app, '2026-02-02T01:00:00Z');
    const low = (await lot.lot()).bids.find(({ price }) => price === '60000.00')?.id ?? '';
    const asking = { bid: low, dueAt: '2026-02-02T02:00:00Z', reason: '报价明显偏低' };
    expect((await lot.review.post('explanations', asking, lot.chair)).status).toBe(200);
    await setInstant(app, '2026-02-02T02:00:01Z');
    for (const by of lot.panel.slice(0, 2))
      expect(
        (await lot.review.post(`explanations/${low}/actions/settle`, { accepted: false, reason: '未说明成本构成' }, by))
          .status,
      ).toBe(200);
    expect((await lot.lot()).lotState).toBe('final_offers_in');
    expect((await restore(0, '190000.00')).status).toBe(200);
    expect((await lot.act('begin-scoring')).status).toBe(200);
  });

  it('that could not be read is restored by its bidder’s own copy', async () => {
    const lot = await Consulting.sealed(app, bureau, reviewers, ['180000.00', '190000.00', '199000.00']);
    expect((await lot.request()).status).toBe(200);
    const alter = await altering();
    const receipts = [await lot.mustOffer(0, '140000.00')];
    await alter();
    for (const [i, price] of ['150000.00', '160000.00'].entries()) receipts.push(await lot.mustOffer(i + 1, price));
    await lot.close();
    const shown = async () => (await lot.lot()).bids.map((b) => [b.status, b.price]).sort();
    expect(await shown()).toEqual([
      ['rejected', null],
      ['valid', '150000.00'],
      ['valid', '160000.00'],
    ]);
    const restore = (body: object, version?: number) => restoring(lot, 0, body, version);
    const own = lot.suppliers[0]?.bid ?? '';
    const offered = async (i: number) => [
      ...(await lot.own(i)).allowedActions,
      ...(await app.http.get(`/api/v1/bids/${lot.suppliers[i]?.bid}`).set(lot.suppliers[i]?.user.auth ?? {})).body
        .allowedActions,
    ];
    const href = `/api/v1/bids/${own}/actions/restore-final-offer`;
    const allowed = { action: 'restore_final_offer', method: 'POST', href };
    expect([await offered(0), await offered(1)]).toEqual([[allowed, allowed], []]);
    const waits = async (by = lot.suppliers[0]?.user) =>
      (await ownTasks(app, by as TestAccount, 'bid_restoring')).filter(({ action }) => action?.href === href);
    expect(await waits()).toMatchObject([{ id: own, lot: 1, dueOn: null }]);
    for (const by of [lot.suppliers[1]?.user, bureau.officer, ...reviewers]) expect(await waits(by)).toEqual([]);
    const nextStep = async (i: number) =>
      (
        await app.http
          .get('/api/v1/bids')
          .set(lot.suppliers[i]?.user.auth ?? {})
          .expect(200)
      ).body.items.find(({ id }: { id: string }) => id === lot.suppliers[i]?.bid).nextStep;
    expect([await nextStep(0), await nextStep(1)]).toEqual([{ ...allowed, dueAt: null }, null]);
    const seen = await app.http.get(`/api/v1/bids/${own}`).set(bureau.officer.auth).expect(200);
    expect(seen.body.allowedActions).toEqual([]);
    const [receipt, rival] = receipts as [Receipt, Receipt];
    expect(codeOf(await restore({}))).toEqual([400, 'validation_failed']);
    expect(codeOf(await restore({ content: offer('1.00') }))).toEqual([422, 'copy_differs']);
    expect(codeOf(await restore({ content: offer('140000.00'), receipt: rival }))).toEqual([422, 'receipt_forged']);
    expect(codeOf(await restore({ content: offer('140000.00') }, 99))).toEqual([412, 'stale_version']);
    const at = (await lot.own(0)).version;
    const both = await Promise.all([1, 2].map(() => restore({ content: offer('140000.00'), receipt }, at)));
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 412]);
    expect(await shown()).toEqual([
      ['valid', '140000.00'],
      ['valid', '150000.00'],
      ['valid', '160000.00'],
    ]);
    expect((await lot.own(0)).finalOffer).toMatchObject({ price: '140000.00', sha256: receipt.receipt.sha256 });
    expect(await audited('bid', lot.suppliers[0]?.bid ?? '', 'restore_final_offer')).toEqual([{ outbox: 1 }]);
    expect(codeOf(await restore({ content: offer('140000.00') }))).toEqual([409, 'wrong_state']);
    expect([await offered(0), await nextStep(0), await waits()]).toEqual([[], null, []]);
  });

  it('of which the head alone was altered needs no receipt: what is sealed to the identity key says its hash', async () => {
    const lot = await askedFor();
    const alter = await altering([HEAD]);
    await lot.mustOffer(0, '140000.00');
    await alter();
    await lot.mustOffer(1, '150000.00');
    await lot.close();
    expect(codeOf(await restoring(lot, 0, { content: offer('139999.99') }))).toEqual([422, 'copy_differs']);
    expect(codeOf(await restoring(lot, 0, { content: offer('140000.00') }))).toEqual([200, '']);
  });

  it('is held against its receipt where nothing else is left, and against no other', async () => {
    const lot = await askedFor();
    const alter = await altering([HEAD, BODY]);
    const receipt = await lot.mustOffer(0, '140000.00');
    await alter();
    const rival = await lot.mustOffer(1, '150000.00');
    await lot.close();
    const supplier = lot.suppliers[0] as { bid: string; user: TestAccount };
    const { body: ofBid } = await app.http
      .get(`/api/v1/bids/${supplier.bid}/receipt`)
      .set(supplier.user.auth)
      .expect(200);
    const content = offer('140000.00');
    expect(codeOf(await restoring(lot, 0, { content }))).toEqual([422, 'copy_differs']);
    // What was said of the bid speaks for no final offer, nor does what was said of another's.
    for (const other of [ofBid as object, rival])
      expect(codeOf(await restoring(lot, 0, { content, receipt: other }))).toEqual([422, 'receipt_forged']);
    expect(codeOf(await restoring(lot, 0, { content: offer('139999.99'), receipt }))).toEqual([422, 'copy_differs']);
    expect((await restoring(lot, 0, { content, receipt })).status).toBe(200);
    const [row] = await app.dataSource.query<object[]>(
      `SELECT f.price, encode(decode(f.sha256, 'hex'), 'hex') AS sha256, f.received_at FROM final_offer f JOIN bid d ON d.id = f.bid_id
       WHERE d.envelope_id = $1`,
      [supplier.bid],
    );
    const { sha256, receivedAt } = receipt.receipt;
    expect(row).toEqual({ price: '14000000', sha256, received_at: new Date(receivedAt) });
  });

  it('is one that is of another kind: a bid under its name opens as nothing', async () => {
    const lot = await askedFor();
    const before = await app.dataSource.query<{ id: string }[]>(`SELECT id FROM sealed_envelope`);
    await lot.mustOffer(0, '140000.00');
    await app.dataSource.query(
      `UPDATE sealed_envelope f SET ciphertext = b.ciphertext, size_class = b.size_class
       FROM sealed_envelope b WHERE b.id = $2 AND NOT (f.id = ANY ($1::uuid[]))`,
      [before.map(({ id }) => id), lot.suppliers[0]?.bid],
    );
    for (const i of [1, 2]) await lot.mustOffer(i, '150000.00');
    await lot.close();
    const { bids, lotState } = await lot.lot();
    expect([lotState, bids.map(({ status, price }) => [status, price]).sort()]).toEqual([
      'final_offers_in',
      [
        ['rejected', null],
        ['valid', '150000.00'],
        ['valid', '150000.00'],
      ],
    ]);
  });

  it('comes back no more once a member has locked its sheet, whoever is replaced then', async () => {
    const { lot, restore } = await alteredOf(['140000.00', '150000.00', '160000.00'], 1);
    const valid = (await lot.lot()).bids.filter(({ status }) => status === 'valid').map(({ id }) => id);
    const scores = valid.flatMap((bid) => [
      { bid, criterion: 2, points: '40' },
      { bid, criterion: 3, points: '24' },
    ]);
    const lock = async (by: TestAccount) => (await lot.review.post('score-sheets', { scores, lock: true }, by)).status;
    await lot.must('begin-scoring');
    const refused = [409, 'wrong_state'];
    expect(codeOf(await restore(0, '140000.00'))).toEqual(refused);
    expect(await lock(lot.panel[0] as TestAccount)).toBe(200);
    const { members } = await lot.lot();
    const gone = members.find(({ locked }) => !locked)?.id;
    await haveDrawn(app, lot.review.id, bureau.officer, [fourth.id]);
    const by = { user: fourth.id, ground: 'health', reason: '因病缺席' };
    expect((await lot.review.post(`members/${gone}/actions/replace`, by, bureau.officer)).status).toBe(200);
    expect((await lot.lot()).state).toBe('appointed');
    expect(codeOf(await restore(0, '140000.00'))).toEqual(refused);
    expect((await lot.own(0)).allowedActions).toEqual([]);
    const ids = (await lot.lot()).bids.map(({ id: bid }) => ({ bid }));
    expect(
      (await lot.review.post('declarations', { declarations: ids.filter(({ bid }) => valid.includes(bid)) }, fourth))
        .status,
    ).toBe(200);
    expect(codeOf(await restore(0, '140000.00'))).toEqual(refused);
    await lot.must('begin-scoring');
    const open = (await lot.lot()).members.filter(({ locked }) => !locked).length;
    expect(open).toBe(2);
  });

  it('that is restored waits for what a member says of its bidder who came while it was lost', async () => {
    const { lot, restore } = await alteredOf(['140000.00', '150000.00', '151000.00'], 1);
    await haveDrawn(app, lot.review.id, bureau.officer, [fourth.id, ...reviewers.map(({ id }) => id)]);
    const gone = (await lot.review.read()).members.find(({ user }) => user === reviewers[1]?.id)?.id;
    const by = { user: fourth.id, ground: 'health', reason: '因病缺席' };
    expect((await lot.review.post(`members/${gone}/actions/replace`, by, bureau.officer)).status).toBe(200);
    const waits = async (kind: string) =>
      (await ownTasks(app, fourth, kind, lot.review.id)).map(({ action }) => action?.href.split('/review/')[1]);
    const declare = async () => {
      const declarations = (await lot.lot()).bids.flatMap(({ id: bid, status }) =>
        status === 'valid' ? [{ bid }] : [],
      );
      return (await lot.review.post('declarations', { declarations }, fourth)).status;
    };
    expect(await waits('panel_declaration')).toEqual(['declarations']);
    expect(await declare()).toBe(200);
    expect([await waits('panel_declaration'), await waits('panel_step')]).toEqual([[], ['actions/begin-scoring']]);
    expect((await restore(0, '140000.00')).status).toBe(200);
    expect([await waits('panel_declaration'), await waits('panel_step')]).toEqual([['declarations'], []]);
    expect(codeOf(await lot.act('begin-scoring'))).toEqual([409, 'wrong_state']);
    expect(await declare()).toBe(200);
    expect([await waits('panel_declaration'), await waits('panel_step')]).toEqual([[], ['actions/begin-scoring']]);
    expect(codeOf(await lot.act('begin-scoring'))).toEqual([200, '']);
  });
});
