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
export type PlanDuesOf = (reader: Reader, contracts: readonly string[]) => Promise<Map<string, PlanDue>>;

/** What rooms that come after this one know of days on which the law, or good order, makes something due under a contract. */
@Injectable()
export class ContractClocks {
  private paymentsOf: PaymentsOf | null = null;
  private plansOf: PlanDuesOf | null = null;

  contribute(payments: PaymentsOf): void {
    if (this.paymentsOf !== null) throw new Error('The payments of contracts are spoken for twice');
    this.paymentsOf = payments;
  }

  contributePlans(dues: PlanDuesOf): void {
    if (this.plansOf !== null) throw new Error('The plans of contracts are spoken for twice');
    this.plansOf = dues;
  }

  async plans(reader: Reader, contracts: readonly string[]): Promise<Map<string, PlanDue>> {
    return contracts.length === 0 ? new Map() : ((await this.plansOf?.(reader, contracts)) ?? new Map());
  }

  async payments(reader: Reader, contracts: readonly string[]): Promise<Map<string, ClockedPayment[]>> {
    return contracts.length === 0 ? new Map() : ((await this.paymentsOf?.(reader, contracts)) ?? new Map());
  }
}
