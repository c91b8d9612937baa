import type { Text } from './texts.js';

/** What is fixed about a refusal. */
export interface ProblemSpec {
  status: number;
  title: Text;
}

/** One refusal of a catalogue: its status, and its title in both languages. */
export const refusal = (status: number, en: string, zh: string): ProblemSpec => ({ status, title: { en, zh } });
