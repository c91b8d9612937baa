import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SYSTEM } from '../../../kernel/access/principal.js';
import { CalendarSteps } from '../../../law/calendars/calendar-steps.js';
import { WorkingCalendars } from '../../../law/calendars/calendar-store.js';
import { getKnownValue, type WorkingCalendar } from '../../../law/calendars/working-calendar.js';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import { addDays } from '../../../kernel/clock/plain-date.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { parseYuan } from '../../../kernel/money/money.js';
import { JobRegistry } from '../../../kernel/queue/jobs/job-registry.js';
import { performEach } from '../../../kernel/queue/jobs/perform-each.js';
import { periodEnd, readPeriod } from '../../../law/deadlines/periods.rules.js';
import { findRuleInForce } from '../../../law/rules/rule-book.js';
import { BarSteps } from '../../../people/organisations/bars/bar-steps.js';
import { toTenderChange } from '../../tenders/open-tender.js';
import { loadAwardedPrice } from './awarded-price.queries.js';
import { toUnitPriceFacts } from '../../tenders/conducted/terms/prices/offered-price.rules.js';
import { moveLotHere } from '../award-moves.js';
import { listFirstCandidates, type Candidate } from '../candidates.rules.js';
import { findBidderBar, listReviewedLots, lockReviewedLots, type ReviewedLot } from './barred-winners.js';
import { openResult, type OpenResult } from './open-result.js';
import type { ResultRow } from './result-desk.js';
import { confirmDeemed } from './results-job.js';

/** Lots on whose report nobody has decided, and nothing on record holds the clock. */
const RUNNING = `
  SELECT l.tender_id AS tender, l.id, l.no, l.state, r.runs_from, r.cleared_at, r.deems_at, (r.deems_at <= business_now()) IS NOT FALSE AS due
  FROM lot_result r JOIN lot l ON l.id = r.lot_id
  WHERE l.state = 'reviewed' AND r.deeming AND r.objection IS NULL ORDER BY l.tender_id, l.no`;

/**
 * The clock of the confirmation: five working days after the buyer received the report the first rank that still stands is
 * confirmed (Order 87 article 68, [2014] 214 article 28). It rests while a reason is on record, while the first rank is
 * tied or barred on the day on which it would be chosen (Law article 77), and where the calendar does not say which day the last
 * one is: no date is invented.
 */
@Injectable()
export class ResultClock implements OnModuleInit {
  constructor(
    private readonly jobs: JobRegistry,
    private readonly transactions: Transactions,
    private readonly calendars: WorkingCalendars,
    private readonly bars: BarSteps,
    private readonly corrections: CalendarSteps,
  ) {}

  onModuleInit(): void {
    this.corrections.contribute((tx, calendar) => this.followCalendar(tx, calendar));
    this.jobs.handle(confirmDeemed, () => this.sweep());
    this.bars.contribute((tx, organisation) => this.followBar(tx, organisation));
  }

  /** Writes down when the clock strikes, as things stand now. */
  async refresh(tx: Tx, open: OpenResult, calendar?: WorkingCalendar): Promise<void> {
    if (open.desk === null) return;
    const at = await this.computeStrikeTime(tx, open, calendar ?? (await this.calendars.current()));
    await tx.query(`UPDATE lot_result SET deems_at = $2 WHERE lot_id = $1`, [open.lot.id, at]);
    open.desk.deems_at = at;
  }

  /** Confirms what the clock has confirmed. What it decided and when follows from the day alone, however late this runs. */
  async strike(tx: Tx, open: OpenResult): Promise<boolean> {
    if (open.lot.state !== 'reviewed' || open.desk === null) return false;
    // A calendar that was announced or corrected since says the day; what has struck has struck.
    if (open.desk.deems_at === null || isMoved(open.desk, await this.calendars.current())) await this.refresh(tx, open);
    const [row] = await tx.query<{ at: Date | null }>(`SELECT lot_deemed_at($1) AS at`, [open.lot.id]);
    const at = row?.at ?? null;
    const [first] = listFirstCandidates(open.candidates);
    if (at === null || at > (await tx.now()) || first === undefined) return false;
    const { actor } = tx;
    tx.actor = SYSTEM;
    await award(tx, open, first, { on: todayInShanghai(at), deemed: true });
    await moveLotHere(tx, open.tender, open.lot, 'deem_confirmed', 'confirmed', {
      data: { deemedAt: at.toISOString() },
    });
    tx.actor = actor;
    return true;
  }

  async sweep(): Promise<void> {
    const running = await this.transactions.reader.query<RunningLot[]>(RUNNING);
    const calendar = await this.calendars.current();
    const due = running.filter((row) => row.due || isMoved(row, calendar));
    await performEach(due, ({ tender, no }) =>
      this.transactions.run(SYSTEM, async (tx) => {
        await this.strike(tx, await openResult(tx, tender, no, undefined));
      }),
    );
  }

  /** From the correction of a calendar on nobody is shown as confirmed by the one before. */
  private async followCalendar(tx: Tx, calendar: WorkingCalendar): Promise<void> {
    const running = await tx.query<RunningLot>(RUNNING);
    const moved = running.filter((row) => isMoved(row, calendar));
    for (const open of await lockReviewedLots(tx, moved)) await this.refresh(tx, open, calendar);
  }

  /** A bar holds the clock, and what held it lets it go on from now; what has struck has struck. */
  private async followBar(tx: Tx, organisation: string): Promise<void> {
    for (const open of await lockReviewedLots(tx, await listReviewedLots(tx, organisation))) {
      const { desk, lot } = open;
      if (desk === null || (desk.deems_at !== null && (await this.strike(tx, open)))) continue;
      if (desk.deems_at === null) {
        desk.cleared_at = await tx.now();
        await tx.query(`UPDATE lot_result SET cleared_at = $2 WHERE lot_id = $1`, [lot.id, desk.cleared_at]);
      }
      await this.refresh(tx, open);
    }
  }

  private async computeStrikeTime(
    tx: Tx,
    { lot, desk, candidates }: OpenResult,
    calendar: WorkingCalendar,
  ): Promise<Date | null> {
    if (
      lot.state !== 'reviewed' ||
      desk === null ||
      !desk.deeming ||
      desk.objection !== null ||
      listFirstCandidates(candidates).length !== 1
    )
      return null;
    const at = computeEndOfDays(desk, calendar);
    const [first] = listFirstCandidates(candidates);
    return at && first && (await findBidderBar(tx, first.bid, todayInShanghai(at))) === null ? at : null;
  }
}

/** What the days are counted from, and what was written down. */
type Counted = Pick<ResultRow, 'runs_from' | 'cleared_at' | 'deems_at'>;
type RunningLot = Counted & ReviewedLot & { due: boolean };

/** When the days to confirm are over, and what held the clock has let it go; null where no calendar says it. */
function computeEndOfDays({ runs_from, cleared_at }: Counted, calendar: WorkingCalendar): Date | null {
  const from = todayInShanghai(runs_from);
  const rule = findRuleInForce('CONFIRM-5WD', from);
  const period = rule && readPeriod(rule);
  const last = period && getKnownValue(periodEnd(calendar, from, period));
  if (last === null) return null;
  const struck = new Date(`${addDays(last, 1)}T00:00:00+08:00`);
  return cleared_at !== null && cleared_at > struck ? cleared_at : struck;
}

/** Whether the calendar of now says another time than was written down by an earlier one. */
function isMoved(desk: Counted, calendar: WorkingCalendar): boolean {
  const at = computeEndOfDays(desk, calendar);
  return at !== null && desk.deems_at !== null && at.getTime() !== desk.deems_at.getTime();
}

/** The award of the offer that was confirmed. Until the result is published it is nobody's but the buyer's and its agent's. */
export async function award(
  tx: Tx,
  { tender, lot, stored }: OpenResult,
  { bid, place, price }: Candidate,
  decided: { on: string; deemed: boolean },
): Promise<string> {
  const { unitPrice, unit } = toUnitPriceFacts(await loadAwardedPrice(tx.manager, bid));
  const [made] = await tx.query<{ id: string }>(
    `INSERT INTO award (tender_id, lot_id, supplier_id, bid_id, rank, amount, decided_on, state, deemed, report_hash, unit_price, unit)
     SELECT $1, $2, d.bidder_id, d.id, $4, $5, $6, 'pending', $7, decode($8, 'hex'), $9, $10 FROM bid d WHERE d.id = $3 RETURNING id`,
    [
      tender.id,
      lot.id,
      bid,
      place,
      price === null ? null : parseYuan(price).toString(),
      decided.on,
      decided.deemed,
      stored?.sha256 ?? null,
      unitPrice === undefined ? null : parseYuan(unitPrice).toString(),
      unit ?? null,
    ],
  );
  const id = made?.id ?? '';
  await tx.record({
    ...toTenderChange(tender),
    aggregate: 'award',
    id,
    action: 'made',
    to: 'pending',
    data: { tender: tender.id, lot: lot.no, deemed: decided.deemed },
  });
  return id;
}
