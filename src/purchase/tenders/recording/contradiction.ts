import { Problem } from '../../../kernel/errors/problem.js';
import type { Text } from '../../../kernel/errors/texts.js';
import type { Conflict, ConflictCode, ContractFact, TenderFact } from '../purchases/purchase-types.js';
import texts from './contradiction.texts.json' with { type: 'json' };

const TEXTS: Readonly<Record<ConflictCode, Text>> = texts;
export const conflictText = (code: ConflictCode): Text => TEXTS[code];

const key = (c: Conflict): string => `${c.code} ${[...c.facts].sort().join(' ')}`;

type AnyFact = TenderFact | ContractFact;
export interface Recorded {
  /** Conflicts before the new facts, asked for where one after them might be new, and after them. */
  before: () => readonly Conflict[];
  after: readonly Conflict[];
  /** Every fact that a conflict may name. */
  facts: readonly AnyFact[];
  /** The new ones among them, with their places in the request: they have no id yet that anybody could look up. */
  given: ReadonlyMap<string, string>;
}

/** A published row is refused for what cannot have been meant: one notice whose deadline lies before itself, say. */
const isMalformed = (c: Conflict): boolean =>
  (c.code === 'deadline_before_notice' || c.code === 'end_before_start') && c.facts.length === 1;

/**
 * Refuses what a person's new facts contradict, with the facts on both sides named. Conflicts that were stored before do
 * not stand in the way. Of a file (`lenient`) every other disagreement is stored as published.
 */
export function mustNotContradict({ before, after, facts, given }: Recorded, lenient: boolean): void {
  const refused = after.filter((c) => !lenient || isMalformed(c));
  const known = new Set(refused.length === 0 ? [] : before().map(key));
  const found = refused.filter((c) => !known.has(key(c)));
  const [first] = found;
  if (!first) return;
  const byId = new Map(facts.map((f) => [f.id, f]));
  const side = (id: string) => {
    const { kind, lot = null, data = {}, source = null } = byId.get(id) ?? {};
    const pointer = given.get(id) ?? null;
    return { id: pointer === null ? id : null, pointer, kind, lot, data, source };
  };
  throw new Problem('fact_contradiction', {
    detail: TEXTS[first.code],
    errors: found.flatMap((c) =>
      c.facts.flatMap((id) => given.get(id) ?? []).map((pointer) => ({ pointer, code: c.code, text: TEXTS[c.code] })),
    ),
    facts: { contradictions: found.map((c) => ({ code: c.code, fields: c.fields, facts: c.facts.map(side) })) },
  });
}
