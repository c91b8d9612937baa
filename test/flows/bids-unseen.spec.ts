import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SavedSearches } from '../../src/desk/notifications/searches/saved-searches.service.js';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { Anchors } from '../../src/kernel/audit/anchors/anchors.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { Metrics } from '../../src/kernel/observability/metrics.js';
import { JobQueues } from '../../src/kernel/queue/jobs/job-queues.js';
import { workedOff } from '../support/owed-work.js';
import type { TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Bidding, documentOf, issueTender, makeBidders, offer, uploadFile, type Bidder } from '../support/bidding.js';
import { makeBureau, startBusinessAt, makeThreshold } from '../support/drafts.js';
import { bomb, docx, pdf, PROGRAM } from '../support/files.js';
import { allowFixedInstant, setInstant } from '../support/fixed-instant.js';
import { differing, everybody, tie, viewsOf } from '../support/non-interference.js';
import { isFullRun } from '../support/rounds.js';
import { drawn, stored } from '../support/stored.js';

describe('before the opening', () => {
  let app: TestApp;
  let people: Map<string, TestAccount | null>;
  let tender: string;
  let lot: string;
  let bidders: Bidder[];
  /** Has begun a bid for the same lot, and is shown that one. */
  let rival: Bidding;
  beforeAll(async () => {
    app = await startTestApp({ worker: true });
    await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
    await allowFixedInstant(app);
    const bureau = await makeBureau(app);
    await makeThreshold(app);
    const issued = await issueTender(app, bureau);
    tender = issued.tender;
    lot = issued.lots[0] as string;
    people = await everybody(app, bureau.id);
    bidders = await makeBidders(app, 3);
    const [other] = await makeBidders(app, 1);
    rival = await Bidding.begin(app, other as Bidder, lot, { price: '120000.00' });
    people.set('a rival', rival.bidder.user);
    await tie(app, people, tender, bureau.officer);
    // Nothing moves but what is looked at: the jobs of what was made above are done, and the audit's chains are anchored.
    await setInstant(app, '2025-11-05T09:00:00+08:00');
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
  afterAll(() => app.close());

  /** All tables, and where every sequence stands, but those of the envelopes, of the clock of this test, and of the relay's and anchors' own beat. */
  async function tables(): Promise<Record<string, string>> {
    const { sealed_envelope: _, test_instant: __, outbox_relay: ___, audit_anchor: ____, ...rest } = await stored(app);
    return { ...rest, ...(await drawn(app)) };
  }
  const look = async (wanted?: RegExp) => ({ ...(await viewsOf(app, people, tender, wanted)), ...(await lists()) });

  /** The list of own bids in each of its forms, as the rival, the buyer and an administrator see it. */
  async function lists(): Promise<Record<string, string>> {
    const views: Record<string, string> = {};
    for (const who of ['a rival', 'agency_manager', 'bureau_officer', 'admin'])
      for (const query of ['limit=1', `tender=${tender}`, 'state=submitted', 'open=true', 'format=csv']) {
        const answer = await app.http.get(`/api/v1/bids?${query}`).set(people.get(who)?.auth ?? {});
        const text = answer.text.replace(/"requestId":"[^"]*"/, '');
        views[`${who}, own bids by ${query}`] = `${answer.status}\n${text}`;
      }
    return views;
  }

  it('nobody sees whether none, one or three have bid, and nothing but envelopes is stored', async () => {
    const [none, kept] = [await look(), await tables()];
    // Each root of the world is asked by its ids, too.
    for (const root of ['programmes', 'users', 'organisations', 'communities', 'service-lines', 'tenders'])
      expect(Object.keys(none).filter((name) => name.startsWith(`admin /api/v1/${root}/`))).not.toEqual([]);
    expect(Object.keys(none).length).toBeGreaterThan(250);
    expect(none['a rival /api/v1/bids']).toContain(rival.id);
    expect(none['a rival, own bids by format=csv']).toContain(rival.id);
    expect(none['admin /api/v1/bids']).toMatch(/^403/);
    expect(none['agency_manager /api/v1/bids']).toContain('"items":[]');
    const shared = '<w:p><w:t>同一段落的服务方案</w:t></w:p>'.repeat(40);
    const bid = async (i: number): Promise<Bidding> => {
      const made = await Bidding.begin(app, bidders[i] as Bidder, lot, { price: '100000.00' });
      // With a file, and with some that are refused.
      // Two of the three say the same, written by the same person.
      const text = i === 2 ? '第三家自己的方案' : shared;
      const documents = [
        await documentOf(made, pdf(`方案${i}`), '方案.pdf'),
        await documentOf(
          made,
          docx(text, { author: i === 2 ? '丙某' : '甲某', rsid: `00AB000${i >> 1}` }),
          '方案.docx',
        ),
      ];
      await made.act('submit', { content: { ...offer(`15${i}000.00`), documents } });
      return made;
    };
    const first = await bid(0);
    if (isFullRun) expect(differing(none, await look())).toEqual([]);
    await bid(1);
    const third = await bid(2);
    await third.act('withdraw');
    await third.submit('150003.00');
    await first.act('submit', { content: { ...offer('150000.00'), price: '-1' } });
    await first.receipt().expect(200);
    expect((await uploadFile(first, PROGRAM, '方案.pdf')).status).toBe(415);
    expect((await uploadFile(first, bomb(), '方案.docx')).status).toBe(422);
    await app.http.get(`/api/v1/bids/${first.id}/files/1`).set(first.bidder.user.auth).expect(404);
    await app.http.get('/api/v1/bids').set(first.bidder.user.auth).expect(200);
    expect(differing(none, await look())).toEqual([]);
    expect(await tables()).toEqual(kept);
  }, 600_000);

  const leaks: [string, () => Promise<unknown>, RegExp][] = [
    [
      'an audit and outbox row',
      () =>
        app.running.app
          .get(Transactions)
          .run(SYSTEM, (tx) =>
            tx.record({ aggregate: 'bid', id: lot, action: 'submitted', region: '990203', dataset: 'live' }),
          ),
      /^supervisor \/api\/v1\/(audit|changes)/,
    ],
    [
      'the time at which the tender changed',
      () => app.dataSource.query(`UPDATE tender SET updated_at = clock_timestamp() WHERE id = $1`, [tender]),
      /^public \/api\/v1\/tenders/,
    ],
    [
      'the version of the tender',
      () => app.dataSource.query(`UPDATE tender SET version = version + 1 WHERE id = $1`, [tender]),
      /^bureau_officer \/api\/v1\/tenders/,
    ],
    [
      'a count on the lot',
      () => app.dataSource.query(`UPDATE lot SET bid_count = 1 WHERE tender_id = $1`, [tender]),
      /^bureau_officer \/api\/v1\/tenders/,
    ],
    [
      'a figure',
      () => {
        app.running.app.get(Metrics).request('POST', '/api/v1/bids/:id/actions/:action', 200, 0.1);
        return Promise.resolve();
      },
      /^loopback \/metrics/,
    ],
    [
      'a figure of an upload',
      () => {
        app.running.app.get(Metrics).request('POST', '/api/v1/bids/:id/files', 200, 0.1);
        return Promise.resolve();
      },
      /^loopback \/metrics/,
    ],
    [
      'a job that is left behind',
      async () => {
        const queue = app.running.app.get(JobQueues).queue('openings');
        // Nobody knows it: it fails for good at its first attempt.
        await queue.addBulk([{ name: 'planted', data: { subject: lot }, opts: { jobId: 'planted', attempts: 1 } }]);
        while ((await queue.getJobCounts('failed'))['failed'] !== 1) await new Promise((done) => setTimeout(done, 50));
      },
      /^loopback \/metrics/,
    ],
    [
      'a row of an uploaded document',
      () =>
        app.running.app
          .get(Transactions)
          .run(SYSTEM, (tx) =>
            tx.record({ aggregate: 'document', id: lot, action: 'uploaded', region: '990203', dataset: 'live' }),
          ),
      /^supervisor \/api\/v1\/(audit|changes)/,
    ],
  ];
  it.each(leaks)(
    '%s would be seen',
    async (_, leak, where) => {
      const before = await look(where);
      await leak();
      expect(differing(before, await look(where)).some((name) => where.test(name))).toBe(true);
    },
    300_000,
  );

  const kept: [string, string][] = [
    ['a number that was drawn and thrown away', `SELECT nextval(pg_get_serial_sequence('audit_entry', 'id'))`],
    ['a job', `INSERT INTO job_subject (job, subject) VALUES ('planted', 'bid')`],
  ];
  it.each(kept)('%s would be found in the database', async (_, leak) => {
    const before = await tables();
    await app.dataSource.query(leak);
    expect(await tables()).not.toEqual(before);
  });
});
