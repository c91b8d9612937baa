import type { Principal } from '../../../kernel/access/principal.js';
import { guard, subject, type Fact, type Root } from '../../../kernel/actions/action.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import {
  lockContract,
  mustBeHere,
  type ConductedContract,
} from '../../../purchase/contracts/conducted/conducted-contract.js';
import { REPORTED } from '../../delivery/records/served-contract.js';
import { guardInterest } from '../../../purchase/tenders/oversight/interest.js';
import { loadPaymentMoney, type ContractMoney } from '../contract-money.js';
import { permissionsOnInvoice } from '../invoices/invoice.subject.js';
import { toParties } from '../paid-contract.js';
import { findUnlawfulGround, type RefusalGround } from '../refusal.rules.js';
import { Settlement } from './settlement.entity.js';
import { settlementLifecycle, type SettlementState } from './settlement.lifecycle.js';
import type { SettledItem } from './settlement.rules.js';

/** A locked settlement with its contract. */
export interface LockedSettlement extends Root<SettlementState> {
  contract: ConductedContract;
  no: number;
  periodTo: PlainDate;
  items: SettledItem[];
}

/**
 * States of a contract of which a period is settled. What was rescinded is no contract: what it leaves owed is a matter of the
 * decision, or of the courts.
 */
export const SETTLED_IN: readonly string[] = REPORTED.filter((state) => state !== 'rescinded');

const loadSettledMoney: Fact<LockedSettlement, ContractMoney> = ({ tx, root }) =>
  loadPaymentMoney(tx.manager, root.contract.id);

/** What each party may do with a settlement, by its own seat: a person of the buyer confirms, the agency proposes. */
export const permissionsOnSettlement = (
  caller: Pick<Principal, 'seats'> & { isPerson: boolean },
  parties: { buyer: string | null; supplier: string },
): Set<string> =>
  new Set(
    [...permissionsOnInvoice(caller, parties)].filter(
      (permission) => caller.isPerson || permission === 'invoice.submit',
    ),
  );

/** Contract before settlement, and settlement before instalment: the order of every lock. */
async function lockSettlement(tx: Tx, contractId: string, id: string): Promise<LockedSettlement> {
  const contract = mustBeHere(await lockContract(tx, contractId, undefined));
  const [row] = await tx.query<Omit<LockedSettlement, 'contract'>>(
    `SELECT id, version, state, no, period_to::text AS "periodTo", items FROM settlement WHERE id = $1 AND contract_id = $2 FOR NO KEY UPDATE`,
    [id, contractId],
  );
  if (!row) throw new Problem('not_found');
  return { ...row, contract };
}

/** A settlement is proposed by the agency, and confirmed or returned by the buyer. */
export const settlementSubject = subject<LockedSettlement, 'contracts/:id/settlements/:settlement', Settlement>({
  lifecycle: settlementLifecycle,
  path: 'contracts/:id/settlements/:settlement',
  entity: Settlement,
  permit: 'contract.read',
  refuses: ['conducted_elsewhere'],
  lock: (tx, { id, settlement }) => lockSettlement(tx, id, settlement),
  heldBy: ({ principal }, { contract }) =>
    Promise.resolve(
      permissionsOnSettlement(
        { seats: principal.seats, isPerson: principal.kind === 'user' },
        { buyer: contract.buyer_id, supplier: contract.supplier_id },
      ),
    ),
  audience: ({ contract }) => toParties(contract),
  eventData: ({ contract, no }) => ({ contract: contract.id, no }),
  guards: {
    ...guardInterest<LockedSettlement>(({ root }) => [root.contract.supplier_id]),
    contract_not_running: guard({}, (_, { root: { contract } }) =>
      SETTLED_IN.includes(contract.state) ? null : { facts: { state: contract.state } },
    ),
    reason_not_lawful: guard<LockedSettlement, { ground?: RefusalGround }, { money: ContractMoney }>(
      { money: loadSettledMoney },
      ({ money }, { given, today }) => findUnlawfulGround(money, given.ground, today),
    ),
  },
});
