import { loadInvoiceSums } from '../../../care/payments/invoices/invoice-sums.js';
import type { Reader } from '../../../kernel/database/reader.js';
import type { Text } from '../../../kernel/errors/texts.js';
import { withStep } from '../task-parts.js';
import type { TaskDetail } from '../told/task-titles.js';

interface Row {
  kind: string;
  id: string;
  title: TaskDetail | null;
}

const TO_VOID: Text = {
  en: ', with which nothing is owed any more: to be voided',
  zh: '（所属款项已不再应付，应作废）',
};
const TO_RETURN: Text = { en: ', not for what is payable: to be returned', zh: '（金额与应付金额不符，应退回）' };
const TO_WITHDRAW: Text = {
  en: ', with which nothing is payable any more: to be withdrawn',
  zh: '（已无应付款项，应撤回）',
};

/** Leaves of each invoice the task of the step that its guards permit. */
export async function judgeInvoices<R extends Row>(reader: Reader, rows: readonly R[]): Promise<R[]> {
  const ids = rows.flatMap(({ kind, id }) => (kind === 'invoice' || kind === 'invoice_returned' ? [id] : []));
  if (ids.length === 0) return [...rows];
  const sums = await loadInvoiceSums(reader, ids);
  return rows.map((row) => {
    const sum = sums.get(row.id);
    if (sum === undefined) return row;
    if (row.kind === 'invoice_returned') return sum.payable === 0n ? withStep(row, 'withdraw', TO_WITHDRAW) : row;
    if (sum.state === 'accepted') return withStep(row, 'void', TO_VOID);
    return sum.amount === sum.payable ? row : withStep(row, 'return', TO_RETURN);
  });
}
