import { gather, type Cast } from './cast.js';
import type { Stage } from './stage.js';
import { throughTheYear } from './through-the-year.js';
import { toTheContract, watched } from './to-the-contract.js';
import { toTheOpening } from './to-the-opening.js';
import { toTheReport, toTheResult } from './to-the-result.js';
import { contractTwoLots } from './two-lots.js';
import { toTheTender } from './to-the-tender.js';
import { watchSteps } from './waiting.js';

/** When the tour begins: from here on a whole year lies in calendars that have been announced. */
export const BEGINS = '2025-11-03T09:00:00+08:00';

/** What it was about: the purchase with its contract, and the other contract, which was ended. */
export interface Toured {
  cast: Cast;
  tender: string;
  contract: string;
  other: string;
}

/** From a resident's suggestion to what comes after the service; each step is an answer of the running product to what waited for whoever takes it. */
export const tour = (stage: Stage): Promise<Toured> => watchSteps(() => walk(stage));

async function walk(stage: Stage): Promise<Toured> {
  const cast = await gather(stage);
  const { tender, lot, ...where } = await toTheTender(stage, cast);
  const bids = await toTheOpening(stage, cast, { tender, lot });
  await toTheReport(stage, cast, tender, bids);
  const award = await toTheResult(stage, cast, tender, bids);
  const made = await toTheContract(stage, cast, tender, award, bids);
  const lots = await contractTwoLots(stage, cast);
  const { other } = await throughTheYear(stage, cast, { ...where, ...made, tender }, lots);
  await watched(stage, cast);
  return { cast, tender, contract: made.contract, other };
}
