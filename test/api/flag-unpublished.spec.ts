import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
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
import type { Flag } from '../support/flag-desk.js';
import { setInstant } from '../support/fixed-instant.js';
import { RiskWorld } from '../support/risk-world.js';
import { startPurchasing } from '../support/started.js';

const NAMES = ['示例甲社会工作服务中心', '示例乙社会工作服务中心', '示例丙社会工作服务中心'];
/** Longer than public figures are kept. */
const KEPT_MS = 2_100;

interface Figures {
  coverage: { dataset: string; triggered: number; clear: number; insufficientData: number; notApplicable: number }[];
  precision: { dataset: string; dismissed: number }[];
}

describe('what is found before the result of a purchase is public', () => {
  let app: TestApp;
  let bureau: Bureau;
  let bidders: Bidder[];
  let world: RiskWorld;
  let supervisor: TestAccount;
  let tender: string;
  let lot: string;
  beforeAll(async () => {
    ({ app, bureau } = await startPurchasing());
    bidders = await Promise.all(NAMES.map((name) => makeBidder(app, name)));
    world = new RiskWorld(app, 'live');
    supervisor = await makeUser(app, 'supervisor');
    await setInstant(app, '2025-11-03T01:00:00Z');
    const issued = await issueTender(app, bureau, {
      ...OPEN_TENDER,
      lots: [{ no: 1, ceiling: '400000.00', pricing: 'competitive' }],
    });
    tender = issued.tender;
    lot = issued.lots[0] ?? '';
    for (const [i, bidder] of bidders.entries())
      await Bidding.submitted(app, bidder, lot, {
        ...offer(`${380 - i * 7}000.00`),
        team: [{ name: i < 2 ? '督导测试甲' : '督导测试乙', role: '督导' }],
        contacts: [{ name: `联系测试${i}`, phone: i < 2 ? '010-55551000' : '010-55552000' }],
        documents: [{ name: '方案.pdf', sha256: String(i).repeat(64), size: 4_096 }],
      });
    await setInstant(app, '2025-12-01T01:30:00.000001Z');
    await world.settle();
  });
  afterAll(() => app.close());

  /** What is answered from here on was counted after what has been done. */
  const forgetFigures = () => wait(KEPT_MS);
  const readFigures = async (by?: TestAccount): Promise<(indicator: string) => Figures> => {
    const asked = app.http.get('/api/v1/risk/indicators');
    const { body } = await (by === undefined ? asked : asked.set(by.auth)).expect(200);
    const all = (body as { items: (Figures & { id: string })[] }).items;
    return (indicator) => {
      const { coverage, precision } = all.find(({ id }) => id === indicator) as Figures;
      return {
        coverage: coverage.filter(({ dataset }) => dataset === 'live'),
        precision: precision.filter(({ dataset }) => dataset === 'live'),
      };
    };
  };
  const findFlag = async (indicator: string): Promise<Flag> => {
    const { body } = await app.http
      .get(`/api/v1/risk/flags?indicator=${indicator}&limit=200`)
      .set(supervisor.auth)
      .expect(200);
    return (body as { items: Flag[] }).items.find(({ rootCause }) => rootCause.id === tender) as Flag;
  };
  const act = async (flag: Flag, action: string, body: object): Promise<Flag> =>
    (
      await app.http
        .post(`/api/v1/risk/flags/${flag.id}/actions/${action}`)
        .set(supervisor.auth)
        .set('If-Match', `"${flag.version}"`)
        .send(body)
        .expect(200)
    ).body as Flag;
  /** Everything that a bidder reads of a flag. */
  const reads = async (flag: Flag, by: TestAccount): Promise<{ one: Flag; text: string }> => {
    const at = `/api/v1/risk/flags/${flag.id}`;
    const one = await app.http.get(at).set(by.auth).expect(200);
    const list = await app.http.get('/api/v1/risk/flags?limit=200').set(by.auth).expect(200);
    return { one: one.body as Flag, text: one.text + list.text };
  };

  it('moves no public figure, and names no rival to a body that is asked, until the result is published', async () => {
    const sealed = (await readFigures())('C02');
    expect(sealed).toEqual({ coverage: [], precision: [] });
    await openTenderBids(app, bureau, tender);
    await world.settle();
    const [shared, wrong] = [await findFlag('C02'), await findFlag('C03')];
    const contact = await act(shared, 'assign', { askOrganisations: [bidders[0]?.body] });
    await act(wrong, 'dismiss', { reason: '同名同姓，并非同一人' });
    const [manager, officer] = [bidders[0]?.user as TestAccount, bureau.officer];
    await forgetFigures();
    for (const reader of [undefined, manager, officer]) {
      const figures = await readFigures(reader);
      expect(figures('C02')).toEqual(sealed);
      expect(figures('C03')).toEqual(sealed);
    }
    const own = await readFigures(supervisor);
    expect(own('C02')).toMatchObject({ coverage: [{ triggered: 1 }] });
    expect(own('C03')).toMatchObject({ precision: [{ dismissed: 1 }] });

    const early = await reads(contact, manager);
    for (const rival of NAMES.slice(1)) expect(early.text).not.toContain(rival);
    expect(early.one.explanation).toContain('What the rule looks at');
    const countPhones = ({ evidence }: Flag) => evidence?.[0]?.withheld.find(({ field }) => field === 'phones')?.count;
    expect(countPhones(early.one)).toBeNull();

    await app.dataSource.query(`UPDATE lot SET state = 'result_published' WHERE id = $1`, [lot]);
    const late = await reads(contact, manager);
    expect(late.one.explanation).toContain(NAMES[1]);
    expect(late.text).not.toContain('55551000');
    expect(countPhones(late.one)).toBe(2);
    await forgetFigures();
    const published = await readFigures();
    expect(published('C02')).toMatchObject({ coverage: [{ triggered: 1 }] });
    expect(published('C03')).toMatchObject({ precision: [{ dismissed: 1 }] });
  });
});
