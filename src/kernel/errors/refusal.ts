import type { Text } from './texts.js';

/** What is fixed about a refusal. */
export interface ProblemSpec {
  status: number;
  title: Text;
}

/** A catalogue of refusals: groups in the order of the work, in each the codes. */
export type Catalogue = Readonly<Record<string, Readonly<Record<string, ProblemSpec>>>>;

/** The codes of a catalogue. */
export type CodesOf<C> = C extends Catalogue ? { [Group in keyof C]: keyof C[Group] & string }[keyof C] : never;
