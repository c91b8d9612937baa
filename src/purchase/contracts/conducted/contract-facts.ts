import { SYSTEM } from '../../../kernel/access/principal.js';
import type { Transactions, Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { moveAward, moveLotHere, standingAward, type LotHere } from '../../awards/award-moves.js';
import { sayFacts } from '../../tenders/conducted/action-facts.js';
import { factsOfRoots, storeFacts } from '../../tenders/recording/facts-store.js';
import { isActive, indexOrigins } from '../../tenders/recording/facts-in-force.rules.js';
import type {
  ContractFactData,
  ContractFactKind,
  FactSource,
  TenderFactData,
} from '../../tenders/recording/fact-types.js';
import { projectNotices } from '../../tenders/notices/notice-projection.js';
import type { LockedTender } from '../../tenders/open-tender.js';
import type { ContractFact, TenderFact } from '../../tenders/purchases/purchase-types.js';
import type { RecordingService } from '../../tenders/recording/recording.service.js';
import type { ContractRoot } from './conducted-contract.js';
import { lotLinesSql } from '../../tenders/lots/lot-lines.queries.js';
import { touchTender } from '../../tenders/lots/lot-moves.js';

const HERE: FactSource = { kind: 'statement' };

/** What an action on a contract means, as a fact of the contract: risk, coverage and statistics read one record. */
export async function sayOfContract<K extends ContractFactKind>(
  tx: Tx,
  contract: ContractRoot,
  kind: K,
  data: ContractFactData[K],
): Promise<void> {
  await sayAllOfContract(tx, contract, [{ kind, data }]);
}

/** What is said of a contract, and the fact in whose place it stands from now on. */
export interface SaidOfContract<K extends ContractFactKind> {
  kind: K;
  data: ContractFactData[K];
  /** Where it stands; without it, this system's word. By a reference two facts of the same words are two. */
  source?: FactSource;
  instead?: { of: string; reason: string } | null;
}

/** The same of several at once; answers the ids of the facts in their order. */
export async function sayAllOfContract<K extends ContractFactKind>(
  tx: Tx,
  contract: ContractRoot,
  said: readonly SaidOfContract<K>[],
): Promise<string[]> {
  if (said.length === 0) return [];
  const existing = (await factsOfRoots<ContractFact>(tx.manager, [contract.id])).get(contract.id) ?? [];
  const facts = said.map(({ kind, data, source, instead }) => ({
    kind,
    lot: null,
    data: { ...data },
    source: source ?? HERE,
    replaces: instead?.of ?? null,
    reason: instead?.reason ?? null,
  }));
  const all = (await storeFacts(tx, { type: 'contract', id: contract.id }, facts, existing)) as ContractFact[];
  await projectNotices(tx, contract.tender_id, contract.id, all);
  return all.slice(-said.length).map(({ id }) => id);
}

/** The last fact of a kind that is in force; of one chain of corrections where its first is named. */
export async function findFactInForce(
  tx: Tx,
  contract: ContractRoot,
  kind: ContractFactKind,
  origin?: string,
): Promise<string | null> {
  const facts = (await factsOfRoots<ContractFact>(tx.manager, [contract.id])).get(contract.id) ?? [];
  const originOf = indexOrigins(facts);
  const hasOrigin = (fact: ContractFact): boolean => origin === undefined || originOf(fact.id) === origin;
  return facts.findLast((fact) => fact.kind === kind && isActive(fact) && hasOrigin(fact))?.id ?? null;
}

/** What the actions of this system alone say: the record of a purchase that is conducted elsewhere has no fields for it. */
const OWN_FIELDS: readonly string[] = ['priceKind', 'fixedPart', 'unitPrices', 'renewal'];
const toRecordedData = (data: TenderFactData['contract']): TenderFactData['contract'] =>
  Object.fromEntries(Object.entries(data).filter(([name]) => !OWN_FIELDS.includes(name)));

/**
 * What the signing or publication of a contract says of its tender. The record of a purchase conducted elsewhere follows
 * from its facts, by the system: neither party need be the one that keeps it.
 */
export async function sayOfTender(
  tx: Tx,
  deps: { transactions: Transactions; recording: RecordingService },
  contract: ContractRoot,
  data: TenderFactData['contract'],
  source: FactSource = HERE,
): Promise<void> {
  const { renewal_no: renewal } = contract;
  const [tender] = await tx.query<{ conducted: string; lot: number | null }>(
    `SELECT t.conducted, l.no AS lot FROM tender t LEFT JOIN lot l ON l.id = $2 WHERE t.id = $1`,
    [contract.tender_id, contract.lot_id],
  );
  if (!tender) throw new Problem('not_found');
  const { lot } = tender;
  if (tender.conducted === 'elsewhere') {
    const contractIds = lot === null ? {} : { [lot]: contract.id };
    // The notice of a contract says whose it is and for how much: what only a statement says is not public.
    const signed = source.kind === 'notice' ? await loadContractFact(tx, contract) : null;
    const said = toRecordedData({ ...signed?.data, ...data });
    const now = await tx.now();
    await deps.transactions.run(SYSTEM, (system) => {
      system.setTime(now);
      const fact = { kind: 'contract' as const, lot, data: said, source };
      return deps.recording.record(system, contract.tender_id, [fact], { contractIds, renewal });
    });
    return;
  }
  const signed = await loadContractFact(tx, contract);
  const facts = await sayFacts(tx, contract.tender_id, [
    {
      kind: 'contract',
      lot,
      // One contract is one fact: its notice says whose it is and for how much.
      data: { ...signed?.data, ...data, ...(renewal !== null && { renewal }) },
      source,
      ...(signed && { instead: { of: signed.id, reason: '合同公告' } }),
    },
  ]);
  if (contract.fact_id !== null) return;
  await tx.query(`UPDATE contract SET fact_id = $2, state = 'signed' WHERE id = $1`, [contract.id, facts.at(-1)?.id]);
  // The award was contracted by the contract that is renewed, for every line of its lot.
  if (renewal === null) await contractLot(tx, contract);
  await touchTender(tx, contract.tender_id);
  if (renewal === null)
    await tx.query(
      `INSERT INTO contract_service_line (contract_id, service_line_id)
       SELECT $1, x.service_line_id FROM (${lotLinesSql('$3', '$2')}) x ON CONFLICT DO NOTHING`,
      [contract.id, contract.tender_id, contract.lot_id],
    );
}

/** What the record says of the contract by now; null before it is signed. */
async function loadContractFact(
  tx: Tx,
  { tender_id, fact_id }: ContractRoot,
): Promise<{ id: string; data: TenderFactData['contract'] } | null> {
  if (fact_id === null) return null;
  const facts = (await factsOfRoots<TenderFact>(tx.manager, [tender_id])).get(tender_id) ?? [];
  const originOf = indexOrigins(facts);
  const known = facts.find((fact) => isActive(fact) && originOf(fact.id) === originOf(fact_id));
  return known?.kind === 'contract' ? { id: known.id, data: known.data } : null;
}

/** Both parties have signed: the award is contracted, and the lot with it. */
async function contractLot(tx: Tx, { id, tender_id, lot_id }: ContractRoot): Promise<void> {
  const [tender] = await tx.query<LockedTender>(`SELECT * FROM tender WHERE id = $1`, [tender_id]);
  const [lot] = await tx.query<LotHere>(
    `SELECT id, no, state FROM lot WHERE id = $1 AND state IS NOT NULL FOR NO KEY UPDATE`,
    [lot_id],
  );
  const award = lot && (await standingAward(tx, lot.id));
  if (!tender || !lot || !award) throw new Problem('award_not_active');
  const data = { contract: id };
  await moveAward(tx, tender, award, 'contract', 'contracted', { data: { ...data, lot: lot.no } });
  await moveLotHere(tx, tender, lot, 'sign', 'contracted', { data });
}
