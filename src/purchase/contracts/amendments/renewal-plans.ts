import { Injectable } from '@nestjs/common';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Tx } from '../../../kernel/database/transactions.js';

/** What an agreed plan says of the renewal of a contract. */
export interface PlannedRenewal {
  plan: string;
  /** First day of the service under the award: the years of the announced term count from it. */
  first: PlainDate;
  window: { start: PlainDate; end: PlainDate };
  lines: string[];
  /** The programme of the budget line that assures it. */
  programme: string | null;
}
export type PlannedRenewalOf = (tx: Tx, contract: string) => Promise<PlannedRenewal | null>;

/** What is planned of a contract is known to a room that comes after this one. */
@Injectable()
export class RenewalPlans {
  private planned: PlannedRenewalOf | null = null;

  contribute(planned: PlannedRenewalOf): void {
    if (this.planned !== null) throw new Error('Renewals are planned twice');
    this.planned = planned;
  }

  async loadPlannedRenewal(tx: Tx, contract: string): Promise<PlannedRenewal | null> {
    return (await this.planned?.(tx, contract)) ?? null;
  }
}
