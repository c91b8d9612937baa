import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../kernel/database/transactions.js';
import type { ConductedContract } from './conducted-contract.js';

/** What modules further down do when something becomes of a contract that goes on here. */
export interface ContractStep {
  /** The contract is locked and stands as it did: what the clock has decided until now is written down. */
  before?: (tx: Tx, contract: ConductedContract) => Promise<void>;
  /** An action was done. */
  after?: (tx: Tx, contract: string, action: string) => Promise<void>;
}

/** Milestones follow the content that both parties have signed, and whether the contract runs. */
@Injectable()
export class ContractSteps {
  private readonly steps: ContractStep[] = [];

  contribute(step: ContractStep): void {
    this.steps.push(step);
  }

  async runBeforeSteps(tx: Tx, contract: ConductedContract): Promise<void> {
    for (const step of this.steps) await step.before?.(tx, contract);
  }

  async runAfterSteps(tx: Tx, contract: string, action: string): Promise<void> {
    for (const step of this.steps) await step.after?.(tx, contract, action);
  }
}
