import { Injectable } from '@nestjs/common';
import type { Reader } from '../../../kernel/database/reader.js';
import type { ClockedPayment } from '../../tenders/reads/payment-deadlines.view.js';

export type PaymentsOf = (reader: Reader, contracts: readonly string[]) => Promise<Map<string, ClockedPayment[]>>;

/** By when what follows a contract is to be agreed on, and when it was. */
export interface PlanDue {
  signed: string;
  due: string;
  agreed: string | null;
}
export type PlanDueOf = (reader: Reader, contract: string) => Promise<PlanDue | null>;

/** What rooms that come after this one know of days on which the law, or good order, makes something due under a contract. */
@Injectable()
export class ContractClocks {
  private paymentsOf: PaymentsOf | null = null;
  private planOf: PlanDueOf | null = null;

  contribute(payments: PaymentsOf): void {
    if (this.paymentsOf !== null) throw new Error('The payments of contracts are spoken for twice');
    this.paymentsOf = payments;
  }

  contributePlan(due: PlanDueOf): void {
    if (this.planOf !== null) throw new Error('The plans of contracts are spoken for twice');
    this.planOf = due;
  }

  async plan(reader: Reader, contract: string): Promise<PlanDue | null> {
    return (await this.planOf?.(reader, contract)) ?? null;
  }

  async payments(reader: Reader, contract: string): Promise<ClockedPayment[]> {
    return (await this.paymentsOf?.(reader, [contract]))?.get(contract) ?? [];
  }
}
