import { Injectable } from '@nestjs/common';
import { holdsPermission } from '../../../../kernel/access/held.js';
import type { Principal } from '../../../../kernel/access/principal.js';
import { toScope } from '../../../../kernel/access/scope.js';
import { todayInShanghai } from '../../../../kernel/clock/moment.js';
import { Transactions } from '../../../../kernel/database/transactions.js';
import { DocumentReferences } from '../../../../kernel/documents/document-references.js';
import { Problem } from '../../../../kernel/errors/problem.js';
import { invalid } from '../../../../kernel/http/validation.js';
import { formatYuan, parseYuan } from '../../../../kernel/money/money.js';
import { lockContract, mustBeHere } from '../../../../purchase/contracts/conducted/conducted-contract.js';
import { loadPaymentMoney } from '../../contract-money.js';
import { toParties } from '../../paid-contract.js';
import {
  assertInvoiceDate,
  findDifference,
  findLivingInvoice,
  findNumberInUse,
  toInvoiceNumber,
} from '../invoice-checks.js';
import type { NewInvoiceDto } from '../invoice.dto.js';

/** Submits an invoice of the agency for one instalment of its contract. Answers its id. */
@Injectable()
export class SubmitInvoice {
  constructor(
    private readonly transactions: Transactions,
    private readonly documents: DocumentReferences,
  ) {}

  submit(principal: Principal, contractId: string, dto: NewInvoiceDto): Promise<string> {
    return this.transactions.run(principal, async (tx) => {
      const contract = mustBeHere(await lockContract(tx, contractId, undefined));
      if (!holdsPermission(principal, 'invoice.submit', [contract.supplier_id])) throw new Problem('not_permitted');
      const [payment] = await tx.query(
        `SELECT FROM payment WHERE id = $1 AND contract_id = $2 AND NOT dropped AND state <> 'cancelled'`,
        [dto.payment, contract.id],
      );
      if (!payment)
        throw invalid('/payment', 'not_found', { en: 'No instalment of this contract', zh: '不是本合同的付款期次' });
      const now = await tx.now();
      assertInvoiceDate(dto.issuedOn, todayInShanghai(now));
      const number = toInvoiceNumber(dto.number);
      const taken = await findNumberInUse(tx, contract.supplier_id, number);
      if (taken) throw new Problem('invoice_used', taken);
      const stands = await findLivingInvoice(tx, dto.payment);
      if (stands) throw new Problem('invoice_stands', stands);
      const amount = parseYuan(dto.amount);
      const differs = findDifference(await loadPaymentMoney(tx.manager, contract.id), dto.payment, amount);
      if (differs) throw new Problem('invoice_differs', differs);
      const [made] = await tx.query<{ id: string }>(
        `INSERT INTO invoice (dataset, contract_id, payment_id, supplier_id, number, amount, issued_on, received_at, submitted_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
        [
          contract.dataset,
          contract.id,
          dto.payment,
          contract.supplier_id,
          number,
          amount.toString(),
          dto.issuedOn,
          now,
          principal.id,
        ],
      );
      const id = made?.id ?? '';
      await this.documents.refer(tx, toScope(principal), 'invoice', id, dto.documents ?? [], '/documents');
      await tx.record({
        ...toParties(contract),
        aggregate: 'invoice',
        id,
        action: 'submitted',
        to: 'submitted',
        data: { contract: contract.id, payment: dto.payment, number, amount: formatYuan(amount) },
      });
      return id;
    });
  }
}
