import { byLargestRemainder } from '../../../kernel/money/largest-remainder.rules.js';
import type { PaymentShare } from '../../../purchase/tenders/conducted/terms/terms-types.js';

/** An instalment as the contract in force has it. */
export interface Instalment {
  /** Its number in the content; null: a supplement's. */
  shareNo: number | null;
  amendment: string | null;
  trigger: PaymentShare['trigger'];
  of: number | null;
  /** Basis points of the contract's amount. */
  share: number | null;
  /** Fen. */
  amount: bigint;
}
export interface Supplement {
  amendment: string;
  amount: bigint;
}

/**
 * The schedule of a contract: its shares to the fen, together its amount, and one instalment for each supplement, paid on
 * what the last share waits for. `fixed` are amounts of shares that were asked for already: the others have what is left.
 */
export function computeSchedule(
  amount: bigint,
  shares: readonly PaymentShare[],
  supplements: readonly Supplement[] = [],
  fixed: ReadonlyMap<number, bigint> = new Map(),
  byUnits = false,
): Instalment[] {
  const ordered = shares.toSorted((a, b) => a.no - b.no);
  const open = ordered.filter(({ no }) => !fixed.has(no));
  const left = ordered.reduce((rest, { no }) => rest - (fixed.get(no) ?? 0n), amount);
  const parts = byLargestRemainder(
    left,
    open.map(({ share }) => share),
  );
  const byNo = new Map(open.map(({ no }, i) => [no, parts[i] ?? 0n]));
  // Of a contract that is paid by the unit a supplement raises what settlements may come to.
  const last = byUnits ? undefined : ordered.at(-1);
  return [
    ...ordered.map(({ no, trigger, of, share }): Instalment => ({
      shareNo: no,
      amendment: null,
      trigger,
      of: of ?? null,
      share,
      amount: fixed.get(no) ?? byNo.get(no) ?? 0n,
    })),
    ...(last === undefined ? [] : supplements).map(({ amendment, amount: more }): Instalment => ({
      shareNo: null,
      amendment,
      trigger: last?.trigger ?? 'acceptance',
      of: last?.of ?? null,
      share: null,
      amount: more,
    })),
  ];
}
