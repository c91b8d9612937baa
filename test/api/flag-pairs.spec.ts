import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeUser, type TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import {
  Bidding,
  issueTender,
  makeBidder,
  offer,
  OPEN_TENDER,
  openTenderBids,
  type Bidder,
} from '../support/bidding.js';
import type { Bureau } from '../support/drafts.js';
import { setInstant } from '../support/fixed-instant.js';
import type { Flag } from '../support/flag-desk.js';
import { RiskWorld } from '../support/risk-world.js';
import { startPurchasing } from '../support/started.js';

const NAMES = ['示例甲社会工作服务中心', '示例乙社会工作服务中心', '示例丙社会工作服务中心', '示例丁社会工作服务中心'];
const REASONED = { reason: '两份投标文件的联系邮箱完全相同，答复未说明原因', restsOn: ['mails'] };

describe('a flag about what two of the bidders share', () => {
  let app: TestApp;
  let bureau: Bureau;
  let bidders: [Bidder, Bidder, Bidder];
  let fourth: Bidder;
  let supervisor: TestAccount;
  let phones: string;
  let mails: string;
  let pairs: string;
  beforeAll(async () => {
    ({ app, bureau } = await startPurchasing());
    const four = await Promise.all(NAMES.map((name) => makeBidder(app, name)));
    [bidders, fourth] = [four.slice(0, 3) as [Bidder, Bidder, Bidder], four[3] as Bidder];
    const world = new RiskWorld(app, 'live');
    supervisor = await makeUser(app, 'supervisor');
    await setInstant(app, '2025-11-03T01:00:00Z');
    phones = await bid((i) => ({ phone: `010-5555100${i < 2 ? 0 : 9}` }));
    mails = await bid((i) => ({ phone: `010-5555200${i}`, email: i < 2 ? 'shared@example.org' : 'own@example.org' }));
    pairs = await bid((i) => ({ phone: `010-5555300${i}`, email: `pair${i % 2}@example.org` }), four);
    await setInstant(app, '2025-12-01T01:30:00.000001Z');
    for (const tender of [phones, mails, pairs]) await openTenderBids(app, bureau, tender);
    await app.dataSource.query(`UPDATE lot SET state = 'result_published' WHERE tender_id = ANY ($1::uuid[])`, [
      [phones, mails, pairs],
    ]);
    await world.settle();
  }, 120_000);
  afterAll(() => app.close());

  /** A tender for which these bid; else the three. */
  const bid = async (contact: (i: number) => object, by: readonly Bidder[] = bidders): Promise<string> => {
    const lots = [{ no: 1, ceiling: '400000.00', pricing: 'competitive' }];
    const issued = await issueTender(app, bureau, { ...OPEN_TENDER, lots });
    for (const [i, bidder] of by.entries())
      await Bidding.submitted(app, bidder, issued.lots[0] ?? '', {
        ...offer(`${380 - i * 7}000.00`),
        team: [{ name: `督导测试${i}`, role: '督导' }],
        contacts: [{ name: `联系测试${i}`, ...contact(i) }],
        documents: [{ name: '方案.pdf', sha256: String(i).repeat(64), size: 4_096 }],
      });
    return issued.tender;
  };
  const findFlag = async (tender: string): Promise<Flag> => {
    const { body } = await app.http.get('/api/v1/risk/flags?indicator=C02&limit=200').set(supervisor.auth).expect(200);
    return (body as { items: Flag[] }).items.find(({ rootCause }) => rootCause.id === tender) as Flag;
  };
  const read = async (flag: Flag, by: TestAccount): Promise<Flag> =>
    (await app.http.get(`/api/v1/risk/flags/${flag.id}`).set(by.auth).expect(200)).body as Flag;
  const act = async (flag: Flag, action: string, body: object, by = supervisor) => {
    const { version } = await read(flag, supervisor);
    return app.http
      .post(`/api/v1/risk/flags/${flag.id}/actions/${action}`)
      .set(by.auth)
      .set('If-Match', `"${version}"`)
      .send(body);
  };
  const ask = async (flag: Flag, ...asked: Bidder[]): Promise<void> => {
    const answer = await act(flag, 'assign', { askOrganisations: asked.map(({ body }) => body) });
    expect(answer.status).toBe(200);
  };
  const unheard = async (flag: Flag): Promise<unknown> => {
    const { body } = await act(flag, 'confirm', REASONED);
    expect(body).toMatchObject({ code: 'body_not_heard' });
    return (body as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer.split('/').at(-1)).sort();
  };

  it('is read in full words by the two, and by another bidder that is asked without their names', async () => {
    const flag = await findFlag(phones);
    await ask(flag, ...bidders);
    const [one, two, other] = await Promise.all(bidders.map(({ user }) => read(flag, user)));
    expect(one?.explanation).toContain(NAMES[1]);
    expect(two?.explanation).toContain(NAMES[0]);
    expect(other?.explanation).toContain('What the rule looks at');
    for (const name of NAMES.slice(0, 2)) expect(JSON.stringify(other)).not.toContain(name);
    // Whoever was asked is waited for.
    expect(await unheard(flag)).toEqual(bidders.map(({ body }) => body).sort());
  });

  it('of two pairs tells nobody with whom others share what they share; all four are heard', async () => {
    const flag = await findFlag(pairs);
    const four = [...bidders, fourth];
    expect(await unheard(flag)).toEqual(four.map(({ body }) => body).sort());
    await ask(flag, ...four);
    for (const [i, { user }] of four.entries()) {
      const seen = JSON.stringify(await read(flag, user));
      for (const [j, name] of NAMES.entries()) if (i !== j) expect([i, j, seen.includes(name)]).toEqual([i, j, false]);
    }
  });

  it('of one address tells each of the two with whom it shares it, and is confirmed once both were heard', async () => {
    const flag = await findFlag(mails);
    const [one, two] = bidders;
    expect(await unheard(flag)).toEqual([one.body, two.body].sort());
    await ask(flag, one, two);
    expect((await read(flag, one.user)).explanation).toContain(NAMES[1]);
    for (const [n, { user }] of [one, two].entries()) {
      expect(await unheard(flag)).toHaveLength(2 - n);
      expect((await act(flag, 'respond', { reason: '同一园区共用的公共邮箱' }, user)).status).toBe(200);
    }
    expect((await act(flag, 'confirm', REASONED)).body).toMatchObject({ state: 'confirmed' });
  });
});
