import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Keys } from '../../src/kernel/config/keys.js';
import { loadBidContents } from '../../src/purchase/bids/handed-in/handed-in.queries.js';
import { makeUser, type TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import {
  Bidding,
  issueTender,
  makeBidders,
  offer,
  OPEN_TENDER,
  openTenderBids,
  type Bidder,
} from '../support/bidding.js';
import type { Bureau } from '../support/drafts.js';
import { setInstant } from '../support/fixed-instant.js';
import { RiskWorld } from '../support/risk-world.js';
import { startPurchasing } from '../support/started.js';

interface Assessed {
  indicator: string;
  state: string;
  severity: string;
  value: string | null;
  basis: { kind: string; article?: string };
  explanation: string;
  reason: { code?: string; missing?: string[] } | null;
  evidence: { record: string; field: string; value: string }[];
}

/** One of a kind, so that it can be looked for in everything that is stored. */
const SHARED = { person: '欧阳测试甲', phone: '010-55557731', mail: 'shared@example.org', hash: '7e'.repeat(32) };

const own = (n: number, price: string, change: object = {}) => ({
  ...offer(price),
  team: [{ name: `督导测试${'甲乙丙丁戊'[n]}`, role: '督导' }],
  contacts: [{ name: `联系测试${'甲乙丙丁戊'[n]}`, phone: `010-5555100${n}` }],
  documents: [{ name: '方案.pdf', sha256: String(n).repeat(64), size: 4_096 }],
  ...change,
});

describe('what was handed in for a purchase conducted here', () => {
  let app: TestApp;
  let bureau: Bureau;
  let bidders: Bidder[];
  let world: RiskWorld;
  let supervisor: TestAccount;
  beforeAll(async () => {
    ({ app, bureau } = await startPurchasing());
    bidders = await makeBidders(app, 4);
    world = new RiskWorld(app, 'live');
    supervisor = await makeUser(app, 'supervisor');
  });
  afterAll(() => app.close());

  const assessed = async (lot: string, indicator: string): Promise<Assessed> => {
    await world.settle();
    const { body } = await app.http
      .get(`/api/v1/risk/assessments?subject=lot:${lot}&indicator=${indicator}`)
      .set(supervisor.auth)
      .expect(200);
    return (body as { items: Assessed[] }).items[0] as Assessed;
  };
  const flagged = async (tender: string): Promise<string[]> => {
    const { body } = await app.http.get('/api/v1/risk/flags?limit=200').set(supervisor.auth).expect(200);
    const { items } = body as { items: { indicator: string; rootCause: { id: string } }[] };
    return items
      .filter(({ rootCause, indicator }) => rootCause.id === tender && indicator.startsWith('C'))
      .map(({ indicator }) => indicator)
      .sort();
  };
  /** An open tender of one lot with these bids, before its opening; some were withdrawn. */
  const sealed = async (contents: readonly object[], withdrawn: readonly number[] = []) => {
    await setInstant(app, '2025-11-03T01:00:00Z');
    const { tender, lots } = await issueTender(app, bureau, {
      ...OPEN_TENDER,
      lots: [{ no: 1, ceiling: '400000.00', pricing: 'competitive' }],
    });
    const lot = lots[0] as string;
    for (const [i, content] of contents.entries()) {
      const bid = await Bidding.submitted(app, bidders[i] as Bidder, lot, content);
      if (withdrawn.includes(i)) expect((await bid.act('withdraw')).status).toBe(200);
    }
    await setInstant(app, '2025-12-01T01:30:00.000001Z');
    return { tender, lot };
  };
  const kept = async (): Promise<string> => {
    const tables = ['assessment', 'answer_set', 'risk_subject', 'flag', 'flag_subject', 'flag_event', 'flag_ask'];
    const rows = await Promise.all(
      tables.map((table) => app.dataSource.query<object[]>(`SELECT to_jsonb(t) AS row FROM ${table} t`)),
    );
    return JSON.stringify(rows);
  };

  it('is compared once the bids are opened and not before, and nobody is named', async () => {
    const contact = { name: SHARED.person, phone: SHARED.phone, email: SHARED.mail };
    const { tender, lot } = await sealed([
      own(0, '380000.00', {
        documents: [{ name: '方案.pdf', sha256: SHARED.hash, size: 4_096 }],
        contacts: [contact],
      }),
      own(1, '371000.00', {
        documents: [{ name: '投标文件.pdf', sha256: SHARED.hash, size: 4_096 }],
        contacts: [{ ...contact, phone: '+86 (010) 5555 7731', email: 'Shared@Example.org' }],
      }),
      own(2, '365000.00'),
    ]);
    for (const indicator of ['C01', 'C02', 'C03', 'C09', 'C12', 'C13', 'C15'])
      expect(await assessed(lot, indicator)).toMatchObject({ state: 'insufficient_data', evidence: [] });
    expect(await flagged(tender)).toEqual([]);

    await openTenderBids(app, bureau, tender);
    const file = await assessed(lot, 'C01');
    expect(file).toMatchObject({ state: 'triggered', value: '1', basis: { kind: 'law', article: '第三十七条(一)' } });
    expect(file.evidence.map(({ value }) => value)).toEqual([
      `SHA-256 ${SHARED.hash.slice(0, 16)}…`,
      `SHA-256 ${SHARED.hash.slice(0, 16)}…`,
    ]);
    expect(await assessed(lot, 'C02')).toMatchObject({ state: 'triggered', value: '1', severity: 'risk' });
    expect(await assessed(lot, 'C03')).toMatchObject({ state: 'triggered', value: '1', severity: 'risk' });
    expect(await flagged(tender)).toEqual(['C01', 'C02', 'C03']);
    // The system itself takes no late bid; how each fared is told with the result.
    expect(await assessed(lot, 'C15')).toMatchObject({ state: 'clear' });
    expect(await assessed(lot, 'C12')).toMatchObject({ state: 'insufficient_data', reason: { missing: ['statuses'] } });
    expect(await assessed(lot, 'C13')).toMatchObject({ state: 'insufficient_data', reason: { missing: ['winners'] } });
    expect(await assessed(lot, 'C09')).toMatchObject({ state: 'insufficient_data', reason: { code: 'few_meetings' } });

    const stored = await kept();
    for (const secret of [SHARED.person, '55557731', SHARED.mail, '督导测试', '联系测试'])
      expect(stored.includes(secret)).toBe(false);
    const before = await world.stored();
    await world.reassess();
    expect(await world.stored()).toEqual(before);
  });

  it('is clear where each has its own, and who withdrew has handed in nothing', async () => {
    const { tender, lot } = await sealed(
      [own(0, '380000.00'), own(1, '371000.00'), own(2, '365000.00'), own(0, '360000.00')],
      [3],
    );
    await openTenderBids(app, bureau, tender);
    for (const indicator of ['C02', 'C03'])
      expect(await assessed(lot, indicator)).toMatchObject({ state: 'clear', value: '0', evidence: [] });
    // The files are named and were not uploaded: nobody knows what they say of how they were made.
    expect(await assessed(lot, 'C01')).toMatchObject({ state: 'insufficient_data', evidence: [] });
    expect(await flagged(tender)).toEqual([]);
  });

  it('counts the bid that stands, not the one that it replaced', async () => {
    await setInstant(app, '2025-11-03T01:00:00Z');
    const { tender, lots } = await issueTender(app, bureau, {
      ...OPEN_TENDER,
      lots: [{ no: 1, ceiling: '400000.00', pricing: 'competitive' }],
    });
    const lot = lots[0] as string;
    const first = await Bidding.submitted(app, bidders[0] as Bidder, lot, own(1, '380000.00'));
    await Bidding.submitted(app, bidders[1] as Bidder, lot, own(1, '371000.00'));
    await Bidding.submitted(app, bidders[2] as Bidder, lot, own(2, '365000.00'));
    await setInstant(app, '2025-11-04T01:00:00Z');
    expect((await first.act('submit', { content: own(0, '379000.00') })).status).toBe(200);
    await setInstant(app, '2025-12-01T01:30:00.000001Z');
    await openTenderBids(app, bureau, tender);
    for (const indicator of ['C02', 'C03'])
      expect(await assessed(lot, indicator)).toMatchObject({ state: 'clear', value: '0' });
    expect(await assessed(lot, 'C01')).toMatchObject({ state: 'insufficient_data' });
    const reader = { query: <T>(sql: string, params: unknown[]) => app.dataSource.query<T[]>(sql, params) };
    const bids = await loadBidContents(reader, [lot], app.running.app.get(Keys).identity);
    const [again] = bids.filter(({ bidder }) => bidder === bidders[0]?.body);
    expect(again?.firstReceivedAt).toMatch(/^2025-11-03T01:00:00/);
    expect(again?.receivedAt).toMatch(/^2025-11-04T01:00:00/);
  });
});
