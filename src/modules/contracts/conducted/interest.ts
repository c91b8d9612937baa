import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Tx } from '../../../platform/database/transactions.js';
import { LifecycleRegistry } from '../../../platform/lifecycle/registry.js';
import { ruleOf } from '../../rules/rule-book.js';
import { refusedBy } from '../../tenders/conducted/issue.rules.js';

/** The supplier of the contract that something belongs to; null where the id is none of its kind. */
export type SupplierOf = (tx: Tx, id: string) => Promise<string | null>;

/**
 * Regulation article 9: nobody finds, accepts or pays for the buyer what a body delivers in which they sit. Each room says
 * whose its own objects are.
 */
@Injectable()
export class InterestGuard implements OnModuleInit {
  private readonly suppliers: SupplierOf[] = [];

  constructor(private readonly registry: LifecycleRegistry) {}

  onModuleInit(): void {
    this.registry.contribute('acts_with_interest', async (tx, id) => {
      for (const supplierOf of this.suppliers) {
        const supplier = await supplierOf(tx, id);
        if (supplier !== null && (await hasInterest(tx, supplier))) return refusedBy(ruleOf('RECUSE-3Y'), []);
      }
      return null;
    });
  }

  contribute(supplierOf: SupplierOf): void {
    this.suppliers.push(supplierOf);
  }
}

/** Whether the caller sits in a body, or whoever holds the key that calls: a program does what its holder may. */
export async function hasInterest(tx: Tx, body: string): Promise<boolean> {
  if (tx.principal.seats.some((seat) => seat.organisation === body)) return true;
  if (tx.principal.kind !== 'api_key') return false;
  const rows = await tx.query(
    `SELECT FROM seat s JOIN api_key k ON k.holder_id = s.user_id WHERE k.id = $1 AND s.organisation_id = $2`,
    [tx.principal.id, body],
  );
  return rows.length > 0;
}
