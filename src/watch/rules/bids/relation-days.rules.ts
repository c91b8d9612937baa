import { earliestDay, latestDay, type PartialDate } from '../../../kernel/clock/partial-date.js';
import { toDay } from '../../../kernel/clock/moment.js';
import type { BidFacts, LotFacts, RelationDays } from '../../facts/fact-types.js';

/** Whether what is registered held on the day of a bid; `undated`: no day of it is registered. */
export type Held = 'yes' | 'no' | 'undated' | 'unknown';

type Days = Pick<LotFacts, 'handedIn' | 'deadline' | 'startedOn'>;

/** The day of a bid: on which it came in, else the last on which it could; else that on which the procedure began. */
function findBidDay({ key }: Pick<BidFacts, 'key'>, { handedIn, deadline, startedOn }: Days): PartialDate | null {
  const received = handedIn.find((bid) => bid.key === key)?.received.standing ?? deadline?.value ?? null;
  return received === null ? startedOn : toDay(received);
}

/** Whether a relation of a bidder held on the day of its bid. */
export function judgeRelation(bid: BidFacts, relation: RelationDays['relation'], key: string, facts: Days): Held {
  const span = bid.registration?.days?.find((days) => days.relation === relation && days.key === key);
  if (span === undefined) return 'undated';
  const day = findBidDay(bid, facts);
  if (day === null) return 'unknown';
  const [first, last] = [earliestDay(day), latestDay(day)];
  if ((span.since !== null && last < span.since) || (span.until !== null && first > span.until)) return 'no';
  return (span.since !== null && first < span.since) || (span.until !== null && last > span.until) ? 'unknown' : 'yes';
}

/** What rests on several relations holds as the weakest of them does. */
export const chooseWeakest = (held: readonly Held[]): Held =>
  (['no', 'unknown', 'undated'] as const).find((state) => held.includes(state)) ?? 'yes';
