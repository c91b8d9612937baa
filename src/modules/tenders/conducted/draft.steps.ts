import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/database/transactions.js';

export type DraftStep = (tx: Tx, tender: string) => Promise<void>;

/** Steps that modules further down take in the transaction that submits a draft: the rules are asked what they find. */
@Injectable()
export class DraftSteps {
  private readonly steps: DraftStep[] = [];

  contribute(step: DraftStep): void {
    this.steps.push(step);
  }

  async submitted(tx: Tx, tender: string): Promise<void> {
    for (const step of this.steps) await step(tx, tender);
  }
}
