import type { Checked } from '../review-requests.js';

/** What one member of the panel finds of one bid. */
export interface Finding extends Omit<Checked, 'ground'> {
  member: string;
  ground?: string | null;
}
/** What more than half of them find. */
export interface Found extends Omit<Finding, 'member'> {
  ground: string | null;
  detail: string | null;
}

/**
 * What a panel of so many members finds of every bid (Order 87 article 61: the minority yields to the majority), or null
 * while some bid has no majority. A lawful panel is odd: once all have spoken every bid has one. A bid is rejected on the
 * ground that most of those named who reject it, the first of them where two are named alike; with the words of all of them.
 */
export function deriveMajority(findings: readonly Finding[], bids: readonly string[], size: number): Found[] | null {
  const found: Found[] = [];
  for (const bid of bids) {
    const of = findings.filter((finding) => finding.bid === bid);
    const agreed = [true, false]
      .map((passed) => of.filter((finding) => finding.passed === passed))
      .find((alike) => alike.length * 2 > size);
    if (agreed === undefined) return null;
    const [first] = agreed.toSorted((a, b) => countGround(agreed, b) - countGround(agreed, a));
    const ground = first?.ground ?? null;
    const words = agreed.flatMap((each) => ((each.ground ?? null) === ground && each.detail ? [each.detail] : []));
    found.push({
      bid,
      passed: first?.passed ?? false,
      ground,
      detail: words.length === 0 ? null : [...new Set(words)].join('；'),
    });
  }
  return found;
}

const countGround = (findings: readonly Finding[], { ground }: Finding): number =>
  findings.filter((each) => each.ground === ground).length;
