import type { Release } from './release-types.js';

const NONE: readonly never[] = [];
const namesNoLot = ({ lots }: { lots: readonly string[] }): boolean => lots.length === 0;

/**
 * A process lot by lot, for the corrected reading: bids of one lot compete with each other alone. A process with one lot at
 * most stays whole, and so does one of several whose bids or awards do not say for which they are: `lots` is above 1 then.
 */
export function splitLots(release: Release): readonly Release[] {
  const [bids, awards] = [release.bids ?? NONE, release.awards ?? NONE];
  if (release.lots <= 1 && bids.every(namesNoLot) && awards.every(namesNoLot)) return [release];
  const named = new Set<string>();
  let silent = false;
  for (const { lots } of bids) {
    if (lots.length === 0) silent = true;
    for (const lot of lots) named.add(lot);
  }
  for (const { lots } of awards) {
    if (lots.length === 0) silent = true;
    for (const lot of lots) named.add(lot);
  }
  if (release.lots <= 1 && named.size <= 1) return [release];
  if (silent || named.size === 0) return [{ ...release, lots: Math.max(release.lots, named.size) }];
  return [...named].map((lot): Release => ({
    ...release,
    ocid: `${release.ocid}/${lot}`,
    lots: 1,
    numberOfTenderers: null,
    bids:
      release.bids === null
        ? null
        : bids
            .filter(({ lots }) => lots.includes(lot))
            // The price of a bid for several lots is not that of one of them.
            .map((bid) => (bid.lots.length > 1 ? { ...bid, amount: null } : bid)),
    awards: release.awards === null ? null : awards.filter(({ lots }) => lots.includes(lot)),
  }));
}
