import type { FactsBase } from './fact-types.js';
import type { Day } from './fact-values.js';

/** M03, M04: how those came to a panel who sit in it as experts. */
export interface PanelFacts extends FactsBase {
  /** Draws of all lots, those in the library included. */
  draws: number;
  picks: readonly HandPick[];
  /** Draws whose experts have taken up the review, each with the first day on which it would not have been too early. */
  taken: readonly { key: string; record: string; lot: number; drawnOn: Day; begunOn: Day; earliest: Day }[];
  /** Experts of a lot's panel who hold no place of a draw. */
  undrawn: readonly { key: string; record: string; lot: number; experts: number; appointedOn: Day }[];
}

/** A choice by hand. Names are no part of it: they are secret until the result. */
export interface HandPick {
  key: string;
  record: string;
  lot: number;
  pickedOn: Day;
  experts: number;
  /** Number of the consent of the responsible budget unit; null = none is on record. */
  consent: string | null;
  /** Experts of the field in the pool here who were free of ties that day; null = not counted. */
  drawable: number | null;
  /** Experts were drawn in the authority's library for this purchase. */
  libraryDrawn: boolean;
}
