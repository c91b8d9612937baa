import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Reassessment } from '../../src/watch/runs/reassessment.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import {
  Bidding,
  issueTender,
  makeBidders,
  offer,
  openTenderBids,
  OPEN_TENDER,
  type Bidder,
} from '../support/bidding.js';
import type { Bureau } from '../support/drafts.js';
import { setInstant } from '../support/fixed-instant.js';
import type { Flag } from '../support/flag-desk.js';
import { textsOf } from '../support/pdf.js';
import { stripRandomParts } from '../support/random-parts.js';
import { startPurchasing } from '../support/started.js';

/** Digits and names that stand nowhere else. */
const ACCOUNT = '6222000011112345';
const OTHER = '6222000011119999';
const HOLDER = '欧阳示例户名';

describe('a flag of bonds from one account', () => {
  let app: TestApp;
  let bureau: Bureau;
  let supervisor: TestAccount;
  let bidders: Bidder[];
  let bids: string[];
  let flag: Flag;

  beforeAll(async () => {
    ({ app, bureau } = await startPurchasing());
    supervisor = await makeUser(app, 'supervisor', await makeBody(app, { region: '990000' }));
    bidders = await makeBidders(app, 3);
    const { tender, lots } = await issueTender(app, bureau, OPEN_TENDER);
    await setInstant(app, '2025-11-05T09:00:00+08:00');
    bids = [];
    for (const [i, bidder] of bidders.entries())
      bids.push((await Bidding.submitted(app, bidder, lots[0] as string, offer(`15000${i}.00`))).id);
    await setInstant(app, '2025-12-01T01:30:00.000001Z');
    await openTenderBids(app, bureau, tender);
    await qualify(tender);
    await app.running.app.get(Reassessment).reassessAll();
    const { items } = await get<{ items: Flag[] }>('/risk/flags?indicator=C07', supervisor);
    flag = await get<Flag>(`/risk/flags/${items[0]?.id}`, supervisor);
  }, 120_000);
  afterAll(() => app.close());

  /** The buyer notes from where the bonds came: the first two from one account. */
  async function qualify(tender: string): Promise<void> {
    const { version } = await get<{ version: number }>(`/tenders/${tender}`, bureau.officer);
    const accounts = [ACCOUNT, ACCOUNT, OTHER];
    await app.http
      .post(`/api/v1/tenders/${tender}/review/actions/qualify`)
      .set(bureau.officer.auth)
      .set('If-Match', `"${version}"`)
      .send({
        lot: 1,
        results: bids.map((bid, i) => ({
          bid,
          passed: true,
          bond: { holder: i < 2 ? HOLDER : `另一${HOLDER}`, account: accounts[i] },
        })),
      })
      .expect(200);
  }
  async function get<T>(path: string, by: TestAccount): Promise<T> {
    return (await app.http.get(`/api/v1${path}`).set(by.auth).expect(200)).body as T;
  }
  async function readReport(by: TestAccount, query: string): Promise<Buffer> {
    const { body } = await app.http
      .get(`/api/v1/risk/flags/${flag.id}/report${query}`)
      .set(by.auth)
      .buffer(true)
      .parse((response, done) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => done(null, Buffer.concat(chunks)));
      })
      .expect(200);
    return body as Buffer;
  }
  /** What a text tells of the accounts: the whole numbers, their last digits, the holder. */
  const hideSecretTasks = (text: string): string[] =>
    [ACCOUNT, OTHER, ACCOUNT.slice(-4), OTHER.slice(-4), HOLDER].filter((each) =>
      stripRandomParts(text).includes(each),
    );

  it('shows who oversees it the last digits of the account that is shared, and no number', () => {
    const [found] = flag.evidence ?? [];
    const accounts = found?.evidence.filter(({ field }) => field === 'bond.account') ?? [];
    expect(accounts.map(({ record }) => record).sort()).toEqual([`bid:${bids[0]}`, `bid:${bids[1]}`].sort());
    expect(new Set(accounts.map(({ value }) => value.slice(-4)))).toEqual(new Set([ACCOUNT.slice(-4)]));
    expect(hideSecretTasks(JSON.stringify(flag))).toEqual([ACCOUNT.slice(-4)]);
  });

  it('names the account neither in words, in lists nor in what is exported', async () => {
    expect(hideSecretTasks(flag.explanation)).toEqual([]);
    const read: [string, string][] = [
      ['/risk/flags', 'application/json'],
      ['/risk/flags', 'text/csv'],
      ['/risk/assessments?indicator=C07&state=triggered', 'application/json'],
    ];
    for (const [path, type] of read) {
      const { status, text } = await app.http.get(`/api/v1${path}`).set(supervisor.auth).set('Accept', type);
      expect([path, status, hideSecretTasks(text).filter((told) => told !== ACCOUNT.slice(-4))]).toEqual([
        path,
        200,
        [],
      ]);
    }
  });

  it('is hidden from the bidders and everybody else until they are asked', async () => {
    for (const { user } of bidders) await app.http.get(`/api/v1/risk/flags/${flag.id}`).set(user.auth).expect(404);
    await app.http.get(`/api/v1/risk/flags/${flag.id}`).expect(401);
  });

  it('tells a bidder that is asked that it is the same account as another’s, and nothing of the account', async () => {
    const [accused, other, honest] = bidders as [Bidder, Bidder, Bidder];
    await app.http
      .post(`/api/v1/risk/flags/${flag.id}/actions/assign`)
      .set(supervisor.auth)
      .set('If-Match', `"${flag.version}"`)
      .set('Idempotency-Key', randomUUID())
      .send({ askOrganisations: [accused.body] })
      .expect(200);
    const seen = await get<Flag>(`/risk/flags/${flag.id}`, accused.user);
    expect(seen.explanation).toMatch(/one account|同一账户/);
    const [found] = seen.evidence ?? [];
    expect(found?.evidence.filter(({ field }) => field.startsWith('bond'))).toEqual([]);
    expect(new Set(found?.withheld.map(({ field }) => field))).toEqual(new Set(['bond.account', 'bond.holder']));
    expect(hideSecretTasks(JSON.stringify(seen))).toEqual([]);
    for (const query of ['?lang=zh', '?lang=en'])
      expect(hideSecretTasks((await readReport(accused.user, query)).toString())).toEqual([]);
    const paper = await readReport(accused.user, '?lang=zh&format=pdf');
    expect(hideSecretTasks(textsOf(paper).join(''))).toEqual([]);
    // Who was not asked reads nothing, whether or not it is named.
    for (const { user } of [other, honest])
      await app.http.get(`/api/v1/risk/flags/${flag.id}`).set(user.auth).expect(404);
  });
});
