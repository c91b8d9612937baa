import { Injectable } from '@nestjs/common';
import type { Tx } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import type { LockedSurvey } from './survey.subject.js';

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

  /**
   * What is asked, and the codes, are in the hands of who may still ask: not of an evaluator that was replaced, nor of one of its
   * people who is tied.
   *
   * @throws Problem `evaluator_tied`
   */
  async assertMayAsk(tx: Tx, { contractId, runnerId, buyerId, supplierId }: LockedSurvey): Promise<void> {
    const runners = await this.listRunners(tx, { id: contractId, buyer_id: buyerId, supplier_id: supplierId });
    if (!runners.includes(runnerId)) throw new Problem('evaluator_tied');
  }
}
