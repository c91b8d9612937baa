import { Injectable, type OnModuleInit } from '@nestjs/common';
import { shareCalls } from '../../kernel/database/batches/side-by-side.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import type { Change } from '../../kernel/outbox/change.js';
import { mustNotContradict } from '../tenders/recording/contradiction.js';
import { isActive } from '../tenders/recording/facts-in-force.rules.js';
import { loadFacts } from '../tenders/recording/facts-store.js';
import type { Conflict, ContractFact } from '../tenders/purchases/purchase-types.js';
import { findAwardOfContract } from '../tenders/purchases/purchase.rules.js';
import { toTenderBase } from '../tenders/open-tender.js';
import { deriveLotLines } from '../tenders/conducted/terms/lot-terms.rules.js';
import { lotLinesSql } from '../tenders/lots/lot-lines.queries.js';
import { RecordingSteps, type ChangedTender } from '../tenders/recording/recording-steps.js';
import { AWARD_MISSING } from './contract.rules.js';
import {
  toContractChange,
  conflictsOfContract,
  DERIVED_COLUMNS,
  deriveContractGrounds,
  deriveContractRow,
  projectContract,
  toContractGrounds,
  type ContractRow,
  type GroundOfContract,
  type LockedContract,
} from './contract-projection.js';

const COLUMNS =
  'id, version, dataset, tender_id, lot_id, award_id, fact_id, buyer_id, supplier_id, title, region, conducted';

/** Contracts follow from a tender's facts, and from what else is known of it, in the transaction that changed it. */
@Injectable()
export class ContractsFollow implements OnModuleInit {
  constructor(private readonly steps: RecordingSteps) {}

  onModuleInit(): void {
    this.steps.contribute((tx, changed) => this.follow(tx, changed));
  }

  private async follow(tx: Tx, changed: ChangedTender): Promise<void> {
    const { tender, lots, serviceLines, facts, derived } = changed;
    if (derived.contracts.length === 0) return;
    const places = toTenderBase(changed).lots;
    const grounds = toContractGrounds(derived);
    const contracts = await this.upsert(tx, changed, grounds);
    const stored = contracts.filter((c) => !c.created).map((c) => c.id);
    await this.followLines(tx, contracts, serviceLines);
    const own = await loadFacts<ContractFact>(tx, stored);
    const before = deriveContractGrounds(places, changed.before);
    const conflicts = { before: [] as Conflict[], after: [] as Conflict[] };
    const changes: Change[] = [];
    for (const contract of contracts) {
      const ground = grounds.find((g) => g.fact === contract.fact_id);
      if (!ground) continue;
      const itsFacts = own.get(contract.id) ?? [];
      const lines = deriveLotLines(serviceLines, lots.find(({ id }) => id === contract.lot_id)?.serviceLines);
      mustKeepLines(itsFacts, lines);
      const earlier = before.find((g) => g.fact === contract.fact_id);
      if (contract.conducted === 'here') {
        mustBeOwnWord(contract, changed, earlier?.data, ground.data);
        continue;
      }
      if (earlier) conflicts.before.push(...conflictsOfContract(earlier, itsFacts));
      const projected = contract.created
        ? { contract, ...contract.row }
        : await projectContract(tx, contract, ground, itsFacts, lines.length);
      conflicts.after.push(...projected.conflicts);
      const action = contract.created ? 'recorded' : 'ground_changed';
      changes.push({
        ...toContractChange(projected.contract),
        action,
        data: { tender: tender.id },
        to: projected.state,
      });
    }
    const everyFact = [...facts, ...[...own.values()].flat()];
    mustNotContradict(
      { before: () => conflicts.before, after: conflicts.after, facts: everyFact, given: changed.given },
      changed.lenient,
    );
    await tx.recordAll(changes);
    const voided = before.filter((g) => !grounds.some((now) => now.fact === g.fact)).map((g) => g.fact);
    if (voided.length > 0) await this.void(tx, tender.id, voided);
  }

  /** A contract serves the lines of its lot; one for several lots together those of its tender. */
  private async followLines(
    tx: Tx,
    contracts: readonly { id: string; created: boolean }[],
    lines: readonly string[],
  ): Promise<void> {
    if (lines.length === 0 && contracts.every((c) => c.created)) return;
    await putServiceLines(
      tx,
      contracts.map((c) => c.id),
    );
  }

  private async upsert(tx: Tx, changed: ChangedTender, grounds: readonly GroundOfContract[]): Promise<PutContract[]> {
    const { tender, lots, serviceLines: lines, derived } = changed;
    const lotOf = new Map(lots.map((l) => [l.no, l]));
    await adopt(tx, changed);
    const rows = derived.contracts.map((contract, i): GivenContract => {
      const lot = contract.lot === null ? undefined : lotOf.get(contract.lot);
      const serviceLines = deriveLotLines(lines, lot?.serviceLines).length;
      const award = findAwardOfContract(contract, derived.awards, derived.lots);
      return {
        id: contract.lot === null ? null : (changed.contractIds[contract.lot] ?? null),
        tender: tender.id,
        fact: contract.origin,
        lot: lot?.id ?? null,
        award: award?.fact ?? null,
        ousted: award?.cancelled ?? false,
        row: deriveContractRow(grounds[i] as GroundOfContract, [], { award: true, serviceLines }),
      };
    });
    const contracts = await putContracts(tx, rows);
    // The contract of that lot is being drafted here; it is signed here.
    if (contracts.length < rows.length) throw new Problem('conducted_here');
    return contracts;
  }

  /** A correction showed that two contracts are one: the other was none. With facts of its own it cannot go unseen. */
  private async void(tx: Tx, tender: string, origins: readonly string[]): Promise<void> {
    const gone = await tx.query<LockedContract & { recorded: boolean }>(
      `UPDATE contract c SET state = 'void', published = false, amount = NULL, signed_on = NULL, window_start = NULL,
         window_end = NULL, published_as = NULL, award_id = NULL, conflicts = '[]', completeness = '[]',
         version = version + 1, updated_at = clock_timestamp()
       WHERE tender_id = $1 AND fact_id = ANY ($2::uuid[])
       RETURNING ${COLUMNS}, EXISTS (SELECT FROM fact f WHERE f.subject_id = c.id) AS recorded`,
      [tender, origins],
    );
    if (gone.some((c) => c.conducted === 'here')) throw new Problem('conducted_here');
    if (gone.some((c) => c.recorded))
      throw new Problem('conflict', {
        detail: {
          en: 'Facts are recorded of a contract that would be no contract any more',
          zh: '更正后将不再成立的合同已录有事实',
        },
      });
    await tx.query(`DELETE FROM contract_service_line WHERE contract_id = ANY ($1::uuid[])`, [gone.map((c) => c.id)]);
    await tx.recordAll(gone.map((c) => ({ ...toContractChange(c), action: 'voided', data: { tender }, to: 'void' })));
  }
}

const putServiceLines = shareCalls(async (tx, calls: readonly (readonly string[])[]) => {
  await tx.query(
    `WITH gone AS (
       DELETE FROM contract_service_line s USING contract c WHERE c.id = ANY ($1::uuid[]) AND s.contract_id = c.id
         AND NOT (s.service_line_id IN (${lotLinesSql('c.lot_id', 'c.tender_id')}))
     )
     INSERT INTO contract_service_line (contract_id, service_line_id)
     SELECT c.id, s.service_line_id FROM contract c CROSS JOIN LATERAL (${lotLinesSql('c.lot_id', 'c.tender_id')}) s
     WHERE c.id = ANY ($1::uuid[]) AND c.renewal_of IS NULL ON CONFLICT DO NOTHING`,
    [calls.flat()],
  );
  return calls.map(() => undefined);
});

/** A contract that the facts of a tender prove, and what of a new one follows from them, its award known. */
interface GivenContract {
  id: string | null;
  tender: string;
  fact: string;
  lot: string | null;
  award: string | null;
  /** That award was cancelled. */
  ousted: boolean;
  row: ContractRow;
}
type PutContract = LockedContract & { created: boolean; row: ContractRow };

/**
 * The contracts of a tender, by the first fact of each; fewer where one of them is being drafted here. A new one, which has no facts of
 * its own, is written whole; of one that is known only what its tender says of it, for the rest follows from its own facts too.
 */
const putContracts = shareCalls(async (tx, calls: readonly (readonly GivenContract[])[]) => {
  const rows = await tx.query<Omit<PutContract, 'row'>>(
    `INSERT INTO contract (id, dataset, tender_id, lot_id, award_id, fact_id, buyer_id, programme_id, title, category, region, state,
       number, amount, signed_on, window_start, window_end, terminated_on, published, supplier_id, conflicts, completeness, term_text, published_as)
     SELECT coalesce(g.id, gen_random_uuid()), t.dataset, t.id, g.lot, a.id, g.fact, t.buyer_id, t.programme_id, t.title, t.category, t.region,
       g.state, g.number, g.amount, g.signed_on, g.window_start, g.window_end, g.terminated_on, g.published, g.supplier_id, g.conflicts,
       CASE WHEN a.id IS NULL THEN $2::jsonb || g.completeness ELSE g.completeness END, g.term_text, g."as"
     FROM jsonb_to_recordset($1::jsonb) AS g(id uuid, tender uuid, fact uuid, lot uuid, award uuid, ousted boolean, ${DERIVED_COLUMNS})
     JOIN tender t ON t.id = g.tender
     LEFT JOIN award a ON a.lot_id = g.lot AND (a.state = 'contracted' AND (NOT a.several AND NOT g.ousted OR a.fact_id = g.award)
       OR a.state = 'cancelled' AND g.ousted AND a.fact_id = g.award)
     WHERE NOT EXISTS (SELECT FROM contract d WHERE d.lot_id = g.lot AND d.fact_id IS NULL AND d.state = 'draft' AND d.renewal_of IS NULL
       AND (a.several IS NOT TRUE OR d.award_id = a.id))
     ON CONFLICT (fact_id) DO UPDATE SET award_id = EXCLUDED.award_id, buyer_id = EXCLUDED.buyer_id,
       programme_id = CASE WHEN contract.renewal_of IS NULL THEN EXCLUDED.programme_id ELSE contract.programme_id END, title = EXCLUDED.title, category = EXCLUDED.category, region = EXCLUDED.region
     RETURNING ${COLUMNS}, xmax = 0 AS created`,
    [JSON.stringify(calls.flat().map(({ row, ...given }) => ({ ...given, ...row }))), JSON.stringify(AWARD_MISSING)],
  );
  const byFact = new Map(rows.map((row) => [row.fact_id, row]));
  return calls.map((call) =>
    call.flatMap(({ fact, row }): PutContract[] => {
      const stored = byFact.get(fact);
      return stored ? [{ ...stored, row }] : [];
    }),
  );
});

/** A draft that was signed here is the contract that the tender's new fact speaks of. */
async function adopt(tx: Tx, { contractIds, derived, lots }: ChangedTender): Promise<void> {
  const known = Object.entries(contractIds);
  if (known.length === 0) return;
  const rows = known.flatMap(([no, id]) => {
    const lot = lots.find((l) => l.no === Number(no));
    const contract = derived.contracts.findLast((c) => c.lot === lot?.no);
    return lot && contract ? [{ id, fact: contract.origin }] : [];
  });
  await tx.query(
    `UPDATE contract c SET fact_id = g.fact, state = 'signed' FROM jsonb_to_recordset($1::jsonb) AS g(id uuid, fact uuid)
     WHERE c.id = g.id AND c.fact_id IS NULL AND c.state = 'draft'`,
    [JSON.stringify(rows)],
  );
}

/** What is carried out here says of itself what becomes of it; a fact of its tender that says another thing is refused. */
function mustBeOwnWord(contract: LockedContract, changed: ChangedTender, before: unknown, now: unknown): void {
  const own = Object.values(changed.contractIds).includes(contract.id);
  if (!own && JSON.stringify(before) !== JSON.stringify(now)) throw new Problem('conducted_here');
}

/** A line that a plan or handover of the contract speaks of cannot be taken away. */
function mustKeepLines(facts: readonly ContractFact[], lines: readonly string[]): void {
  const named = facts
    .filter(isActive)
    .flatMap((f) => (f.kind === 'plan' || f.kind === 'handover' ? (f.data.serviceLine ?? []) : []));
  if (named.some((line) => !lines.includes(line.toLowerCase())))
    throw new Problem('conflict', {
      detail: {
        en: 'A plan or handover of a contract speaks of a line that is taken away',
        zh: '合同的后续计划或移交涉及将被移除的服务线',
      },
    });
}
