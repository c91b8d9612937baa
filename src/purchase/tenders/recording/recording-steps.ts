import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../kernel/database/transactions.js';
import type { OpenTender } from '../open-tender.js';
import type { DerivedTender } from '../purchases/purchase.rules.js';
import type { TenderFact } from '../purchases/purchase-types.js';

/** A tender whose record changed, and what follows, handed to modules further down in the same transaction. */
export interface ChangedTender extends OpenTender {
  derived: DerivedTender;
  /** Its facts before the change. */
  before: readonly TenderFact[];
  /** Places in the request of the facts that are new, by their ids. */
  given: ReadonlyMap<string, string>;
  /** How strictly the step must refuse: a person's fact that contradicts is refused, a published file is kept as it is. */
  lenient: boolean;
  /** Ids that contracts of these lots must get. */
  contractIds: Readonly<Record<number, string>>;
}
export type RecordingStep = (tx: Tx, changed: ChangedTender) => Promise<void>;

/** Steps that other modules take when a tender's record changes: contracts follow from it. */
@Injectable()
export class RecordingSteps {
  private readonly steps: RecordingStep[] = [];

  contribute(step: RecordingStep): void {
    this.steps.push(step);
  }

  async take(tx: Tx, changed: ChangedTender): Promise<void> {
    for (const step of this.steps) await step(tx, changed);
  }
}
