import { Injectable } from '@nestjs/common';
import type { Tx } from '../../kernel/database/transactions.js';

/** Bodies that may put questions to the recipients of a contract. */
export type RunnersOf = (tx: Tx, contract: string) => Promise<string[]>;

/**
 * Who may run a survey of a contract: its buyer, and whoever another room says was appointed to evaluate it. Never the
 * agency, whatever anybody says: it is asked about (a sample is drawn by the buyer or the evaluator).
 */
@Injectable()
export class SurveyRunners {
  private readonly others: RunnersOf[] = [];

  contribute(others: RunnersOf): void {
    this.others.push(others);
  }

  async listRunners(
    tx: Tx,
    contract: { id: string; buyer_id: string | null; supplier_id: string | null },
  ): Promise<string[]> {
    const bodies = new Set(contract.buyer_id === null ? [] : [contract.buyer_id]);
    for (const others of this.others) for (const body of await others(tx, contract.id)) bodies.add(body);
    return [...bodies].filter((body) => body !== contract.supplier_id);
  }
}
