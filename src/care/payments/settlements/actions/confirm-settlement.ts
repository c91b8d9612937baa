import { action, guard, type Fact, type GuardView } from '../../../../kernel/actions/action.js';
import { invalid } from '../../../../kernel/http/validation.js';
import { IntegerBetween, Parts, TextUpTo } from '../../../../kernel/http/validation/fields.js';
import { formatYuan, parseYuan } from '../../../../kernel/money/money.js';
import { ReasonDto } from '../../../../people/accounts/reason.dto.js';
import { findUnitPrice } from '../../../../purchase/contracts/content/price.rules.js';
import { computeUnaskedSum, loadPaymentMoney } from '../../contract-money.js';
import { toParties } from '../../paid-contract.js';
import {
  chooseRemedy,
  computeDeduction,
  findOutdatedItems,
  reduceToRecords,
  sumAcceptedUnits,
  type SettledItem,
} from '../settlement.rules.js';
import { settlementSubject, type LockedSettlement } from '../settlement.subject.js';
import { countUnits, loadConfirmedSettlements } from '../settled.queries.js';
import { computeSettlementSums } from '../unit-cap.rules.js';

/** How many units of one item are accepted. */
class AcceptedUnitsDto {
  @IntegerBetween(1, 1000)
  no: number;
  /** Between none and what came since the last settlement. */
  @IntegerBetween(-1_000_000_000, 1_000_000_000)
  accepted: number;
  /** Why not all of them. */
  @TextUpTo(2000, 'optional')
  reason?: string | null;
}

/** What is taken off, and how often it happened. */
class DeductedDto {
  /** Number of the deduction in the contract. */
  @IntegerBetween(1, 1000)
  no: number;
  @IntegerBetween(1, 10_000)
  times: number;
}

/** Confirms the sum of a period: as it was proposed, but for what is said here. */
class ConfirmSettlementDto extends ReasonDto {
  /** Items of which not all units are accepted. */
  @Parts(() => AcceptedUnitsDto, { max: 50, unique: (item: AcceptedUnitsDto) => item.no, presence: 'not_null' })
  items?: AcceptedUnitsDto[];
  @Parts(() => DeductedDto, { max: 50, unique: (item: DeductedDto) => item.no, presence: 'not_null' })
  deductions?: DeductedDto[];
}

/** A part of what was counted, with the reason for the rest. @throws Problem `validation_failed` */
function assertAcceptedUnits({ root, given }: GuardView<LockedSettlement, ConfirmSettlementDto>): void {
  (given.items ?? []).forEach(({ no, accepted, reason }, i) => {
    const item = root.items.find((each) => each.no === no);
    if (!item)
      throw invalid(`/items/${i}/no`, 'not_found', { en: 'No item of the settlement', zh: '不是本次结算的项目' });
    const [least, most] = item.units < 0 ? [item.units, 0] : [0, item.units];
    if (accepted < least || accepted > most)
      throw invalid(`/items/${i}/accepted`, accepted > most ? 'too_large' : 'too_small', {
        en: `Between ${least} and ${most}`,
        zh: `应在 ${least} 至 ${most} 之间`,
      });
    if (accepted !== item.units && !reason)
      throw invalid(`/items/${i}/reason`, 'required', { en: 'Why not all of them', zh: '请说明未全部认可的理由' });
  });
}

/** In one settlement no more is taken off than the contract comes to. @throws Problem `validation_failed` */
function assertDeductedSum({ root: { contract }, given }: GuardView<LockedSettlement, ConfirmSettlementDto>): void {
  const { content } = contract;
  const deducted = computeDeduction(findUnitPrice(content)?.deductions ?? [], given.deductions ?? []);
  if (deducted > parseYuan(content.amount ?? '0'))
    throw invalid('/deductions', 'too_large', {
      en: `They come to ${formatYuan(deducted)}, more than the contract`,
      zh: `扣减合计 ${formatYuan(deducted)} 元，超过合同金额`,
    });
}

const acceptItems = (items: readonly SettledItem[], given: ConfirmSettlementDto['items'] = []): SettledItem[] =>
  items.map((item) => {
    const said = given.find(({ no }) => no === item.no);
    return said === undefined ? item : { ...item, accepted: said.accepted, reason: said.reason ?? null };
  });

/** What the records come to by now, up to the last day of the settlement. */
const countUnitsAgain: Fact<LockedSettlement, Map<number, number>> = ({ tx, root }) =>
  countUnits(tx.manager, root.contract.id, findUnitPrice(root.contract.content)?.items ?? [], root.periodTo);

/**
 * The instalment that follows from a settlement: invoiced, asked for and paid like any other. Of nothing there is none. Where the
 * minus of an earlier one was paid back already, more is owed than this settlement comes to: all that no instalment asks for ($2).
 */
const INSTALMENT = `
  INSERT INTO payment (contract_id, dataset, no, settlement_id, trigger, trigger_of, amount)
  SELECT s.contract_id, s.dataset, (SELECT coalesce(max(p.no), 0) + 1 FROM payment p WHERE p.contract_id = s.contract_id),
    s.id, 'settlement', s.no, greatest(s.total, $2::bigint)
  FROM settlement s WHERE s.id = $1 AND greatest(s.total, $2::bigint) > 0 RETURNING id, amount::text`;

export const confirmSettlement = action(settlementSubject, 'confirm', ConfirmSettlementDto, {
  operationId: 'confirmSettlement',
  summary: { en: 'Confirm the sum of a period; an instalment follows from it', zh: '确认结算金额，并形成一期付款' },
  check(view) {
    assertAcceptedUnits(view);
    assertDeductedSum(view);
  },
  needs: { countUnitsAgain },
  guards: {
    deduction_unknown: guard({}, (_, { root: { contract }, given }) => {
      const known = findUnitPrice(contract.content)?.deductions ?? [];
      const errors = (given.deductions ?? []).flatMap(({ no }, i) =>
        known.some((each) => each.no === no)
          ? []
          : [
              {
                pointer: `/deductions/${i}/no`,
                code: 'unknown_reference',
                text: { en: 'The contract does not name it', zh: '合同未约定该扣减项目' },
              },
            ],
      );
      return errors.length > 0 ? { errors } : null;
    }),
    settlement_outdated: guard<LockedSettlement, ConfirmSettlementDto, { countUnitsAgain: Map<number, number> }>(
      { countUnitsAgain },
      (facts, { root, given }) => {
        const items = findOutdatedItems(acceptItems(root.items, given.items), facts.countUnitsAgain);
        return items.length === 0 ? null : { facts: { items, action: chooseRemedy(items) } };
      },
    ),
  },
  async effect({ tx, principal, root, given, now }, facts) {
    const { contract } = root;
    const deductions = given.deductions ?? [];
    const items = reduceToRecords(acceptItems(root.items, given.items), facts.countUnitsAgain);
    const confirmed = await loadConfirmedSettlements(tx.manager, contract.id);
    const { units, deducted, carried, total } = computeSettlementSums(
      await loadPaymentMoney(tx.manager, contract.id),
      confirmed.sums,
      sumAcceptedUnits([...confirmed.settlements, { items }]),
      computeDeduction(findUnitPrice(contract.content)?.deductions ?? [], deductions),
    );
    return {
      set: {
        items,
        deductions: deductions.map(({ no, times }) => ({ no, times })),
        unitsTotal: units,
        deducted,
        carried,
        total,
        confirmedAt: now,
        confirmedBy: principal.id ?? '',
        reason: given.reason ?? null,
      },
      data: { total: formatYuan(total), deducted: formatYuan(deducted) },
    };
  },
  /** After the settlement, which the database holds to the amount of the contract. */
  async after({ tx, root: { id, contract } }) {
    const unasked = computeUnaskedSum(await loadPaymentMoney(tx.manager, contract.id));
    const made = await tx.query<{ id: string; amount: string }>(INSTALMENT, [id, unasked.toString()]);
    await tx.recordAll(
      made.map(({ id: payment, amount }) => ({
        ...toParties(contract),
        aggregate: 'payment',
        id: payment,
        action: 'scheduled',
        to: 'scheduled',
        data: { contract: contract.id, amount: formatYuan(amount), settlement: id },
      })),
    );
  },
});
