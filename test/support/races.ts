import { scaleRounds } from './rounds.js';
import { noteRace } from './seen.js';

/** Rounds of two who come at once, and what came of each: told at the end of the run as one row of a table. */
export class Race {
  private readonly outcomes = new Map<string, number>();
  /** How many rounds there were. */
  held = 0;

  constructor(private readonly name: string) {}

  /** The numbers of the rounds, from 0: so many in the full run; in others fewer, but until it has ended in so many ways. */
  *rounds(all: number, ways = 1): Generator<number> {
    const few = scaleRounds(all);
    while (this.held < few || (this.held < all && this.outcomes.size < ways)) yield this.held++;
  }

  saw(outcome: string): void {
    this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1);
  }

  /** Tells the run, and answers how often each thing happened. */
  told(): Readonly<Record<string, number>> {
    const outcomes = Object.fromEntries([...this.outcomes].sort(([a], [b]) => (a < b ? -1 : 1)));
    noteRace(this.name, outcomes);
    return outcomes;
  }
}

/** Milliseconds until the next deadline: more where nobody came in, less where all did. */
export const nextLead = (lead: number, accepted: number, of: number): number =>
  Math.max(10, Math.round(accepted === 0 ? lead * 1.5 : accepted === of ? lead / 1.3 : lead));
