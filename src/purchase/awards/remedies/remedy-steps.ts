import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../kernel/database/transactions.js';

/**
 * What may change the result of a tender, or of one of its lots: a challenge in scope that has arrived or was upheld, or the
 * decision on a complaint that a contract is to be rescinded.
 */
export interface Disputed {
  tender: string;
  lot: string | null;
  kind: 'challenge' | 'complaint';
  id: string;
}
export type RemedyStep = (tx: Tx, disputed: Disputed) => Promise<void>;

/** Steps that modules further down take then: contracts are halted (Regulation article 54, Order 94 article 32). */
@Injectable()
export class RemedySteps {
  private readonly steps: RemedyStep[] = [];

  contribute(step: RemedyStep): void {
    this.steps.push(step);
  }

  async notifySteps(tx: Tx, disputed: Disputed): Promise<void> {
    for (const step of this.steps) await step(tx, disputed);
  }
}
