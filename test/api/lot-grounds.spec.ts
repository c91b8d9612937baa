import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { bidAll, issueTender, makeBidders, openTenderBids, type Bidder } from '../support/bidding.js';
import { CONTENT, Contracting, creditCode } from '../support/contracts.js';
import { makeBureau, setBusinessTime, type Bureau, type Drafting, makeThreshold } from '../support/drafts.js';
import { acceptedComplaint, actOnLot, decided, hearWinners, versionOf } from '../support/lots.js';
import { Resulting } from '../support/results.js';

const ISSUE = '2025-11-03T09:00:00+08:00';
const AFTER = '2025-11-14T09:31:00+08:00';
const PAPER = '财监〔2025〕7号';

/** Law article 36: what ends a purchase is a fact, and the record shows it or names its paper. */
describe('the ground on which a lot or a tender is ended', () => {
  let app: TestApp;
  let bureau: Bureau;
  let bidders: Bidder[];
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessTime(app, ISSUE);
    bureau = await makeBureau(app);
    await makeThreshold(app);
    bidders = await makeBidders(app, 3);
  });
  afterAll(() => app.close());

  type Answered = { status: number; body: unknown };
  const refusal = ({ status, body }: Answered): unknown[] => {
    const { code, errors = [] } = body as { code?: string; errors?: { pointer: string }[] };
    return [status, code, errors.map(({ pointer }) => pointer)];
  };
  const unproven = (pointer: string): unknown[] => [422, 'end_ground_unproven', [pointer]];
  const begin = async () => {
    await setBusinessTime(app, ISSUE);
    return Resulting.begin(app, bureau);
  };
  const issued = async (more: object = {}) => {
    await setBusinessTime(app, ISSUE);
    return issueTender(app, bureau, more);
  };
  const end = (lot: string | undefined, action: string, ground: string, more: object = {}, by = bureau.officer) =>
    actOnLot(app, lot ?? '', action, { reason: '依法终止', ground, ...more }, by);
  const stateOf = ({ body }: { body: { lots?: { state: string }[] } }): string | undefined => body.lots?.[0]?.state;
  const sql = (text: string, ...params: unknown[]) => app.dataSource.query<Record<string, unknown>[]>(text, params);

  it.each([
    ['fail', 'unlawful_acts', 'failed'],
    ['cancel', 'unforeseen_change', 'cancelled'],
  ])('%s: %s is named by its paper', async (action, ground, to) => {
    const [lot] = (await begin()).lots;
    expect(refusal(await end(lot?.id, action, ground))).toEqual(unproven('/reference'));
    expect(stateOf(await end(lot?.id, action, ground, { reference: PAPER }))).toBe(to);
  });

  it('too few suppliers: those whose offers stand are counted, after the opening', async () => {
    const [lot] = (await begin()).lots;
    const few = () => end(lot?.id, 'fail', 'too_few_suppliers');
    const refused = await few();
    expect([...refusal(refused), (refused.body as { facts?: object }).facts]).toEqual([
      ...unproven('/ground'),
      { offers: 3, least: 3 },
    ]);
    // One that cannot be read was made in time: it counts until the panel has rejected it.
    const makes = (state: string) => sql(`UPDATE bid SET state = $2 WHERE id = $1`, lot?.offers[2]?.bid, state);
    await makes('unreadable');
    expect(refusal(await few())).toEqual(unproven('/ground'));
    await makes('rejected');
    expect(stateOf(await few())).toBe('failed');
  });

  it('before the opening nobody knows how many there are, or what they ask', async () => {
    const { lots, tender } = await issued();
    for (const at of [ISSUE, AFTER]) {
      await setBusinessTime(app, at);
      for (const ground of ['too_few_suppliers', 'offers_above_budget', 'award_refused']) {
        const answer = await end(lots[0], 'fail', ground);
        expect(refusal(answer)).toEqual(unproven('/ground'));
        expect(JSON.stringify((answer.body as { facts?: object }).facts ?? {})).not.toContain('offers');
      }
    }
    expect((await sql(`SELECT state FROM lot WHERE tender_id = $1`, tender))[0]?.state).toBe('open');
  });

  it('offers above the budget: all of them', async () => {
    const lots = [{ no: 1, ceiling: '100000.00', pricing: 'competitive' }];
    const opened = async (prices: string[]) => {
      const made = await issued({
        lots,
        method: 'OPEN_TENDER',
        plan: { documentsTo: '2025-11-10', noticeTo: '2025-11-10', deadlineAt: '2025-12-01T09:30:00+08:00' },
      });
      await bidAll(app, bidders, made.lots[0] ?? '', prices);
      await setBusinessTime(app, '2025-12-01T09:31:00+08:00');
      await openTenderBids(app, bureau, made.tender);
      return end(made.lots[0], 'fail', 'offers_above_budget');
    };
    expect(refusal(await opened(['110000.00', '120000.00', '100000.00']))).toEqual(unproven('/ground'));
    expect(stateOf(await opened(['110000.00', '120000.00', '100000.01']))).toBe('failed');
  });

  it('of a consultation no price is told by trying: its offers are none before the report', async () => {
    const { lots, tender } = await issued({ lots: [{ no: 1, ceiling: '100000.00', pricing: 'competitive' }] });
    await bidAll(app, bidders, lots[0] ?? '', ['110000.00', '120000.00', '130000.00']);
    await setBusinessTime(app, AFTER);
    await openTenderBids(app, bureau, tender);
    expect(refusal(await end(lots[0], 'fail', 'offers_above_budget'))).toEqual(unproven('/ground'));
  });

  it.each([
    ['fail', 'failed'],
    ['cancel', 'cancelled'],
  ])('%s: a decision is one that was made and is still to be carried out, and then it is', async (action, to) => {
    const result = await begin();
    const [lot] = result.lots;
    const other = await begin();
    const decision = async (about: Resulting): Promise<string> => {
      const by = await about.bidder(1);
      const id = await acceptedComplaint(app, bureau, by, { tender: about.id, knownOn: '2025-11-03' });
      await decided(app, bureau.finance, id, 'redo');
      return id;
    };
    expect(refusal(await end(lot?.id, action, 'remedy_decision'))).toEqual(unproven('/remedy'));
    const elsewhere = await decision(other);
    expect(refusal(await end(lot?.id, action, 'remedy_decision', { remedy: elsewhere }))).toEqual(unproven('/remedy'));
    const remedy = await decision(result);
    expect(stateOf(await end(lot?.id, action, 'remedy_decision', { remedy }))).toBe(to);
    const { body } = await app.http.get(`/api/v1/complaints/${remedy}`).set(bureau.finance.auth);
    expect((body as { remediedAt: string | null }).remediedAt).toMatch(/^2025-11-03T01:00:/);
  });

  describe('once an award was made', () => {
    const words = { ground: 'unlawful_acts', reference: PAPER, reason: '串通投标经查属实' };
    const act = (lot: string | undefined, action: string, body: object, by: TestAccount) =>
      actOnLot(app, lot ?? '', action, body, by);
    const made = async (published: boolean) => {
      const result = await begin();
      await (published ? result.published() : result.confirmed());
      return { result, lot: result.lots[0]?.id };
    };

    /** Its winner alone is heard, once, before another person ends the lot. */
    const mustBeHeard = async (result: Resulting, lot: string): Promise<void> => {
      const [winner, rival] = [await result.bidder(0), await result.bidder(1)];
      const [award] = (await result.read()).awards;
      const hear = (by: TestAccount, body: object = { statement: '请求不予废标' }) =>
        result.onAward(award?.id ?? '', 'be-heard', body, by);
      const early = await act(lot, 'fail', { reason: '同意' }, bureau.approver);
      expect([...refusal(early), early.body.facts]).toEqual([422, 'hearing_running', [], { hearUntil: '2025-11-10' }]);
      expect((await hear(rival)).status).toBe(403);
      expect((await hear(winner, {})).status).toBe(400);
      const heard = await hear(winner);
      expect(heard.body).toMatchObject({
        ending: { outcome: 'failed', ground: words.ground, hearUntil: '2025-11-10', statement: '请求不予废标' },
      });
      expect((await hear(winner)).body).toMatchObject({ code: 'heard_already' });
      const [told] = (await result.read()).awards;
      expect(told).toMatchObject({ ending: { statement: '请求不予废标' } });
      // Proposed anew it is heard anew; and it has five working days at least.
      const short = { ...words, hearUntil: '2025-11-09' };
      expect(refusal(await act(lot, 'propose-ending', short, bureau.officer))).toEqual([
        422,
        'hearing_too_short',
        ['/hearUntil'],
      ]);
      expect((await act(lot, 'propose-ending', words, bureau.officer)).status).toBe(200);
      expect((await hear(winner)).status).toBe(200);
    };
    const proposedBy = (lot: string | undefined, by: TestAccount) =>
      sql(`UPDATE lot SET ending = ending || jsonb_build_object('by', $2::text) WHERE id = $1`, lot, by.id);

    it.each([true, false])(
      'is proposed by one person and decided by another (result published: %s)',
      async (published) => {
        const { result, lot } = await made(published);
        const { officer, approver } = bureau;
        expect(refusal(await act(lot, 'fail', words, officer))).toEqual([409, 'wrong_state', []]);
        expect(refusal(await act(lot, 'fail', words, approver))).toEqual([422, 'ending_not_proposed', []]);
        expect(refusal(await act(lot, 'propose-ending', words, approver))).toEqual([403, 'not_permitted', []]);
        const { reference: _, ...unnamed } = words;
        expect(refusal(await act(lot, 'propose-ending', unnamed, officer))).toEqual(unproven('/reference'));
        const wrong = { ...words, outcome: 'cancelled' };
        expect(refusal(await act(lot, 'propose-ending', wrong, officer))).toEqual(unproven('/ground'));
        expect((await act(lot, 'propose-ending', words, officer)).status).toBe(200);
        expect((await result.read()).ending).toMatchObject({ ...words, outcome: 'failed' });
        expect((await result.read(await result.bidder(0))).ending).toBeNull();
        if (published) await mustBeHeard(result, lot ?? '');
        const tasks = await app.http.get('/api/v1/me/tasks').set(approver.auth).expect(200);
        const due = (tasks.body as { items: { kind: string; id: string; lot: number }[] }).items.filter(
          ({ id }) => id === lot,
        );
        expect(due).toContainEqual(expect.objectContaining({ kind: 'lot_ending', lot: 1 }));
        // What was proposed is decided, and nothing else.
        expect(refusal(await act(lot, 'cancel', { ...words, ground: 'unforeseen_change' }, approver))).toEqual([
          422,
          'ending_not_proposed',
          [],
        ]);
        expect(refusal(await act(lot, 'fail', { ...words, ground: 'too_few_suppliers' }, approver))).toEqual([
          422,
          'ending_not_proposed',
          [],
        ]);
        await proposedBy(lot, approver);
        expect(refusal(await act(lot, 'fail', { reason: '同意' }, approver))).toEqual([422, 'proposer_approves', []]);
        await proposedBy(lot, officer);
        expect(stateOf(await act(lot, 'fail', { reason: '同意' }, approver))).toBe('failed');
        expect((await result.read()).awards).toMatchObject([{ state: 'cancelled' }]);
      },
    );

    it('of another cause, too: who refuses its award, and what is given up', async () => {
      const { result, lot } = await made(true);
      const { officer, approver } = bureau;
      const refused = { ground: 'award_refused', reason: '重新开展采购活动' };
      expect(refusal(await act(lot, 'propose-ending', refused, officer))).toEqual(unproven('/ground'));
      const [award] = (await result.read()).awards;
      await result.onAward(award?.id ?? '', 'refuse', { reason: '无力承接' }, await result.bidder(0));
      expect((await act(lot, 'propose-ending', refused, officer)).status).toBe(200);
      const given = { outcome: 'cancelled', ground: 'unforeseen_change', reference: PAPER, reason: '任务取消' };
      // The later proposal takes the place of the earlier.
      expect((await act(lot, 'propose-ending', given, officer)).status).toBe(200);
      expect(refusal(await act(lot, 'fail', refused, approver))).toEqual([422, 'ending_not_proposed', []]);
      await proposedBy(lot, approver);
      expect(refusal(await act(lot, 'cancel', { reason: '同意' }, approver))).toEqual([422, 'proposer_approves', []]);
      await proposedBy(lot, officer);
      expect(stateOf(await act(lot, 'cancel', { reason: '同意' }, approver))).toBe('cancelled');
    });

    it('stands in nobody’s way: the contract is signed, and the proposal is gone', async () => {
      const { result, lot } = await made(true);
      await act(lot, 'propose-ending', words, bureau.officer);
      const [award] = (await result.read()).awards;
      const agency = result.lots[0]?.offers[0]?.bidder ?? '';
      for (const [id, prefix] of [
        [agency, '52'],
        [bureau.id, '11'],
      ])
        await sql(`UPDATE organisation SET credit_code = $2 WHERE id = $1`, id, creditCode(prefix));
      const contract = await app.http
        .post('/api/v1/contracts')
        .set(bureau.officer.auth)
        .send({ award: award?.id, ...CONTENT });
      const parties = { bureau, agency, manager: await result.bidder(0) };
      await new Contracting(app, parties, (contract.body as { id: string }).id).signBoth();
      const read = await result.read();
      expect([read.lotState, read.ending]).toEqual(['contracted', null]);
    });

    it('lapses when the lot goes on', async () => {
      const { result, lot } = await made(false);
      await act(lot, 'propose-ending', words, bureau.officer);
      await result.publish();
      expect((await result.read()).ending).toBeNull();
      expect(refusal(await act(lot, 'fail', words, bureau.approver))).toEqual([422, 'ending_not_proposed', []]);
    });

    it('by two who decide at once it is ended once', async () => {
      const { lot } = await made(true);
      await act(lot, 'propose-ending', words, bureau.officer);
      await hearWinners(app, lot ?? '');
      // Both have read the same version: which of them comes first decides, and not how soon the other one reads.
      const version = await versionOf(app, lot ?? '');
      const fail = () => actOnLot(app, lot ?? '', 'fail', { reason: '同意' }, bureau.approver, version);
      const both = await Promise.all([fail(), fail()]);
      expect(both.map(({ status }) => status).toSorted()).toEqual([200, 412]);
    });
  });

  describe('of a tender as a whole, while bids are taken', () => {
    const whole = async (draft: Drafting, action: string, ground: string, more: object = {}, by?: TestAccount) =>
      draft.act(action, by ?? bureau.officer, { reason: '依法终止', ground, ...more });

    it('is named or decided; what offers show is not known yet', async () => {
      const { draft, tender } = await issued();
      for (const ground of ['too_few_suppliers', 'offers_above_budget', 'award_refused'])
        expect(refusal(await whole(draft, 'fail', ground))).toEqual(unproven('/ground'));
      expect(refusal(await whole(draft, 'fail', 'unlawful_acts'))).toEqual(unproven('/reference'));
      expect(refusal(await whole(draft, 'fail', 'remedy_decision', { remedy: tender }))).toEqual(unproven('/remedy'));
      expect(
        ((await whole(draft, 'fail', 'unlawful_acts', { reference: PAPER })).body as { state: string }).state,
      ).toBe('failed');
    });

    it('given up: by the paper that ends the task, or by what was decided, which is then carried out', async () => {
      const { draft } = await issued();
      expect(refusal(await whole(draft, 'cancel', 'unforeseen_change'))).toEqual(unproven('/reference'));
      const given = { reference: PAPER };
      expect(((await whole(draft, 'cancel', 'unforeseen_change', given)).body as { state: string }).state).toBe(
        'cancelled',
      );
      const other = await issued();
      const rival = await makeUser(app, 'agency_manager', bidders[0]?.body);
      const about = { tender: other.tender, stage: 'documents' };
      const remedy = await acceptedComplaint(app, bureau, rival, about);
      expect(refusal(await whole(other.draft, 'fail', 'remedy_decision', { remedy }))).toEqual(unproven('/remedy'));
      await decided(app, bureau.finance, remedy, 'redo');
      expect(((await whole(other.draft, 'fail', 'remedy_decision', { remedy })).body as { state: string }).state).toBe(
        'failed',
      );
      expect((await sql(`SELECT remedied_at FROM complaint WHERE id = $1`, remedy))[0]?.remedied_at).not.toBeNull();
    });
  });
});
