import { holdsPermission } from '../../../kernel/access/held.js';
import { minuteInShanghai, todayInShanghai } from '../../../kernel/clock/moment.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import {
  listContractTenants,
  lockContract,
  mustBeHere,
  type ConductedContract,
} from '../../../purchase/contracts/conducted/conducted-contract.js';

/** A contract under which services are recorded: it has begun, and what has ended may still be told of. */
export const RECORDED: readonly string[] = ['active', 'halted', 'delivered', 'terminated', 'rescinded'];

/** POLICY: by how much the clock of a telephone may run ahead. */
const FAST_CLOCK_MINUTES = 10;

export interface ServedContract {
  contract: ConductedContract;
  today: string;
  /** The first minute that lies ahead, `YYYY-MM-DDTHH:MM` in Asia/Shanghai. */
  ahead: string;
  /** The first and the last day on which it may have been carried out. */
  from: string;
  to: string;
}

/**
 * Locks a contract for the agency that carries it out: records of one contract are stored one request after another, so
 * that a token is taken once.
 */
export async function lockServedContract(tx: Tx, id: string): Promise<ServedContract> {
  return servedNow(tx, await lockSupplierContract(tx, id));
}

/** The same, whether or not anything is recorded under it any more. */
export async function lockSupplierContract(tx: Tx, id: string): Promise<ConductedContract> {
  const contract = mustBeHere(await lockContract(tx, id, undefined));
  if (!holdsPermission(tx.principal, 'service.record', [contract.supplier_id])) throw new Problem('not_permitted');
  return contract;
}

/** What is recorded now is held against this; refused before the contract has begun and once it was accepted. */
export async function servedNow(tx: Tx, contract: ConductedContract, states = RECORDED): Promise<ServedContract> {
  const now = await tx.now();
  const ahead = minuteInShanghai(new Date(now.getTime() + FAST_CLOCK_MINUTES * 60_000));
  return { contract, today: todayInShanghai(now), ahead, ...readServiceDays(contract, states) };
}

/** Something may have been recorded under it, and nothing is recorded any more. */
export const hasClosed = ({ state }: ConductedContract): boolean =>
  !NOT_BEGUN.includes(state) && !RECORDED.includes(state);
const NOT_BEGUN: readonly string[] = ['draft', 'signed', 'void'];

/** What was accepted may still be reported on. */
export const REPORTED: readonly string[] = [...RECORDED, 'accepted', 'part_accepted'];

/** The days on which a contract was carried out or is to be; refused before it has begun. */
export function readServiceDays(contract: ConductedContract, states = RECORDED): { from: string; to: string } {
  const days = findServiceDays(contract);
  if (!states.includes(contract.state) || days === null)
    throw new Problem('contract_not_running', { facts: { state: contract.state } });
  return days;
}

/** The same days, whatever its state; null where its content does not say them. */
export function findServiceDays(contract: ConductedContract): { from: string; to: string } | null {
  const { start: from, end } = contract.content.window;
  if (from === null || end === null) return null;
  const ended = contract.terminated_on;
  // What a round of acceptance found wanting is mended until its own day.
  const mended = contract.rectify_due_on;
  const last = mended !== null && mended > end ? mended : end;
  return { from, to: ended !== null && ended < last ? ended : last };
}

/** What a change under a contract says to its two parties, to who buys together with the buyer, and to who watches over them. */
export const toItsParties = (contract: ConductedContract) => ({
  dataset: contract.dataset,
  region: contract.region,
  tenants: listContractTenants(contract),
});
