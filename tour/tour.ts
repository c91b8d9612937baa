import { gather, type Cast } from './cast.js';
import type { Stage } from './stage.js';
import { toTheContract, watched } from './to-the-contract.js';
import { toTheOpening } from './to-the-opening.js';
import { toTheReport, toTheResult } from './to-the-result.js';
import { toTheTender } from './to-the-tender.js';

/** When the tour begins: from here on a whole year lies in calendars that have been announced. */
export const BEGINS = '2025-11-03T09:00:00+08:00';

/** From a resident's suggestion to a signed contract; each step is an answer of the running product. */
export async function tour(stage: Stage): Promise<{ cast: Cast; tender: string; contract: string }> {
  const cast = await gather(stage);
  const { tender, lot } = await toTheTender(stage, cast);
  const bids = await toTheOpening(stage, cast, { tender, lot });
  await toTheReport(stage, cast, tender, bids);
  const award = await toTheResult(stage, cast, tender, bids);
  const contract = await toTheContract(stage, cast, tender, award, bids);
  await watched(stage, cast);
  return { cast, tender, contract };
}
