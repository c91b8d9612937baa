import refusals from './refusals.json' with { type: 'json' };
import type { Catalogue, CodesOf, ProblemSpec } from './refusal.js';

/**
 * The codes of refusals; `boot/refusals.ts` adds those of the rooms (`refusals.json`). A code never changes.
 *
 * @public
 */
export interface RefusalCodes {
  kernel: CodesOf<typeof refusals>;
}
export type ProblemCode = RefusalCodes[keyof RefusalCodes];

const catalogue: Record<string, ProblemSpec> = {};

/** Every refusal of this product. */
export const PROBLEMS = catalogue as Readonly<Record<ProblemCode, ProblemSpec>>;

/** Takes the refusals of a room into the catalogue. 422: a rule refuses, and the fact it names would change it. */
export function declareRefusals(room: Catalogue): void {
  for (const [code, spec] of Object.values(room).flatMap((group) => Object.entries(group))) {
    if (code in catalogue) throw new Error(`Refusal ${code} is declared twice`);
    catalogue[code] = spec;
  }
}

/** Refusals of every request, whatever it is about. */
declareRefusals(refusals);
