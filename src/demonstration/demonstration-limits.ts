import { Injectable } from '@nestjs/common';
import { SYSTEM } from '../kernel/access/principal.js';
import { Transactions } from '../kernel/database/transactions.js';
import type { ThresholdKind } from '../law/rules/limits/reach.rules.js';
import { ThresholdsService } from '../law/rules/thresholds.service.js';
import { PROVINCE } from './regions.js';

/** Of the invented province; they are the law of no place. */
const AMOUNTS: readonly [ThresholdKind, string][] = [
  ['procurement', '50000.00'],
  ['open_tender', '2000000.00'],
];
const SOURCE = '演示数据：虚构的N省政府集中采购目录及采购限额标准';

/** States from which amounts on purchases of the invented province are of the law of procurement, and tendered openly. */
@Injectable()
export class DemonstrationLimits {
  constructor(
    private readonly transactions: Transactions,
    private readonly thresholds: ThresholdsService,
  ) {}

  /** Once: a province of which a purchase limit is on record keeps what it has. */
  async state(): Promise<void> {
    const stated = await this.transactions.run(SYSTEM, (tx) =>
      tx.query(`SELECT 1 FROM open_tender_threshold WHERE region = $1 AND kind = 'procurement' LIMIT 1`, [PROVINCE]),
    );
    if (stated.length > 0) return;
    for (const [kind, amount] of AMOUNTS)
      for (const level of ['provincial', 'below_provincial'] as const)
        await this.thresholds.add(SYSTEM, {
          kind,
          region: PROVINCE,
          level,
          object: 'services',
          amount,
          effectiveFrom: '2015-01-01',
          source: SOURCE,
          confidence: 'POLICY',
        });
  }
}
