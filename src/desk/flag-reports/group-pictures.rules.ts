import type { PlainDate } from '../../kernel/clock/plain-date.js';
import type { Language } from '../../kernel/errors/texts.js';
import type { ScreenedLots } from '../../watch/flags/disclosure/screened-lots.queries.js';
import type { Picture } from '../pictures/drawing.js';
import { groupBidsPicture } from './group-bids-picture.js';
import { matrixPicture, type Outcome } from './matrix-picture.js';
import { turnsPicture } from './turns-picture.js';

const MOST_ROWS = 8;

interface SeenBody {
  id: string;
  bidder: string;
}
interface SeenBid extends SeenBody {
  /** In yuan; null = not told. */
  price: number | null;
  won: boolean;
  withdrawn: boolean;
}
/** A lot that a finding lists, with what of it is public. */
export interface SeenLot {
  name: string;
  on: PlainDate;
  ceiling: number | null;
  winners: SeenBody[];
  bids: SeenBid[];
}

/**
 * Pictures of the lots that a finding lists, oldest first: of those the rule chose, which are not all in which its bodies took part.
 * A body beside those that the finding speaks of is drawn as such.
 */
export function drawGroup(
  lots: readonly SeenLot[],
  { members, lots: listed }: ScreenedLots,
  lang: Language,
): Picture[] {
  const seen = lots.map((lot) => ({ ...lot, parts: listParts(lot) }));
  const all = chooseBodies(
    seen.map(({ parts }) => parts),
    members,
  );
  const group = all.slice(0, MOST_ROWS);
  if (group.length === 0) return [];
  const place = new Map(group.map(({ id }, at) => [id, at]));
  const names = group.map(({ id, bidder }) => (members.includes(id) ? bidder : markOther(bidder, lang)));
  const matrix = seen.map(({ name, on, parts }) => ({
    name,
    on,
    outcomes: parts.flatMap(({ id, outcome }) => {
      const at = place.get(id);
      return at === undefined ? [] : [[at, outcome] as const];
    }),
  }));
  const turns = seen.map(({ on, winners }) => ({
    on,
    winner: winners.length === 1 ? (place.get(winners[0]?.id ?? '') ?? null) : null,
  }));
  const priced = seen.map(({ name, on, ceiling, bids }) => ({
    name,
    on,
    ceiling,
    bids: bids.flatMap(({ id, price, won, withdrawn }) =>
      price === null || withdrawn ? [] : [{ price, won, member: members.includes(id) }],
    ),
  }));
  const drawn = priced.filter(({ bids }) => bids.length > 0);
  const ground = { bodies: names, bodiesLeftOut: all.length - group.length, lots: matrix, listed: listed.length };
  return [
    matrixPicture(ground, lang),
    ...(turns.some(({ winner }) => winner !== null) ? [turnsPicture(names, turns, lang)] : []),
    ...(drawn.length > 0 ? [groupBidsPicture(drawn, lang)] : []),
  ];
}

const markOther = (name: string, lang: Language): string => (lang === 'zh' ? `（其他）${name}` : `(other) ${name}`);

/** Who is known to have taken part in a lot, each once; a winner also where its bid is not public. */
function listParts({ bids, winners }: SeenLot): (SeenBody & { outcome: Outcome })[] {
  const bidders = bids.map(({ id, bidder, won, withdrawn }) => {
    const outcome: Outcome = won ? 'won' : withdrawn ? 'withdrawn' : 'lost';
    return [id, { id, bidder, outcome }] as const;
  });
  return [
    ...new Map([...bidders, ...winners.map((one) => [one.id, { ...one, outcome: 'won' as const }] as const)]).values(),
  ];
}

/** The members that took part; where the finding is about one body, also those that it met most. */
function chooseBodies(lots: readonly (readonly SeenBody[])[], members: readonly string[]): SeenBody[] {
  const parts = lots.flat();
  const counts = new Map<string, number>();
  for (const { id } of parts) counts.set(id, (counts.get(id) ?? 0) + 1);
  const all = [...new Map(parts.map((part) => [part.id, part])).values()];
  const own = all.filter(({ id }) => members.includes(id)).sort(byName);
  const others = all
    .filter(({ id }) => !members.includes(id))
    .sort((a, b) => (counts.get(b.id) ?? 0) - (counts.get(a.id) ?? 0) || byName(a, b));
  return [...own, ...(own.length < 2 ? others : [])];
}

const byName = (a: SeenBody, b: SeenBody): number => (`${a.bidder} ${a.id}` < `${b.bidder} ${b.id}` ? -1 : 1);
