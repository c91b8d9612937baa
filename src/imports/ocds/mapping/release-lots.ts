import type { Yuan } from '../../../purchase/tenders/recording/fact-types.js';
import type { ReleaseReading } from './release-reading.js';

/** Lots of a release as they are numbered here, in the order in which it lists them. */
export interface MappedLot {
  no: number;
  id: string;
  name: string | null;
  ceiling: Yuan | null;
  window: { start: string | null; end: string | null } | null;
  reading: ReleaseReading | null;
}

/** As in docs/api: lots of one purchase. */
const MOST_LOTS = 500;

/** A process without lots is one. */
export function readLots(tender: ReleaseReading | null): MappedLot[] {
  const listed = tender?.list('lots') ?? [];
  if (listed.length > MOST_LOTS) tender?.fault('lots', 'too_many_lots');
  if (listed.length === 0) return [{ no: 1, id: '', name: null, ceiling: null, window: null, reading: null }];
  return listed.slice(0, MOST_LOTS).map((reading, i) => {
    const title = reading.cutText('title', 500);
    return {
      no: i + 1,
      id: reading.id(),
      // What an export calls a lot that has no name.
      name: title === `采购包${i + 1}` ? null : title,
      ceiling: reading.amount('value'),
      window: readWindow(reading.part('contractPeriod')),
      reading,
    };
  });
}

export function readWindow(period: ReleaseReading | null): { start: string | null; end: string | null } | null {
  if (period === null) return null;
  const window = { start: period.day('startDate'), end: period.day('endDate', 'end') };
  return window.start === null && window.end === null ? null : window;
}

/**
 * The lots that a bid, an award or an item names; of a process of one lot that one. `whole`: where it names none of several, or
 * all of them.
 */
export function placeInLots(reading: ReleaseReading, lots: readonly MappedLot[]): { nos: number[]; isWhole: boolean } {
  const named = reading.texts('relatedLots');
  const nos = lots.filter(({ id }) => named.includes(id)).map(({ no }) => no);
  if (named.some((id) => !lots.some((lot) => lot.id === id))) reading.note('lot_not_said', 'relatedLots');
  if (lots.length === 1) return { nos: [1], isWhole: false };
  return { nos, isWhole: nos.length === 0 || nos.length === lots.length };
}
