import { runPreparedStatement } from '../../../kernel/database/prepared.js';
import type { Reader } from '../../../kernel/database/reader.js';
import { idsSql } from '../../../kernel/database/sql.js';
import { moneyOfAll } from '../contract-money.js';
import type { InvoiceState } from './invoice.lifecycle.js';
import { computePayable } from './payable-sum.js';

/** An invoice beside what is payable of its instalment. Fen. */
export interface InvoiceSum {
  state: InvoiceState;
  amount: bigint;
  payable: bigint;
}

/** Of these invoices, by id, what each is for and what is payable. */
export async function loadInvoiceSums(reader: Reader, ids: readonly string[]): Promise<Map<string, InvoiceSum>> {
  const rows = await runPreparedStatement<{
    id: string;
    contract: string;
    payment: string;
    state: InvoiceState;
    amount: string;
  }>(
    reader,
    `SELECT i.id, i.contract_id AS contract, i.payment_id AS payment, i.state, i.amount::text AS amount FROM invoice i
     WHERE i.id = ANY (${idsSql('$1')})`,
    [ids],
  );
  const moneys = await moneyOfAll(reader, [...new Set(rows.map(({ contract }) => contract))]);
  return new Map(
    rows.flatMap(({ id, contract, payment: of, state, amount }): [string, InvoiceSum][] => {
      const money = moneys.get(contract);
      const payment = money?.payments.find((each) => each.id === of);
      if (money === undefined || payment === undefined) return [];
      return [[id, { state, amount: BigInt(amount), payable: computePayable(money, payment) }]];
    }),
  );
}
