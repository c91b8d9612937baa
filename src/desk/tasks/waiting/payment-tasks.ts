import type { Principal } from '../../../kernel/access/principal.js';
import type { Scope } from '../../../kernel/access/scope.js';
import type { Reader } from '../../../kernel/database/reader.js';
import type { Sql } from '../../../kernel/database/sql.js';
import type { Text } from '../../../kernel/errors/texts.js';
import {
  computeExcess,
  computeRoom,
  moneyOfAll,
  sumPaidAmounts,
  type ContractMoney,
} from '../../../care/payments/contract-money.js';
import { judgeInvoices } from './invoice-tasks.js';
import { loadUnsettledSum } from '../../../care/payments/settlements/unsettled-sum.js';
import { loadStandings, type InstalmentStanding } from '../../../care/payments/schedule/instalment-standing.js';
import { mayBeUnowedSql } from '../../../care/payments/schedule/paid.queries.js';
import { actsForBuyerSql, joinLawfulDaySql, steppedAtSql, withStep } from '../task-parts.js';
import type { TaskDetail } from '../told/task-titles.js';

const INSTALMENT = `jsonb_build_object('en', 'Instalment ' || p.no, 'zh', '第 ' || p.no || ' 期')`;

/**
 * Instalments to ask for, and those that were asked for, in case they are to be taken back. What the guards say of each is known behind
 * the statement alone (`judgePayments`). Only a person asks, who does not sit in the supplier.
 */
export function paymentTasks(sql: Sql, principal: Principal, scope: Scope): string[] {
  if (principal.kind !== 'user') return [];
  const mine = actsForBuyerSql(sql, scope, 'payment.request');
  return [
    `SELECT 'payment_request', p.id, ${INSTALMENT} || jsonb_build_object('step', 'payments/' || p.id || '/actions/request', 'rule', law.rule),
       'contract', c.id, c.title, law.due_on, p.since
     FROM payments_to_request p JOIN contracts c ON c.id = p.contract_id ${joinLawfulDaySql('contract', 'c.id', 'paid', "'payment:' || p.id")}
     WHERE ${mine}`,
    `SELECT 'payment_request', p.id, ${INSTALMENT} || jsonb_build_object('step', 'payments/' || p.id || '/actions/withdraw'),
       'contract', c.id, c.title, NULL::date, ${steppedAtSql('payment', 'p.id', ['request', 'approve', 'retry', 'reopen'], 'p.updated_at')}
     FROM payments p JOIN contracts c ON c.id = p.contract_id WHERE p.state IN ('due', 'approved') AND ${mine}
       AND ${mayBeUnowedSql('p.id')}`,
    // Before the contract is settled; whether nothing is left for it is known behind the statement alone.
    `SELECT 'contract_settlement', c.id, jsonb_build_object('part', p.id, 'step', 'payments/' || p.id || '/actions/cancel')
         || jsonb_build_object('en', 'Instalment ' || p.no || ' is not owed any more, and is to be given up first',
           'zh', '第 ' || p.no || ' 期款项已不再应付，需先取消'),
       'contract', c.id, c.title, NULL::date, ${steppedAtSql('contract', 'c.id', ['conclude_acceptance'], 'p.updated_at')}
     FROM payments p JOIN contracts c ON c.id = p.contract_id
     WHERE p.state = 'scheduled' AND NOT p.dropped AND c.conducted = 'here' AND c.state IN ('accepted', 'part_accepted')
       AND ${actsForBuyerSql(sql, scope, 'payment.approve')}`,
  ];
}

interface Row {
  kind: string;
  id: string;
  subject_id: string;
  title: TaskDetail | null;
  hidden?: boolean;
}
const JUDGED: readonly string[] = [
  ...['payment_request', 'payment_approval', 'payment_to_pay', 'payment_retry'],
  'invoice_due',
];

/** Leaves of each instalment the task of the step that its guards permit; of a contract of which more was paid than accepted, that of having it back. */
export async function judgePayments<R extends Row>(reader: Reader, rows: readonly R[]): Promise<R[]> {
  return judgeSettlements(reader, await judgeInvoices(reader, await judgeInstalments(reader, rows)));
}

/** What came after the last settlement is settled where something is owed for it. */
const isLate = ({ kind, title }: Row): boolean => kind === 'settlement_due' && title?.part === 'late';

async function judgeSettlements<R extends Row>(reader: Reader, rows: readonly R[]): Promise<R[]> {
  const contracts = rows.flatMap((row) => (row.kind === 'contract_settlement' || isLate(row) ? [row.id] : []));
  if (contracts.length === 0) return [...rows];
  const moneys = await moneyOfAll(reader, contracts);
  const unsettled = new Set<string>();
  for (const [id, money] of moneys) if ((await loadUnsettledSum(reader, id, money)) > 0n) unsettled.add(id);
  return rows.map((row) => {
    if (row.kind === 'contract_settlement' && row.title?.part !== undefined)
      return judgeSurplusInstalment(row, moneys.get(row.id));
    if (isLate(row)) return unsettled.has(row.id) ? row : { ...row, hidden: true };
    const money = row.kind === 'contract_settlement' ? moneys.get(row.id) : undefined;
    if (money === undefined) return row;
    // Nobody can ask for what is owed before both have confirmed the content: that is a task of its own.
    if (sumPaidAmounts(money) < money.owed) return { ...row, hidden: true };
    if (computeExcess(money) === 0n) return unsettled.has(row.id) ? withStep(row, null, TO_SETTLE) : row;
    const last = money.payments.findLast(({ state }) => state === 'paid');
    if (last === undefined) return row;
    if (row.title?.pays !== true) return { ...row, hidden: true };
    return withStep(row, `payments/${last.id}/actions/reverse`, TO_REVERSE);
  });
}

/** Of an instalment that nobody asks for: it is given up where what the others are asked for and paid leaves nothing for it. */
function judgeSurplusInstalment<R extends Row>(row: R, money: ContractMoney | undefined): R {
  const isOver = money !== undefined && computeRoom(money, row.title?.part ?? '') <= 0n;
  return isOver ? row : { ...row, hidden: true };
}

async function judgeInstalments<R extends Row>(reader: Reader, rows: readonly R[]): Promise<R[]> {
  const contracts = [...new Set(rows.flatMap((row) => (JUDGED.includes(row.kind) ? [row.subject_id] : [])))];
  if (contracts.length === 0) return [...rows];
  const standings = await loadStandings(reader, contracts);
  return rows.map((row) => {
    const standing = JUDGED.includes(row.kind) ? standings.get(row.id) : undefined;
    return standing === undefined ? row : judgePayment(row, standing);
  });
}

function judgePayment<R extends Row>(
  row: R,
  { state, isHeld, isMet, isPayable, isUsedUp, invoice }: InstalmentStanding,
): R {
  const hidden = { ...row, hidden: true };
  const isOwed = isMet && isPayable;
  switch (row.kind) {
    // An agency may invoice what a dispute holds back.
    case 'invoice_due':
      return isMet && !isUsedUp ? row : hidden;
    // What did not arrive is asked for anew whatever it waits for, up to what is left of the contract.
    case 'payment_retry':
      return isPayable ? row : withStep(row, 'withdraw', TO_WITHDRAW);
    case 'payment_request':
      if (isHeld) return hidden;
      if (state !== 'scheduled')
        return isOwed ? hidden : withStep(row, `payments/${row.id}/actions/withdraw`, TO_WITHDRAW);
      if (!isMet) return hidden;
      return isPayable ? row : withStep(row, `invoices/${invoice ?? ''}/actions/void`, TO_INVOICE);
    default:
      return isOwed && !isHeld ? row : hidden;
  }
}

/** Less is owed by now than was asked for. */
const TO_WITHDRAW: Text = { en: ', asked for and not owed any more', zh: '（已申请，现不应付，需撤回）' };
const TO_INVOICE: Text = { en: ', whose invoice is not for what is payable', zh: '（发票与应付金额不符，需作废重开）' };
/** It is the agency's to say what it comes to. */
const TO_SETTLE: Text = {
  en: 'work was recorded that no settlement counts yet',
  zh: '尚有已登记的服务未结算',
};
const TO_REVERSE: Text = {
  en: 'more was paid than accepted, and is to come back first',
  zh: '已付款超过验收认可金额，需先退回',
};
