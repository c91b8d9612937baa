import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AuditVerifier } from '../../src/kernel/audit/verification/audit-verifier.js';
import { newKeyPair } from '../../src/kernel/sealing/hpke.js';
import { KeyProvider } from '../../src/kernel/sealing/key-provider.js';
import { OpeningWork } from '../../src/purchase/bids/opening/opening-process.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { anchorAudit, writeByHand } from '../support/by-hand.js';
import {
  bidAll,
  Bidding,
  issueTender,
  makeBidders,
  offer,
  opening,
  type Bidder,
  type Issued,
} from '../support/bidding.js';
import { makeBureau, startBusinessAt, type Bureau, makeThreshold } from '../support/drafts.js';
import { allowFixedInstant, setInstant } from '../support/fixed-instant.js';

const ISSUE = '2025-11-03T09:00:00+08:00';
const AFTER = '2025-11-14T01:30:00.000001Z';
const LATER = '2025-11-24T09:30:00+08:00';
const AFTER_LATER = '2025-11-24T01:30:00.000001Z';
const PRICES = ['150000.00', '160000.00', '170000.00'];

describe('a writer of the database without keys', () => {
  let app: TestApp;
  let bureau: Bureau;
  let bidders: Bidder[];
  beforeAll(async () => {
    app = await startTestApp();
    await startBusinessAt(app, ISSUE);
    await allowFixedInstant(app);
    bureau = await makeBureau(app);
    await makeThreshold(app);
    bidders = await makeBidders(app, 3);
  });
  beforeEach(() => setInstant(app, ISSUE));
  afterAll(() => app.close());

  const work = () => app.running.app.get(OpeningWork);
  const sql = writeByHand(() => app);
  /** A tender that three have bid for. */
  const issued = async (): Promise<Issued> => {
    await setInstant(app, ISSUE);
    const made = await issueTender(app, bureau);
    await bidAll(app, bidders, made.lots[0] as string, PRICES);
    return made;
  };
  const order = async (tender: string): Promise<void> => {
    for (const [by, action] of [
      [bureau.officer, 'request_opening'],
      [bureau.approver, 'open_bids'],
    ] as const)
      expect((await opening(app, tender, by, action)).status).toBe(200);
  };
  const read = async (tender: string) =>
    (await app.http.get(`/api/v1/tenders/${tender}/opening`).set(bureau.officer.auth).expect(200)).body as {
      state: string;
      stopped: { reason: string } | null;
      lots: { state: string }[];
    };
  /** What the worker finds, and that nothing was opened; what is said of it. */
  const stopped = async (tender: string): Promise<string | null> => {
    await work().perform(tender);
    const [bids] = await app.dataSource.query<[{ n: number }]>(
      `SELECT count(*)::int AS n FROM bid WHERE tender_id = $1`,
      [tender],
    );
    expect(bids.n).toBe(0);
    const { state, lots, stopped: told } = await read(tender);
    expect([state === 'held', lots[0]?.state === 'opened']).toEqual([false, false]);
    const [row] = await app.dataSource.query<{ reason: string; ended: boolean }[]>(
      `SELECT reason, ended_at IS NOT NULL AS ended FROM stopped_opening WHERE tender_id = $1 ORDER BY since DESC LIMIT 1`,
      [tender],
    );
    expect(told?.reason ?? null).toBe(row?.ended === false ? row.reason : null);
    return row?.reason ?? null;
  };
  const opens = async (tender: string): Promise<void> => {
    await work().perform(tender);
    expect(await read(tender)).toMatchObject({ state: 'held', stopped: null, lots: [{ state: 'opened' }] });
  };
  const anchor = () => anchorAudit(app);
  const verified = async (): Promise<string[]> =>
    (await app.running.app.get(AuditVerifier).verify()).findings.map(({ code }) => code);
  const audited = (tender: string) =>
    app.dataSource.query<{ action: string }[]>(
      `SELECT action FROM audit_entry WHERE aggregate_type = 'tender' AND aggregate_id = $1
       AND action IN ('stop_opening', 'refuse_opening_order', 'opening_held') ORDER BY seq`,
      [tender],
    );
  const metric = async (name: string): Promise<number> =>
    Number(new RegExp(`^${name} (\\d+)`, 'm').exec((await app.http.get('/metrics').expect(200)).text)?.[1]);

  it('opens nothing by a deadline that was moved, with an order and an event that were written by hand', async () => {
    const { tender } = await issued();
    await sql(`UPDATE tender SET deadline_at = '2025-11-02T00:00:00Z' WHERE id = $1`, [tender]);
    await sql(`UPDATE lot SET deadline_at = '2025-11-02T00:00:00Z' WHERE tender_id = $1`, [tender]);
    await sql(
      `INSERT INTO opening (tender_id, state, requested_at, requested_by, ordered_at, ordered_by)
       VALUES ($1, 'ordered', business_now(), $2, business_now(), $3)`,
      [tender, bureau.officer.id, bureau.approver.id],
    );
    await sql(
      `INSERT INTO outbox (aggregate_type, aggregate_id, action, at, payload, tenants, public)
       VALUES ('tender', $1, 'open_bids', business_now(), '{}', '{}', false)`,
      [tender],
    ).catch(() => undefined);
    expect(await stopped(tender)).toBe('rows_altered');
    expect(await stopped(tender)).toBe('rows_altered');
    expect((await audited(tender)).map(({ action }) => action)).toEqual(['stop_opening']);
    expect(await metric('openings_stopped')).toBe(1);
    // The row is put back, and the time comes: nobody is shown to have ordered it.
    await sql(`UPDATE tender SET deadline_at = '2025-11-14T01:30:00Z' WHERE id = $1`, [tender]);
    await sql(`UPDATE lot SET deadline_at = '2025-11-14T01:30:00Z' WHERE tender_id = $1`, [tender]);
    expect(await stopped(tender)).toBe('deadline_ahead');
    await setInstant(app, AFTER);
    expect(await stopped(tender)).toBe('order_forged');
    expect([await metric('openings_stopped'), await metric('opening_orders_refused')]).toEqual([0, 1]);
    // Two persons order it then, and nothing was lost.
    await order(tender);
    await opens(tender);
    expect((await audited(tender)).map(({ action }) => action)).toEqual([
      'stop_opening',
      'stop_opening',
      'refuse_opening_order',
      'opening_held',
    ]);
  });

  it('opens nothing by an order that another tender was given, that was altered, or that was held before', async () => {
    const [one, other] = [await issued(), await issued()];
    await setInstant(app, AFTER);
    await order(one.tender);
    await sql(
      `INSERT INTO opening (tender_id, state, requested_at, requested_by, ordered_at, ordered_by, request_no, request_key,
         request_seal, order_no, order_key, order_seal)
       SELECT $2, state, requested_at, requested_by, ordered_at, ordered_by, request_no, request_key, request_seal, order_no,
         order_key, order_seal FROM opening WHERE tender_id = $1`,
      [one.tender, other.tender],
    );
    expect(await stopped(other.tender)).toBe('order_forged');
    for (const change of [
      `ordered_by = gen_random_uuid()`,
      `requested_by = gen_random_uuid()`,
      `late_reason = 'x'`,
      `requested_at = requested_at + interval '1 second'`,
      `order_seal = request_seal, order_key = request_key, ordered_at = requested_at`,
      `id = gen_random_uuid()`,
    ]) {
      expect([change, (await opening(app, other.tender, bureau.officer, 'request_opening')).status]).toEqual([
        change,
        200,
      ]);
      expect((await opening(app, other.tender, bureau.approver, 'open_bids')).status).toBe(200);
      await sql(`UPDATE opening SET ${change} WHERE tender_id = $1 AND state = 'ordered'`, [other.tender]);
      expect([change, await stopped(other.tender)]).toEqual([change, 'order_forged']);
    }
    await opens(one.tender);
    // The same order a second time, for lots that somebody closed again.
    await sql(`UPDATE opening SET state = 'ordered' WHERE tender_id = $1`, [one.tender]);
    await sql(`UPDATE lot SET state = 'open' WHERE tender_id = $1`, [one.tender]);
    await work().perform(one.tender);
    const reasons = () =>
      app.dataSource.query<{ reason: string }[]>(`SELECT reason FROM stopped_opening WHERE tender_id = $1`, [
        one.tender,
      ]);
    expect(await reasons()).toEqual([{ reason: 'rows_altered' }]);
    await order(other.tender);
    await opens(other.tender);
  });

  it.each([
    ['the method', `UPDATE tender SET method = 'OPEN_TENDER' WHERE id = $1`, 'rows_altered'],
    ['a lot', `UPDATE lot SET no = 7 WHERE tender_id = $1`, 'rows_altered'],
    [
      'the statement',
      `UPDATE opening_instant SET canonical = canonical || '\\x20' WHERE tender_id = $1`,
      'instants_forged',
    ],
    ['its number', `UPDATE opening_instant SET no = 2 WHERE tender_id = $1`, 'instants_forged'],
    ['that there is one', `DELETE FROM opening_instant WHERE tender_id = $1`, 'instants_missing'],
    [
      'its row of the audit',
      `UPDATE audit_entry SET seal = sha256('') WHERE aggregate_type = 'opening_instant' AND aggregate_id = $1::text`,
      'anchors_altered',
    ],
    [
      'that the audit has it',
      `DELETE FROM audit_entry WHERE aggregate_type = 'opening_instant' AND aggregate_id = $1::text`,
      'instants_put_back',
    ],
  ])('opens nothing by changing %s', async (_, change, reason) => {
    const { tender } = await issued();
    await setInstant(app, AFTER);
    await order(tender);
    await sql(change, [tender]);
    expect(await stopped(tender)).toBe(reason);
  });

  it('opens nothing, and has nothing sealed, by a public key of its own', async () => {
    const { tender, lots } = await issued();
    const bid = await Bidding.begin(app, (await makeBidders(app, 1))[0] as Bidder, lots[0] as string);
    const foreign = (await newKeyPair()).publicKey;
    const [{ ours }] = await app.dataSource.query<[{ ours: Buffer }]>(
      `SELECT public_key AS ours FROM tender_key WHERE tender_id = $1 AND purpose = 'content'`,
      [tender],
    );
    const put = (key: Buffer) =>
      sql(`UPDATE tender_key SET public_key = $2 WHERE tender_id = $1 AND purpose = 'content'`, [tender, key]);
    await put(foreign);
    const refused = await bid.act('submit', { content: offer('140000.00') });
    expect([refused.status, (refused.body as { code: string }).code]).toEqual([409, 'tender_keys_altered']);
    expect((await bid.read()).state).toBe('draft');
    await setInstant(app, AFTER);
    await order(tender);
    expect(await stopped(tender)).toBe('rows_altered');
    await put(ours);
    await setInstant(app, ISSUE);
    expect((await bid.act('submit', { content: offer('140000.00') })).status).toBe(200);
    await setInstant(app, AFTER);
    // The sweep finds it, as nobody has to order it again.
    await work().retry();
    await opens(tender);
  });

  it.each(['identity', 'content'])(
    'opens nothing with another private key for the %s than the signed one',
    async (purpose) => {
      const { tender } = await issued();
      await setInstant(app, AFTER);
      await order(tender);
      const [{ ours }] = await app.dataSource.query<[{ ours: Buffer }]>(
        `SELECT wrapped AS ours FROM tender_key WHERE tender_id = $1 AND purpose = $2`,
        [tender, purpose],
      );
      const put = (wrapped: Buffer) =>
        sql(`UPDATE tender_key SET wrapped = $3 WHERE tender_id = $1 AND purpose = $2`, [tender, purpose, wrapped]);
      // Who knows the public half of the opening key wraps whatever they like, for the very place.
      const info = `throughline tender key 1|${purpose}|${tender}`;
      const wrap = async (secret: Buffer) => (await app.running.app.get(KeyProvider).wrap(secret, info)).bytes;
      for (const foreign of [
        await wrap((await newKeyPair()).privateKey),
        await wrap(Buffer.from('short')),
        Buffer.alloc(80),
      ]) {
        await put(foreign);
        expect(await stopped(tender)).toBe('rows_altered');
        const [row] = await app.dataSource.query<{ facts: { fields: string[] } }[]>(
          `SELECT facts FROM stopped_opening WHERE tender_id = $1 AND ended_at IS NULL`,
          [tender],
        );
        expect(row?.facts.fields).toEqual([`keys/${purpose}/private`]);
      }
      await put(ours);
      await work().retry();
      await opens(tender);
      const bids = await app.dataSource.query<{ state: string }[]>(`SELECT state FROM bid WHERE tender_id = $1`, [
        tender,
      ]);
      expect(bids.map(({ state }) => state)).toEqual(['opened', 'opened', 'opened']);
    },
  );

  describe('after a correction that moved the deadline', () => {
    const corrected = async (): Promise<Issued> => {
      const made = await issued();
      const answer = await made.draft.act('correct', undefined, {
        reason: '更正错误',
        correction: { plan: { deadlineAt: LATER } },
      });
      expect(answer.status).toBe(200);
      return made;
    };
    /** The older deadline, with everything that was signed of it. */
    const putBack = async (tender: string, audit: 'kept' | 'cut' | 'cut with its anchor'): Promise<void> => {
      await sql(`DELETE FROM opening_instant WHERE tender_id = $1 AND no > 1`, [tender]);
      for (const table of ['tender', 'lot'])
        await sql(
          `UPDATE ${table} SET deadline_at = '2025-11-14T01:30:00Z' WHERE ${table === 'lot' ? 'tender_id' : 'id'} = $1`,
          [tender],
        );
      if (audit === 'kept') return;
      const ofChain = `aggregate_type = 'opening_instant' AND aggregate_id = $1::text AND seq > 1`;
      await sql(`DELETE FROM outbox WHERE audit_id IN (SELECT id FROM audit_entry WHERE ${ofChain})`, [tender]);
      await sql(`DELETE FROM audit_entry WHERE ${ofChain}`, [tender]);
      if (audit === 'cut with its anchor') await sql(`DELETE FROM audit_anchor_leaf WHERE ${ofChain}`, [tender]);
    };

    it('is opened after the new one, and not before', async () => {
      const { tender } = await corrected();
      await anchor();
      await setInstant(app, AFTER);
      expect((await opening(app, tender, bureau.officer, 'request_opening')).status).toBe(422);
      await setInstant(app, AFTER_LATER);
      await order(tender);
      await opens(tender);
    });

    it.each(['another statement stands behind it', 'it is gone'])(
      'is refused where %s, and the old one stays as it was published',
      async (how) => {
        const { tender, draft } = await issued();
        const hide = how === 'it is gone';
        const rows = await app.dataSource.query<{ canonical: Buffer; key_id: string; seal: Buffer }[]>(
          `SELECT canonical, key_id, seal FROM opening_instant WHERE tender_id = $1`,
          [tender],
        );
        if (hide) await sql(`DELETE FROM opening_instant WHERE tender_id = $1`, [tender]);
        else
          await sql(
            `INSERT INTO opening_instant (tender_id, no, canonical, key_id, seal)
             SELECT tender_id, 2, canonical, key_id, seal FROM opening_instant WHERE tender_id = $1`,
            [tender],
          );
        const correct = () =>
          draft.act('correct', undefined, { reason: '更正错误', correction: { plan: { deadlineAt: LATER } } });
        const refused = await correct();
        expect([refused.status, (refused.body as { code: string }).code]).toEqual([409, 'opening_instants_altered']);
        if (hide)
          await sql(`INSERT INTO opening_instant (tender_id, no, canonical, key_id, seal) VALUES ($1, 1, $2, $3, $4)`, [
            tender,
            rows[0]?.canonical,
            rows[0]?.key_id,
            rows[0]?.seal,
          ]);
        else await sql(`DELETE FROM opening_instant WHERE tender_id = $1 AND no = 2`, [tender]);
        expect((await correct()).status).toBe(200);
        await setInstant(app, AFTER);
        expect((await opening(app, tender, bureau.officer, 'request_opening')).status).toBe(422);
        await setInstant(app, AFTER_LATER);
        await order(tender);
        await opens(tender);
      },
    );

    it.each([
      ['kept', 'instants_put_back', []],
      ['cut', 'instants_put_back', ['tail_cut']],
      ['cut with its anchor', 'anchors_altered', ['anchor_leaves_altered']],
    ] as const)(
      'opens nothing by the older one, put back with its signature, the audit %s',
      async (audit, reason, found) => {
        const { tender } = await issued();
        await anchor();
        const before = await verified();
        const answer = await corrected();
        await anchor();
        await putBack(answer.tender, audit);
        await setInstant(app, AFTER);
        await order(answer.tender);
        expect(await stopped(answer.tender)).toBe(reason);
        expect(await verified()).toEqual(expect.arrayContaining([...before, ...found]));
        // Another tender, of which nobody changed anything, waits where the anchors themselves do not hold.
        await order(tender);
        if (audit === 'cut with its anchor') expect(await stopped(tender)).toBe('anchors_altered');
        else await opens(tender);
      },
    );
  });
});
