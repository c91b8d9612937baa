import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/database/transactions.js';

export type DraftStep = (tx: Tx, tender: string) => Promise<void>;

/**
 * Steps that modules further down take in the transaction that submits a draft (the rules are asked what they find) or
 * issues it (its bids get the keys they are sealed to).
 */
@Injectable()
export class DraftSteps {
  private readonly steps: DraftStep[] = [];
  private readonly atIssue: DraftStep[] = [];

  contribute(step: DraftStep): void {
    this.steps.push(step);
  }

  /** The same for the transaction that issues the documents. */
  contributeToIssue(step: DraftStep): void {
    this.atIssue.push(step);
  }

  async issued(tx: Tx, tender: string): Promise<void> {
    for (const step of this.atIssue) await step(tx, tender);
  }

  async submitted(tx: Tx, tender: string): Promise<void> {
    for (const step of this.steps) await step(tx, tender);
  }
}
