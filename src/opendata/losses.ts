/**
 * Why something that is known stands in no release: its date is known by month or year, and the standard takes instants alone;
 * its amount is more than a JSON number holds to the fen; the standard and its extensions have no member for it; it is on record here,
 * and nothing that was published tells of it.
 */
type LossReason = 'month_or_year_only' | 'amount_not_exact' | 'no_counterpart' | 'not_published';

/** Counts what is left out, by the member that it would have been. */
export class Losses {
  private readonly counts = new Map<string, number>();

  count(field: string, reason: LossReason, times = 1): void {
    const key = `${reason} ${field}`;
    if (times > 0) this.counts.set(key, (this.counts.get(key) ?? 0) + times);
  }

  /** Each member and reason once, in one order. */
  list(): { field: string; reason: LossReason; count: number }[] {
    return [...this.counts.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, count]) => {
        const [reason, field] = key.split(' ') as [LossReason, string];
        return { field, reason, count };
      });
  }
}
