import { Injectable } from '@nestjs/common';
import type { BulkColumn } from '../columns.js';
import { BulkFacts } from './bulk-facts.js';
import { FACT_COLUMNS } from './fact-columns.js';

type FactRow = ReturnType<BulkFacts['toBody']>;

/** Columns of a fact of a contract: of which contract, where it was read, and what a fact of its kind says. */
const listFactColumns = (required: readonly string[], ...optional: readonly string[]): BulkColumn[] => {
  const source = ['sourceKind', 'sourceUrl', 'sourcePublishedOn'];
  const keys = [...required, ...optional, ...source];
  return keys.flatMap((key) => {
    const column = FACT_COLUMNS.find((each) => each.key === key);
    return column === undefined ? [] : [{ ...column, required: required.includes(key) }];
  });
};

/** Milestones of contracts that are kept elsewhere: their facts, without a column for the kind. */
@Injectable()
export class BulkMilestones extends BulkFacts {
  override readonly subject = 'contract';
  override readonly about = 'name';
  override readonly columns = listFactColumns(['contract', 'reference', 'name'], 'dueOn', 'doneOn', 'final');

  override toBody(request: Record<string, unknown>): FactRow {
    return super.toBody({ ...request, kind: 'milestone' });
  }
}

/** What was paid under contracts that are kept elsewhere. */
@Injectable()
export class BulkPayments extends BulkFacts {
  override readonly subject = 'contract';
  override readonly about = 'on';
  override readonly columns = listFactColumns(['contract', 'reference', 'on'], 'amount');

  override toBody(request: Record<string, unknown>): FactRow {
    return super.toBody({ ...request, kind: 'payment' });
  }
}
