import type { OpenTender } from '../../purchase/tenders/open-tender.js';
import type { EarlierSpot } from './earlier-rounds.queries.js';
import { isCall } from './notice-row-placement.js';
import type { NoticeRow } from './notice-row-types.js';

/** What the rows of a purchase before this one left, in the same attempt: the next need not read it again. */
export class OpenRounds {
  /** By their tenders. */
  private readonly rounds = new Map<string, OpenTender>();
  /** By the ids of the rows that were taken. */
  private readonly spots = new Map<string, EarlierSpot>();

  find(tender: string): OpenTender | undefined {
    return this.rounds.get(tender);
  }
  /** As it now is; null where only the database tells. */
  keep(tender: string, round: OpenTender | null): void {
    if (round) this.rounds.set(tender, round);
    else this.rounds.delete(tender);
  }

  /** Where a row stands that was taken here. */
  findSpot(id: string): EarlierSpot | undefined {
    return this.spots.get(id);
  }
  /** A row was taken for the first time. `joins`: the round that it pointed at, as it was before. */
  noteRow(
    { id, kind }: NoticeRow,
    { tender, purchase, joins }: Omit<EarlierSpot, 'called'> & { joins: EarlierSpot | null },
  ): void {
    const wasCalled = joins?.tender === tender && joins.called;
    const called = wasCalled || isCall(kind);
    this.spots.set(id, { tender, purchase, called });
    for (const spot of this.spots.values()) if (spot.tender === tender) spot.called = called;
  }
  /** A row that was known says another thing now: of which kind its round's notices are is to be read. */
  forgetSpots(): void {
    this.spots.clear();
  }
}
