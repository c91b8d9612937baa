import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transactions.js';
import type { LockedTender, LotRow, NoticeText } from './projection.js';
import type { DerivedTender } from './purchase.rules.js';
import type { TenderFact } from './purchase.types.js';

/** What a recording of a tender's facts led to, handed to modules further down in the same transaction. */
export interface RecordedTender {
  tender: LockedTender;
  lots: readonly LotRow[];
  derived: DerivedTender;
  facts: readonly TenderFact[];
  added: readonly TenderFact[];
  /** How strictly the step must refuse: a person's fact that contradicts is refused, a published file is kept as it is. */
  lenient: boolean;
  text: NoticeText;
  /** Ids that contracts of these lots must get. */
  contractIds: Readonly<Record<number, string>>;
}
export type RecordingStep = (tx: Tx, recorded: RecordedTender) => Promise<void>;

/** Steps that other modules take when facts of a tender are recorded: contracts follow from them. */
@Injectable()
export class RecordingSteps {
  private readonly steps: RecordingStep[] = [];

  contribute(step: RecordingStep): void {
    this.steps.push(step);
  }

  async take(tx: Tx, recorded: RecordedTender): Promise<void> {
    for (const step of this.steps) await step(tx, recorded);
  }
}
