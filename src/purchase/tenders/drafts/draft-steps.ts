import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../kernel/database/transactions.js';

/** `agent`: who acts for the buyer from now on, if anybody. */
export type MandateStep = (tx: Tx, tender: string, agent: string | null) => Promise<void>;
/** `remedy`: the complaint that was decided. */
export type DecisionStep = (tx: Tx, tender: string, remedy: string | undefined) => Promise<void>;
export type DraftStep = (tx: Tx, tender: string) => Promise<void>;

/**
 * Steps that modules further down take in the transaction that submits a draft (the rules are asked what they find) or
 * issues it (its bids get the keys they are sealed to).
 */
@Injectable()
export class DraftSteps {
  private readonly steps: DraftStep[] = [];
  private readonly atIssue: DraftStep[] = [];
  private readonly atDecision: DecisionStep[] = [];
  private readonly atMandate: MandateStep[] = [];

  contribute(step: DraftStep): void {
    this.steps.push(step);
  }

  /** The same for the transaction that issues the documents. */
  contributeToIssue(step: DraftStep): void {
    this.atIssue.push(step);
  }

  async runIssueSteps(tx: Tx, tender: string): Promise<void> {
    for (const step of this.atIssue) await step(tx, tender);
  }

  /** The same for the transaction in which a decision ends a tender that was suspended. */
  contributeToDecision(step: DecisionStep): void {
    this.atDecision.push(step);
  }

  async runDecisionSteps(tx: Tx, tender: string, remedy: string | undefined): Promise<void> {
    for (const step of this.atDecision) await step(tx, tender, remedy);
  }

  /** The same for the transaction in which a mandate begins or ends. */
  contributeToMandate(step: MandateStep): void {
    this.atMandate.push(step);
  }

  async runMandateSteps(tx: Tx, tender: string, agent: string | null): Promise<void> {
    for (const step of this.atMandate) await step(tx, tender, agent);
  }

  async runSubmissionSteps(tx: Tx, tender: string): Promise<void> {
    for (const step of this.steps) await step(tx, tender);
  }
}
