import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transactions.js';

/** A challenge in scope has arrived that may change the result of a tender, or of one of its lots. */
export interface Disputed {
  tender: string;
  lot: string | null;
  challenge: string;
}
export type RemedyStep = (tx: Tx, disputed: Disputed) => Promise<void>;

/** Steps that modules further down take on receipt of a challenge: contracts are halted (Regulation article 54). */
@Injectable()
export class RemedySteps {
  private readonly steps: RemedyStep[] = [];

  contribute(step: RemedyStep): void {
    this.steps.push(step);
  }

  async disputed(tx: Tx, disputed: Disputed): Promise<void> {
    for (const step of this.steps) await step(tx, disputed);
  }
}
