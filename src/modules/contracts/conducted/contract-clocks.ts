import { Injectable } from '@nestjs/common';
import type { Reader } from '../../../platform/database/reader.js';
import type { ClockedPayment } from '../../tenders/deadlines.view.js';

export type PaymentsOf = (reader: Reader, contracts: readonly string[]) => Promise<Map<string, ClockedPayment[]>>;

/** What rooms that come after this one know of days on which the law makes something due under a contract. */
@Injectable()
export class ContractClocks {
  private paymentsOf: PaymentsOf | null = null;

  contribute(payments: PaymentsOf): void {
    if (this.paymentsOf !== null) throw new Error('The payments of contracts are spoken for twice');
    this.paymentsOf = payments;
  }

  async payments(reader: Reader, contract: string): Promise<ClockedPayment[]> {
    return (await this.paymentsOf?.(reader, [contract]))?.get(contract) ?? [];
  }
}
