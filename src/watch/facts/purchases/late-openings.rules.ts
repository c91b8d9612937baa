import { getRule } from '../../../law/rules/rule-book.js';
import type { LateOpening } from '../fact-types.js';

const MINUTE = 60_000;

/** As little of a fact as says when an opening began, and when it was to begin. */
interface OpeningFact {
  id: string;
  kind: string;
  data: object;
}

/** An instant of a moment that says the time of day; null of a mere day, which nobody is late for by minutes. */
function readInstant(moment: unknown): number | null {
  if (typeof moment !== 'string' || !moment.includes('T')) return null;
  const at = Date.parse(moment);
  return Number.isNaN(at) ? null : at;
}

/** Openings that began later than they were called for, by more than is allowed without a word. */
export function findLateOpenings(facts: readonly OpeningFact[]): LateOpening[] {
  const allowed = Number(getRule('OPEN-AT-DEADLINE').value);
  return facts.flatMap(({ id, kind, data }) => {
    if (kind !== 'opening') return [];
    const { heldAt, calledFor, lateReason } = data as { heldAt?: unknown; calledFor?: unknown; lateReason?: unknown };
    const [began, called] = [readInstant(heldAt), readInstant(calledFor)];
    if (began === null || called === null || began <= called + allowed * MINUTE) return [];
    return [
      {
        record: `fact:${id}`,
        calledFor: calledFor as string,
        heldAt: heldAt as string,
        minutes: Math.floor((began - called) / MINUTE),
        reason: typeof lateReason === 'string' ? lateReason : null,
      },
    ];
  });
}
