import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../kernel/database/transactions.js';

/** What follows when a decision that bars the body is in force here, or was revoked. */
export type BarStep = (tx: Tx, organisation: string) => Promise<void>;

/** Steps that rooms further down take then: nobody is deemed to have been chosen who is barred. */
@Injectable()
export class BarSteps {
  private readonly steps: BarStep[] = [];

  contribute(step: BarStep): void {
    this.steps.push(step);
  }

  async notifySteps(tx: Tx, organisation: string): Promise<void> {
    for (const step of this.steps) await step(tx, organisation);
  }
}
