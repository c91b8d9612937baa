import { gather, type Cast } from './cast.js';
import type { Stage } from './stage.js';
import { toTheOpening } from './to-the-opening.js';
import { toTheTender, type Issued } from './to-the-tender.js';

/** When the tour begins: from here on a whole year lies in calendars that have been announced. */
export const BEGINS = '2025-11-03T09:00:00+08:00';

/** From a resident's suggestion to a signed contract; each step is an answer of the running product. */
export async function tour(stage: Stage): Promise<{ cast: Cast; issued: Issued }> {
  const cast = await gather(stage);
  const issued = await toTheTender(stage, cast);
  await toTheOpening(stage, cast, issued);
  return { cast, issued };
}
