import { Injectable, type OnModuleInit } from '@nestjs/common';
import { guard, type Fact, type GuardView } from '../../kernel/actions/action.js';
import { ActionEngine } from '../../kernel/actions/engine.js';
import type { ProblemDetails, FieldError } from '../../kernel/errors/problem.js';
import type { Text } from '../../kernel/errors/texts.js';
import { formatYuan, parseYuan } from '../../kernel/money/money.js';
import { acceptanceSubject, type LockedAcceptance } from '../acceptance/acceptance.subject.js';
import { loadChange } from '../../purchase/contracts/amendments/change.js';
import type { ConductedContract, LockedContract } from '../../purchase/contracts/conducted/conducted-contract.js';
import { contractSubject } from '../../purchase/contracts/conducted/contract.subject.js';
import type { CloseUnperformedDto } from '../../purchase/contracts/ending/ending.dto.js';
import type { PayDto } from './actions/pay-instalment.js';
import { computeExcess, loadPaymentMoney, sumPaidAmounts, type ContractMoney } from './contract-money.js';
import { Payees } from './payees.js';
import { listEarlierPayments, type EarlierPayment } from './schedule/paid.queries.js';
import { listChangedInstalments } from './schedule/instalment-standing.js';
import { loadOwedSettlements } from './settlements/owed-settlements.js';
import { loadUnsettledSum } from './settlements/unsettled-sum.js';
import { paymentSubject, type LockedPayment } from './payment.subject.js';

/** The account that the supplier of the contract has stated; what it was given stands in no answer. */
const findStatedAccount: Fact<LockedPayment, { pseudonym: string; masked: string } | null> = async ({ tx, root }) => {
  const [row] = await tx.query<{ pseudonym: string; masked: string }>(
    `SELECT pseudonym, masked FROM payee_account WHERE organisation_id = $1`,
    [root.contract.supplier_id],
  );
  return row ?? null;
};

const loadContractMoney: Fact<ConductedContract, ContractMoney> = ({ tx, root }) =>
  loadPaymentMoney(tx.manager, root.id);

const loadEarlierPayments: Fact<ConductedContract, EarlierPayment[]> = ({ tx, root }) =>
  listEarlierPayments(tx.manager, root.id);

/** What was paid here has come back with its instalments; what was paid before as far as it is named. */
function refuseKeptPayments(
  money: ContractMoney,
  earlier: readonly EarlierPayment[],
  returned: readonly string[],
): ProblemDetails | null {
  const ids = returned.map((id) => id.toLowerCase());
  const kept = earlier.filter(({ fact }) => !ids.includes(fact));
  const back = earlier.reduce((sum, { fact, amount }) => sum + (ids.includes(fact) ? BigInt(amount) : 0n), 0n);
  const paid = sumPaidAmounts(money) - back;
  const errors: FieldError[] = ids.flatMap((id, i) =>
    earlier.some(({ fact }) => fact === id)
      ? []
      : [{ pointer: `/returned/${i}`, code: 'not_found', text: NOT_EARLIER }],
  );
  if (kept.length > 0) errors.push({ pointer: '/returned', code: 'required', text: NAME_EARLIER });
  if (paid <= 0n && errors.length === 0) return null;
  const before = kept.map(({ amount, ...payment }) => ({ ...payment, amount: formatYuan(amount) }));
  return {
    facts: { paid: formatYuan(paid), ...(before.length > 0 && { before }) },
    ...(errors.length > 0 && { errors }),
  };
}
const NOT_EARLIER: Text = { en: 'No payment from before the contract went on here', zh: '不是合同接管前已付的款项' };
const NAME_EARLIER: Text = {
  en: 'What was paid before the contract went on here is named once it has come back',
  zh: '合同接管前已付的款项，收回后请在此列明',
};

/** Fen of recorded work that no settlement counts yet. */
const loadSumToSettle: Fact<ConductedContract, bigint> = async ({ tx, root, load }) =>
  loadUnsettledSum(tx.manager, root.id, await load(loadContractMoney));

/** Fen that confirmed settlements leave owed. */
const loadAcceptedMoney: Fact<LockedAcceptance, { settled: bigint }> = async ({ tx, root }) => ({
  settled: await loadOwedSettlements(tx, root.contract),
});

/** Guards that ask of the money of a contract, and the one of an instalment that needs a key to recognise an account. */
@Injectable()
export class PaymentGuards implements OnModuleInit {
  constructor(
    private readonly engine: ActionEngine,
    private readonly payees: Payees,
  ) {}

  onModuleInit(): void {
    this.engine.contribute(paymentSubject, {
      // The account is the supplier's own word, never the payer's.
      payee_unstated: guard({ findStatedAccount }, ({ findStatedAccount: stated }, { root }) =>
        stated === null ? { facts: { supplier: root.contract.supplier_id } } : null,
      ),
      payee_differs: guard({ findStatedAccount }, (facts, { given }: GuardView<LockedPayment, PayDto>) => {
        const stated = facts.findStatedAccount;
        if (stated === null || this.payees.is(stated.pseudonym, given.account)) return null;
        return { facts: { account: stated.masked } };
      }),
    });
    this.engine.contribute(acceptanceSubject, {
      // Order 802 article 9: a sum that both have confirmed is owed, but for what the agency's own records have taken back since.
      accepted_below_settled: guard(
        { loadAcceptedMoney },
        ({ loadAcceptedMoney: { settled } }, { given }: GuardView<LockedAcceptance, { acceptedAmount?: string }>) =>
          given.acceptedAmount === undefined || parseYuan(given.acceptedAmount) >= settled
            ? null
            : { facts: { settled: formatYuan(settled) } },
      ),
    });
    this.engine.contribute(contractSubject, {
      // Every instalment is paid or given up, and together they come to what was accepted; of what is paid by the unit also all that is
      // recorded was settled, once nothing is to come back. What was settled came to it then: since then money may have come back.
      payments_open: guard({ loadContractMoney, loadSumToSettle }, (facts, { root }) => {
        const { loadContractMoney: money } = facts;
        const open = money.payments.filter(
          ({ dropped, state }) => !dropped && state !== 'paid' && state !== 'cancelled',
        );
        const paid = sumPaidAmounts(money);
        const isPast = root.state === 'settled' || computeExcess(money) > 0n;
        const unsettled = isPast ? 0n : facts.loadSumToSettle;
        const complete = root.state === 'settled' || (paid >= money.owed && money.openSettlement === null);
        if (open.length === 0 && complete && unsettled === 0n) return null;
        return {
          facts: {
            open: open.map(({ no }) => no),
            paid: formatYuan(paid),
            accepted: formatYuan(money.owed),
            ...(unsettled > 0n && { unsettled: formatYuan(unsettled) }),
          },
        };
      }),
      paid_beyond_accepted: guard({ loadContractMoney }, ({ loadContractMoney: money }) => {
        const excess = computeExcess(money);
        if (excess === 0n) return null;
        const paid = formatYuan(sumPaidAmounts(money));
        return { facts: { excess: formatYuan(excess), paid, accepted: formatYuan(money.owed) } };
      }),
      // A contract that was signed elsewhere and says nothing of payments would owe what nobody could ask for.
      payments_missing: guard({ loadContractMoney }, ({ loadContractMoney: { content, whole, paidBefore } }) =>
        (content?.payments.length ?? 0) > 0 || content?.price?.kind === 'units' || paidBefore >= whole
          ? null
          : { facts: { amount: formatYuan(whole), paid: formatYuan(paidBefore) } },
      ),
      payments_not_returned: guard(
        { loadContractMoney, loadEarlierPayments },
        (facts, { given }: GuardView<LockedContract, CloseUnperformedDto>) =>
          refuseKeptPayments(facts.loadContractMoney, facts.loadEarlierPayments, given.returned ?? []),
      ),
      // An amendment leaves the instalments as they are that were asked for, paid or given up, and what released them.
      instalment_requested: guard(
        { loadChange, loadContractMoney },
        ({ loadChange: change, loadContractMoney: money }) => {
          const changed = listChangedInstalments(money, change);
          return changed.length === 0
            ? null
            : { facts: { instalments: changed.map(({ share_no, state }) => ({ no: share_no, state })) } };
        },
      ),
    });
  }
}
