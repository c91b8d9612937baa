import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { SavedSearches } from '../../src/desk/notifications/searches/saved-searches.service.js';
import { Anchors } from '../../src/kernel/audit/anchors/anchors.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { workedOff } from '../support/owed-work.js';
import type { TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { offer } from '../support/bidding.js';
import { Channels } from '../support/channels.js';
import { Consulting, TALKS } from '../support/consultation.js';
import { makeBureau, startBusinessAt, makeThreshold } from '../support/drafts.js';
import { allowFixedInstant, setInstant, sharedTransactions } from '../support/fixed-instant.js';
import { differing, everybody, viewsOf, type Views } from '../support/non-interference.js';
import { makeReviewers } from '../support/reviews.js';
import { isFullRun } from '../support/rounds.js';
import { stored } from '../support/stored.js';

/** The one table that a final offer writes. */
const ENVELOPES = 'sealed_envelope';

describe('before the deadline of the final offers', () => {
  let app: TestApp;
  let lot: Consulting;
  let people: Map<string, TestAccount | null>;
  let channels: Channels;
  beforeAll(async () => {
    channels = await Channels.start();
    app = await startTestApp({ worker: true, env: channels.env });
    await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
    await allowFixedInstant(app);
    const bureau = await makeBureau(app);
    await makeThreshold(app);
    lot = await Consulting.begin(app, bureau, await makeReviewers(app, 3));
    await setInstant(app, TALKS);
    await lot.talk();
    expect((await lot.request()).status).toBe(200);
    people = await everybody(app, bureau.id);
    // Who sits in the panel, and who is asked for an offer too and makes none.
    people.set('a member of the panel', lot.chair);
    people.set('another supplier', lot.suppliers[2]?.user as TestAccount);
    // Nothing moves but what is looked at: the jobs of what was made above are done, and the audit's chains are anchored.
    await app.running.app.get(SavedSearches).tell();
    for (let before = ''; ;) {
      await workedOff(app);
      const now = JSON.stringify(await tables());
      if (now === before) break;
      before = now;
      await new Promise((resolve) => setTimeout(resolve, 3_000));
    }
    await app.running.app.get(Anchors).run();
  });
  afterAll(async () => {
    await app.close();
    await channels.close();
  });

  /** All tables but that of the envelopes, and those of the clock, the relay's and the anchors' own beat. */
  async function tables(): Promise<Record<string, string>> {
    const { [ENVELOPES]: _, test_instant: __, ...kept } = await stored(app);
    // Anchors are made of audit entries, which are compared themselves.
    const { outbox_relay: ___, audit_anchor: ____, audit_anchor_leaf: _____, ...rest } = kept;
    return rest;
  }
  const look = async (wanted?: RegExp): Promise<Views> => {
    const [views, others] = [await viewsOf(app, people, lot.review.id, wanted), await lot.own(2)];
    return { ...views, 'another supplier, its own': JSON.stringify(others) };
  };

  it('nobody sees whether none, one or two have offered, and nothing but envelopes is stored', async () => {
    const [none, kept] = [await look(), await tables()];
    expect(Object.keys(none).length).toBeGreaterThan(280);
    const seen = `a member of the panel /api/v1/tenders/${lot.review.id}/review/consultation`;
    expect(none[seen]).toMatch(/^200/);
    expect(none['another supplier /api/v1/bids']).toContain('submit_final_offer');
    await lot.mustOffer(0, '148000.00');
    if (isFullRun) expect(differing(none, await look())).toEqual([]);
    await lot.mustOffer(1, '155000.00');
    // Sent again, changed, taken back, and looked at: refused or answered, none of it leaves a trace.
    await lot.mustOffer(1, '155000.00');
    expect((await lot.offer(1, '155000.01')).status).toBe(422);
    expect((await lot.withdraw(1)).status).toBe(422);
    expect((await lot.receipt(1)).status).toBe(200);
    await app.http
      .get('/api/v1/bids')
      .set(lot.suppliers[1]?.user.auth ?? {})
      .expect(200);
    const malformed = app.http.post(`${lot.url(1)}/final-offer`).set(lot.suppliers[1]?.user.auth ?? {});
    expect((await malformed.send({ content: { ...offer('1.00'), price: '-1' } })).status).toBe(400);
    expect(differing(none, await look())).toEqual([]);
    expect(await tables()).toEqual(kept);
    expect(await sharedTransactions(app)).toEqual([]);
  }, 600_000);

  it('what leaks is seen: an offer that is opened too early, and the trace of a transaction', async () => {
    const panel = /^a member of the panel /;
    const before = await look(panel);
    const [bid] = lot.suppliers;
    await app.dataSource.query(
      `WITH e AS (UPDATE sealed_envelope SET size_class = size_class RETURNING id)
       INSERT INTO final_offer (bid_id, round, envelope_id, price, content) SELECT $1, 1, id, 1, '{}' FROM e LIMIT 1`,
      [bid?.bid],
    );
    expect(differing(before, await look(panel))).toContain(
      `a member of the panel /api/v1/tenders/${lot.review.id}/review/consultation`,
    );
    // The row that refers to the bid locks it.
    expect(await sharedTransactions(app)).toEqual(['public.bid', 'public.final_offer']);
  });

  it('nobody is told on any way that another has offered, its own bidder neither; an event of it would be', async () => {
    await app.dataSource.query(`DELETE FROM final_offer WHERE content = '{}'`);
    // Whoever reads along with the bidder who offers is told as before.
    const all = new Map(people).set('the one who offers', lot.suppliers[2]?.user as TestAccount);
    all.delete('another supplier');
    await channels.open(app, all);
    const tellAndRead = async () => {
      await channels.tell(app);
      return channels.read(app, all, lot.review.id);
    };
    const before = await tellAndRead();
    expect(before['inbox the one who offers']).toContain('final_offer');
    expect(before['mail the one who offers']).toContain('应提交的最后报价');
    expect(before['calendar the one who offers']).toContain('final_offer-id@throughline');
    expect(channels.reach.programs).toEqual(expect.arrayContaining(['bureau_officer', 'the one who offers']));
    await lot.mustOffer(2, '167531.29');
    expect((await lot.receipt(2)).status).toBe(200);
    // The list of the bidder itself says that nothing waits any more: it alone reads that, signed in.
    const after = await tellAndRead();
    const own = /^table the one who offers \S*\/(me\/tasks|bids)$/;
    expect(differing(before, after).filter((name) => !own.test(name))).toEqual([]);
    expect(channels.sent.filter((text) => text.includes('167531.29'))).toEqual([]);
    expect(channels.spans.filter((name) => /^(POST|PUT|PATCH|GET) .*\/consultation\/final-offer/.test(name))).toEqual(
      [],
    );
    const told = { aggregate: 'tender', id: lot.review.id, action: 'final_offer_received', dataset: 'live' };
    const [seat] = await app.dataSource.query<[{ body: string }]>(
      `SELECT organisation_id AS body FROM seat WHERE user_id = $1`,
      [lot.suppliers[2]?.user.id],
    );
    const tenants = [seat.body];
    await app.running.app
      .get(Transactions)
      .run(SYSTEM, (tx) => tx.record({ ...told, data: { price: '167531.29' }, tenants }));
    await channels.tell(app);
    expect(channels.readPrograms(all)['webhook the one who offers']).not.toBe(after['webhook the one who offers']);
    expect(channels.sent.some((text) => text.includes('167531.29'))).toBe(true);
  }, 600_000);
});
