import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Tx } from '../../../../kernel/database/transactions.js';
import { Metrics } from '../../../../kernel/observability/metrics.js';
import { toTenderChange, type LockedTender } from '../../../tenders/open-tender.js';
import { endsOrder, type Stop } from './stop-reasons.js';

/** Whose opening: the bids of the tender, or the final offers of one lot. */
interface Place {
  tender: LockedTender;
  lot: string | null;
}

const WAITING = `tender_id = $1 AND lot_id IS NOT DISTINCT FROM $2::uuid AND ended_at IS NULL`;

/**
 * The one place where stops end, once nothing waits for what they held back: the bids of a tender, when no opening of it is ordered
 * any more; the final offers of a lot, when that has ended. `settled`: lots that end, or whose offers are opened, in this very step,
 * whatever their rows say as yet. Without a tender: all that were left behind.
 */
export async function endIdleStops(
  database: Pick<Tx, 'query'> | DataSource,
  tender: string | null = null,
  settled: readonly string[] = [],
): Promise<void> {
  await database.query(
    `UPDATE stopped_opening s SET ended_at = clock_timestamp()
     WHERE s.ended_at IS NULL AND ($1::uuid IS NULL OR s.tender_id = $1) AND CASE WHEN s.lot_id IS NULL
       THEN NOT EXISTS (SELECT FROM opening o WHERE o.tender_id = s.tender_id AND o.state = 'ordered')
       ELSE s.lot_id = ANY ($2::uuid[])
         OR EXISTS (SELECT FROM lot l WHERE l.id = s.lot_id AND l.state IN ('failed', 'cancelled')) END`,
    [tender, settled],
  );
}

/** Takes back the opening of a tender that was asked for or ordered: two persons ask for it again. `settled`: as above. */
export async function withdrawOpening(tx: Tx, tender: string, settled: readonly string[] = []): Promise<void> {
  await tx.query(`UPDATE opening SET state = 'withdrawn' WHERE tender_id = $1 AND state IN ('requested', 'ordered')`, [
    tender,
  ]);
  await endIdleStops(tx, tender, settled);
}

/** Keeps and tells which openings were not held, and why. They are tried again, and nothing of them is lost. */
@Injectable()
export class StoppedOpenings implements OnModuleInit {
  private readonly logger = new Logger('Openings');

  constructor(
    private readonly metrics: Metrics,
    private readonly dataSource: DataSource,
  ) {}

  onModuleInit(): void {
    const count = async (sql: string): Promise<number> => (await this.dataSource.query<[{ n: number }]>(sql))[0].n;
    this.metrics.gauge('openings_stopped', 'Openings that wait because rows are not what was signed', () =>
      count(`SELECT count(*)::int AS n FROM stopped_opening WHERE ended_at IS NULL`),
    );
    this.metrics.gauge('opening_orders_refused', 'Orders of openings that nobody was shown to have given', () =>
      count(`SELECT count(*)::int AS n FROM stopped_opening WHERE reason IN ('order_forged', 'order_spent')`),
    );
  }

  /** Once for each reason; what is found again only moves the time, and answers false. The log has a line each time. */
  async note(tx: Tx, { tender, lot }: Place, stop: Stop): Promise<boolean> {
    const { reason, facts } = stop;
    this.logger.error({ msg: 'nothing is opened', tender: tender.id, lot, reason, facts });
    const again = await tx.query<{ id: string }>(
      `UPDATE stopped_opening SET last_at = clock_timestamp(), facts = $4 WHERE ${WAITING} AND reason = $3 RETURNING id`,
      [tender.id, lot, reason, JSON.stringify(facts)],
    );
    if (again.length > 0) return false;
    // Another reason takes the place of the one before.
    await tx.query(`UPDATE stopped_opening SET ended_at = clock_timestamp() WHERE ${WAITING}`, [tender.id, lot]);
    await tx.query(
      `INSERT INTO stopped_opening (tender_id, lot_id, reason, facts, ended_at)
       VALUES ($1, $2, $3, $4, CASE WHEN $5 THEN clock_timestamp() END)`,
      [tender.id, lot, reason, JSON.stringify(facts), endsOrder(stop)],
    );
    await tx.record({
      ...toTenderChange(tender),
      action: endsOrder(stop) ? 'refuse_opening_order' : 'stop_opening',
      data: { reason, ...(lot !== null && { lot }) },
    });
    return true;
  }

  /** Tenders whose bids were ordered to be opened, and are not because something was in the way. */
  async listWaiting(): Promise<string[]> {
    const rows = await this.dataSource.query<{ id: string }[]>(
      `SELECT s.tender_id AS id FROM stopped_opening s JOIN opening o ON o.tender_id = s.tender_id AND o.state = 'ordered'
       WHERE s.lot_id IS NULL AND s.ended_at IS NULL ORDER BY s.since, s.id`,
    );
    return rows.map(({ id }) => id);
  }

  /** Those of which nothing is waited for any more, though nobody said so when it ended. */
  endIdle(): Promise<void> {
    return endIdleStops(this.dataSource);
  }
}
