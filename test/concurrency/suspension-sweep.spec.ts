import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SuspensionClock } from '../../src/purchase/awards/suspension-clock.js';
import type { TestApp } from '../support/app.js';
import { issueTender, makeBidder, type Bidder } from '../support/bidding.js';
import { setBusinessTime, type Bureau } from '../support/drafts.js';
import { holding } from '../support/holder.js';
import { acceptedComplaint, actOnLot, SUSPENSION_NOTICE } from '../support/lots.js';
import { startBureau } from '../support/started.js';

const ISSUE = '2025-11-03T09:00:00+08:00';
const NEXT = '2025-11-05T00:00:00+08:00';
/** Of one day: over when the second has begun. */
const WHY = { reason: '处理投诉期间', ...SUSPENSION_NOTICE, days: 1 };

describe('the sweep that ends suspensions', () => {
  let app: TestApp;
  let bureau: Bureau;
  let bidder: Bidder;
  beforeAll(async () => {
    ({ app, bureau } = await startBureau());
    bidder = await makeBidder(app);
  });
  afterAll(() => app.close());

  const sweep = (): Promise<void> => app.running.app.get(SuspensionClock).sweep();
  async function issue() {
    await setBusinessTime(app, ISSUE);
    const issued = await issueTender(app, bureau, {});
    const remedy = await acceptedComplaint(app, bureau, bidder.user, { tender: issued.tender, stage: 'documents' });
    return { ...issued, lot: issued.lots[0] as string, remedy };
  }
  type Issued = Awaited<ReturnType<typeof issue>>;
  const suspendTender = ({ draft, remedy }: Issued) =>
    draft.must('post', 'actions/suspend', { ...WHY, remedy }, bureau.finance);
  async function suspendLot({ tender, lot, remedy }: Issued): Promise<void> {
    await app.dataSource.query(`UPDATE lot SET state = 'reviewed' WHERE tender_id = $1`, [tender]);
    await app.dataSource.query(`UPDATE tender SET state = 'reviewed' WHERE id = $1`, [tender]);
    expect((await actOnLot(app, lot, 'suspend', { ...WHY, remedy }, bureau.finance)).status).toBe(200);
  }
  async function readState(table: 'tender' | 'lot', id: string): Promise<string | undefined> {
    const [row] = await app.dataSource.query<{ state: string }[]>(`SELECT state FROM ${table} WHERE id = $1`, [id]);
    return row?.state;
  }

  it('ends those of other tenders and lots where the signed statements of one tender were altered', async () => {
    const tenders = [await issue(), await issue()].sort((a, b) => (a.tender < b.tender ? -1 : 1));
    const [altered, other] = tenders as [Issued, Issued];
    const byLot = await issue();
    await suspendTender(altered);
    await suspendTender(other);
    await suspendLot(byLot);
    await app.dataSource.query(
      `INSERT INTO opening_instant (tender_id, no, canonical, key_id, seal)
       SELECT tender_id, no + 1, canonical, key_id, seal FROM opening_instant WHERE tender_id = $1 ORDER BY no DESC LIMIT 1`,
      [altered.tender],
    );
    await setBusinessTime(app, NEXT);
    // The job counts as failed, so that somebody looks at the one that stays.
    await expect(sweep()).rejects.toThrow();
    expect(await readState('tender', altered.tender)).toBe('suspended');
    expect(await readState('tender', other.tender)).toBe('open');
    expect(await readState('lot', byLot.lot)).toBe('reviewed');
    // It stays where it stands, and no other sweep meets it.
    for (const sql of [
      `UPDATE lot SET state = 'cancelled', suspended_from = NULL WHERE tender_id = $1`,
      `UPDATE tender SET state = 'cancelled', suspended_from = NULL WHERE id = $1`,
    ])
      await app.dataSource.query(sql, [altered.tender]);
  });

  it.each(['tender', 'lot'] as const)(
    'keeps a %s suspended whose suspension began anew while it waited',
    async (of) => {
      const issued = await issue();
      await (of === 'tender' ? suspendTender(issued) : suspendLot(issued));
      const suspended = of === 'tender' ? issued.tender : issued.lot;
      await setBusinessTime(app, NEXT);
      await holding(app, async (holder) => {
        await holder.lock('tender', [issued.tender]);
        const swept = sweep();
        await holder.waitUntilAwaited();
        // What the authority does that lets the purchase go on, and suspends it for another complaint.
        await holder.query(`UPDATE ${of} SET suspension_counts_from = $2, suspended_at = $2 WHERE id = $1`, [
          suspended,
          NEXT,
        ]);
        await holder.commit();
        await swept;
      });
      expect(await readState(of, suspended)).toBe('suspended');
      await setBusinessTime(app, '2025-12-09T00:00:00+08:00');
      await sweep();
      expect(await readState(of, suspended)).toBe(of === 'tender' ? 'open' : 'reviewed');
    },
  );
});
