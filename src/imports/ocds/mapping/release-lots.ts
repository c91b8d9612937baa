import type { Yuan } from '../../../purchase/tenders/recording/fact-types.js';
import type { ReleaseReading } from './release-reading.js';

/** Lots of a release as they are numbered here, in the order of their numbers. */
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

/** A process without lots is one. `known`: the ids of the lots that are recorded of it, in the order of their numbers. */
export function readLots(tender: ReleaseReading | null, known: readonly string[]): MappedLot[] {
  const listed = tender?.list('lots') ?? [];
  if (listed.length > MOST_LOTS) tender?.fault('lots', 'too_many_lots');
  if (listed.length === 0) return [{ no: 1, id: '', name: null, ceiling: null, window: null, reading: null }];
  const lots = listed.slice(0, MOST_LOTS).map((reading) => ({ id: reading.id(), reading }));
  const ids = lots.map(({ id }) => id);
  const nos = numberLots(ids, known);
  const read = lots.map(({ id, reading }, i): MappedLot => {
    const no = nos[i] ?? 0;
    const title = reading.cutText('title', 500);
    return {
      no,
      id,
      // What an export calls a lot that has no name.
      name: title === `采购包${no}` ? null : title,
      ceiling: reading.amount('value'),
      window: readWindow(reading.part('contractPeriod')),
      reading,
    };
  });
  return read.sort((a, b) => a.no - b.no);
}

/**
 * A lot that is known by its id keeps its number wherever it is listed now, others come behind them. By their places alone where
 * ids do not tell lots apart, or none of them is known.
 */
function numberLots(ids: readonly string[], known: readonly string[]): number[] {
  const isTold =
    [ids, known].every((each) => new Set(each).size === each.length) && ids.some((id) => known.includes(id));
  let last = isTold ? known.length : 0;
  return ids.map((id) => (isTold && known.indexOf(id) + 1) || ++last);
}

export function readWindow(period: ReleaseReading | null): { start: string | null; end: string | null } | null {
  if (period === null) return null;
  const window = { start: period.day('startDate'), end: period.day('endDate', 'end') };
  return window.start === null && window.end === null ? null : window;
}

/**
 * The lots that a bid, an award or a contract names, and how many it names. Where it names none: of a process of one lot that
 * one, of several `isWhole`, as where it names all of them. One that is not there is none, and never the whole.
 */
export function placeInLots(
  reading: ReleaseReading,
  lots: readonly MappedLot[],
): { nos: number[]; isWhole: boolean; named: number } {
  const named = new Set(reading.texts('relatedLots'));
  if (named.size === 0) return { nos: lots.length === 1 ? [1] : [], isWhole: lots.length > 1, named: 0 };
  // A process that lists no lots has none of that name.
  const nos = lots.filter(({ id, reading: own }) => own !== null && named.has(id)).map(({ no }) => no);
  const isKnown = nos.length === named.size;
  if (!isKnown) reading.note('lot_not_said', 'relatedLots');
  return { nos, isWhole: isKnown && lots.length > 1 && nos.length === lots.length, named: named.size };
}
