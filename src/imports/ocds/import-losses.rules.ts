/** Why something that a release says did not come in. docs/imports.md says of each what it means. */
export type LossReason =
  | 'no_counterpart'
  | 'own_words'
  | 'unknown_code'
  | 'derived'
  | 'other_currency'
  | 'no_currency'
  | 'amount_not_kept'
  | 'amount_of_several'
  | 'lot_not_said'
  | 'time_of_day'
  | 'no_offset'
  | 'shortened'
  | 'further';

/** What did not come in, by its member. */
export interface ImportLoss {
  /** `awards.value`; the number of an item in its list is left out. */
  field: string;
  reason: LossReason;
  count: number;
}

/** Members that are named; the names are the file's, and nobody reads more. What is beyond is counted together. */
const MOST = 500;
/** Longest name of a member. */
const MOST_LETTERS = 200;

/** Counts what is left out, each member and reason once. */
export class ImportLosses {
  private readonly counts = new Map<string, ImportLoss>();

  constructor(losses: readonly ImportLoss[] = []) {
    this.addLosses(losses);
  }

  add(field: string, reason: LossReason, count = 1): void {
    const name = field.slice(0, MOST_LETTERS);
    const key = JSON.stringify([reason, name]);
    const known = this.counts.get(key);
    if (known) known.count += count;
    else if (this.counts.size < MOST) this.counts.set(key, { field: name, reason, count });
    else if (reason === 'further') this.counts.set(key, { field: '', reason, count });
    else this.add('', 'further', count);
  }

  addLosses(losses: readonly ImportLoss[]): void {
    for (const { field, reason, count } of losses) this.add(field, reason, count);
  }

  /** In one order. */
  list(): ImportLoss[] {
    const toKey = ({ field, reason }: ImportLoss): string => `${field} ${reason}`;
    return [...this.counts.values()].sort((a, b) => (toKey(a) < toKey(b) ? -1 : 1));
  }
}
