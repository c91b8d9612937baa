import { Injectable } from '@nestjs/common';
import type { BulkKind } from './bulk-kind.js';
import type { BulkKindName } from './bulk-kind-names.js';
import { BulkContracts } from './kinds/bulk-contracts.js';
import { BulkFacts } from './kinds/bulk-facts.js';
import { BulkMilestones, BulkPayments } from './kinds/bulk-contract-facts.js';
import { BulkOrganisations } from './kinds/bulk-organisations.js';
import { BulkPurchases } from './kinds/bulk-purchases.js';
import { BulkRecipients } from './kinds/bulk-recipients.js';
import { BulkRecords } from './kinds/bulk-records.js';
import { BulkServiceLines } from './kinds/bulk-service-lines.js';
import { BulkWorkers } from './kinds/bulk-workers.js';

/** The kinds of rows that are taken in bulk. */
@Injectable()
export class BulkKinds {
  private readonly kinds: Readonly<Record<BulkKindName, BulkKind>>;

  constructor(
    organisations: BulkOrganisations,
    serviceLines: BulkServiceLines,
    purchases: BulkPurchases,
    facts: BulkFacts,
    contracts: BulkContracts,
    milestones: BulkMilestones,
    payments: BulkPayments,
    records: BulkRecords,
    recipients: BulkRecipients,
    workers: BulkWorkers,
  ) {
    this.kinds = {
      organisations,
      'service-lines': serviceLines,
      purchases,
      facts,
      contracts,
      milestones,
      payments,
      records,
      recipients,
      workers,
    };
  }

  get(name: BulkKindName): BulkKind {
    return this.kinds[name];
  }
}
