import { SYSTEM } from '../../../platform/access/principal.js';
import type { Transactions, Tx } from '../../../platform/database/transactions.js';
import { Problem } from '../../../platform/errors/problem.js';
import { tenderStateOf } from '../../bids/opening.rules.js';
import { sayFacts } from '../../tenders/conducted/action-facts.js';
import { factsOfRoots, storeFacts } from '../../tenders/facts.store.js';
import type { ContractFactData, ContractFactKind, FactSource, TenderFactData } from '../../tenders/facts.types.js';
import { projectNotices } from '../../tenders/notice.projection.js';
import type { ContractFact } from '../../tenders/purchase.types.js';
import type { RecordingService } from '../../tenders/recording.service.js';
import type { ContractRoot } from './conducted-contract.js';

const HERE: FactSource = { kind: 'statement' };

/** What an action on a contract means, as a fact of the contract: risk, coverage and statistics read one record. */
export async function sayOfContract<K extends ContractFactKind>(
  tx: Tx,
  contract: ContractRoot,
  kind: K,
  data: ContractFactData[K],
): Promise<void> {
  const existing = (await factsOfRoots<ContractFact>(tx.manager, [contract.id])).get(contract.id) ?? [];
  const fact = { kind, lot: null, data: { ...data }, source: HERE, replaces: null, reason: null };
  const all = (await storeFacts(tx, { type: 'contract', id: contract.id }, [fact], existing)) as ContractFact[];
  await projectNotices(tx, contract.tender_id, contract.id, all);
}

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
  const [tender] = await tx.query<{ conducted: string; lot: number | null }>(
    `SELECT t.conducted, l.no AS lot FROM tender t LEFT JOIN lot l ON l.id = $2 WHERE t.id = $1`,
    [contract.tender_id, contract.lot_id],
  );
  if (!tender) throw new Problem('not_found');
  const { lot } = tender;
  if (tender.conducted === 'elsewhere') {
    const contractIds = lot === null ? {} : { [lot]: contract.id };
    const now = await tx.now();
    await deps.transactions.run(SYSTEM, (system) => {
      system.happensAt(now);
      return deps.recording.record(system, contract.tender_id, [{ kind: 'contract', lot, data: { ...data }, source }], {
        contractIds,
      });
    });
    return;
  }
  const facts = await sayFacts(tx, contract.tender_id, [{ kind: 'contract', lot, data, source }]);
  if (contract.fact_id !== null) return;
  await tx.query(`UPDATE contract SET fact_id = $2, state = 'signed' WHERE id = $1`, [contract.id, facts.at(-1)?.id]);
  await tx.query(`UPDATE award SET state = 'contracted' WHERE id = $1`, [contract.award_id]);
  await tx.query(`UPDATE lot SET state = 'contracted' WHERE id = $1`, [contract.lot_id]);
  const lots = await tx.query<{ state: string }>(`SELECT state FROM lot WHERE tender_id = $1`, [contract.tender_id]);
  const state = tenderStateOf(lots.map((l) => l.state));
  await tx.query(`UPDATE tender SET state = $2, version = version + 1, updated_at = clock_timestamp() WHERE id = $1`, [
    contract.tender_id,
    state,
  ]);
  await tx.query(
    `INSERT INTO contract_service_line (contract_id, service_line_id)
     SELECT $1, service_line_id FROM tender_service_line WHERE tender_id = $2 ON CONFLICT DO NOTHING`,
    [contract.id, contract.tender_id],
  );
}
