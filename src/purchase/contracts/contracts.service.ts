import { Injectable } from '@nestjs/common';
import type { Principal } from '../../kernel/access/principal.js';
import { toPermissionScope, toScope } from '../../kernel/access/scope.js';
import { createSharedLock } from '../../kernel/database/kept.js';
import { shareCalls } from '../../kernel/database/batches/side-by-side.js';
import { Transactions, type Tx } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import { createBudgetProblem, LockedBudget } from '../tenders/budget.js';
import { mustNotContradict } from '../tenders/recording/contradiction.js';
import { loadFacts, mustReplace, storeFacts, unknownFacts } from '../tenders/recording/facts-store.js';
import type { ContractFactKind } from '../tenders/recording/fact-types.js';
import { checkFacts, mustHaveHappened, type CheckedFact, type UncheckedFact } from '../tenders/recording/fact-check.js';
import { withParties } from '../tenders/recording/given-parties.js';
import { projectNotices } from '../tenders/notices/notice-projection.js';
import type { ContractFact, LotPlaces, TenderFact } from '../tenders/purchases/purchase-types.js';
import { deriveContracts } from '../tenders/purchases/purchase.rules.js';
import { mapFactPlaces, type RecordOptions } from '../tenders/recording/recording.service.js';
import { CONTRACT_PARTIES, keptPurchase, visiblePurchase } from '../tenders/reads/tender-visibility.js';
import {
  toContractChange,
  conflictsOfContract,
  deriveContractGrounds,
  projectContract,
  type GroundOfContract,
  type LockedContract,
} from './contract-projection.js';

/** A contract with the references of the facts of its tender that speak of it. */
export interface ReferredContract {
  id: string;
  references: string[];
}

/** What became of a contract, as facts of its own. */
@Injectable()
export class ContractsService {
  constructor(private readonly transactions: Transactions) {}

  recordFacts(principal: Principal, id: string, facts: readonly UncheckedFact[], version?: number): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      await this.record(tx, id, facts, {}, version);
    });
  }

  /** Records facts of a contract, all or none; answers the ids of those that were new. */
  async record(
    tx: Tx,
    id: string,
    given: readonly UncheckedFact[],
    options: RecordOptions = {},
    version?: number,
  ): Promise<string[]> {
    const checked = checkFacts<ContractFactKind>('contract', given);
    const lenient = options.lenient ?? false;
    if (!lenient) await mustHaveHappened(tx, checked);
    const spends = checked.some((f) => f.kind === 'signed' && f.data['amount'] !== undefined);
    const budget = spends && !lenient ? await LockedBudget.lockBudget(tx, 'contract', id) : null;
    const contract = await lockContract(tx, id, version);
    if (contract.conducted === 'here') throw new Problem('conducted_here');
    await mustReferToOwn(tx, contract, checked);
    const facts = await withParties(tx, contract.dataset, checked);
    const existing = (await loadFacts<ContractFact>(tx, [contract.id])).get(contract.id) ?? [];
    const fresh = unknownFacts(facts, existing);
    mustReplace(facts, fresh, existing);
    if (fresh.length === 0) return [];
    const { ground, tenderFacts, serviceLines } = await this.loadContractGround(tx, contract);
    const all = (await storeFacts(tx, { type: 'contract', id }, fresh, existing)) as ContractFact[];
    const added = all.slice(existing.length);
    const projected = await projectContract(tx, contract, ground, all, serviceLines);
    mustNotContradict(
      {
        before: () => conflictsOfContract(ground, existing),
        after: projected.conflicts,
        facts: [...all, ...tenderFacts],
        given: mapFactPlaces(added, fresh, facts),
      },
      lenient,
    );
    const overruns = (await budget?.findNewOverruns()) ?? [];
    if (budget && overruns.length > 0) throw createBudgetProblem(budget.programme, overruns);
    if (!options.ownNotice) await projectNotices(tx, contract.tender_id, id, all);
    await tx.record({
      ...toContractChange(projected.contract),
      action: 'facts_recorded',
      data: {
        tender: contract.tender_id,
        facts: added.map((f) => ({ id: f.id, kind: f.kind, replaces: f.replaces })),
      },
      to: projected.state,
      reason: fresh.find((f) => f.reason)?.reason ?? null,
    });
    return added.map((f) => f.id);
  }

  /** Contract of a lot, for files that speak of it by its tender; of several suppliers that of the one who is named. */
  async ofLot(tx: Tx, tender: string, lot: number | null, supplier: string | null): Promise<string | null> {
    const [row] = await tx.query<{ id: string }>(
      `SELECT c.id FROM contract c LEFT JOIN lot l ON l.id = c.lot_id LEFT JOIN organisation s ON s.id = c.supplier_id
       WHERE c.tender_id = $1 AND l.no IS NOT DISTINCT FROM $2 AND c.state <> 'void'
         AND (coalesce(l.suppliers_most, 1) = 1 OR s.name = $3::text
           OR EXISTS (SELECT FROM organisation m WHERE m.merged_into = s.id AND m.name = $3::text))
       ORDER BY c.created_at, c.id LIMIT 1`,
      [tender, lot, supplier],
    );
    return row?.id ?? null;
  }

  /** The contracts of a tender, each with the references of its facts: of a lot there may be several, of one supplier too. */
  async loadContractsWithReferences(tx: Tx, tender: string): Promise<ReferredContract[]> {
    const facts = (await loadFacts<TenderFact>(tx, [tender])).get(tender) ?? [];
    const lots = await tx.query<LotPlaces>(
      `SELECT no, suppliers_most AS "suppliersMost" FROM lot WHERE tender_id = $1 ORDER BY no`,
      [tender],
    );
    const rows = await tx.query<{ id: string; origin: string }>(
      `SELECT id, fact_id AS origin FROM contract WHERE tender_id = $1 AND state <> 'void' AND fact_id IS NOT NULL ORDER BY created_at, id`,
      [tender],
    );
    const referenceOf = new Map(facts.map(({ id, source }) => [id, source.reference]));
    const derived = new Map(deriveContracts(facts, lots).map((contract) => [contract.origin, contract.facts]));
    return rows.map(({ id, origin }) => ({
      id,
      references: (derived.get(origin) ?? []).flatMap((fact) => referenceOf.get(fact) ?? []),
    }));
  }

  /** What the tender's facts say of this contract now. A contract that turned out to be another one has no ground. */
  private async loadContractGround(
    tx: Tx,
    { id, tender_id: tender, fact_id: origin }: LockedContract,
  ): Promise<{ ground: GroundOfContract; tenderFacts: TenderFact[]; serviceLines: number }> {
    const tenderFacts = (await loadFacts<TenderFact>(tx, [tender])).get(tender) ?? [];
    const { lots, lines } = await loadPlaces(tx, { tender, contract: id });
    const ground = deriveContractGrounds(lots, tenderFacts).find((g) => g.fact === origin);
    if (!ground) throw new Problem('wrong_state');
    return { ground, tenderFacts, serviceLines: lines };
  }
}

const lockContract = createSharedLock<LockedContract>('contract', (tx) => {
  const recording = toPermissionScope(tx.principal, 'contract.record');
  return {
    kept: (sql) => keptPurchase(sql, recording, ['r.buyer_id']),
    visible: (sql) => visiblePurchase(sql, toScope(tx.principal), CONTRACT_PARTIES),
  };
});

/** The lots of a contract's tender, and how many lines it serves. */
const loadPlaces = shareCalls(async (tx, calls: readonly { tender: string; contract: string }[]) => {
  const rows = await tx.query<{ contract: string; lots: LotPlaces[]; lines: number }>(
    `SELECT g.contract, (SELECT coalesce(jsonb_agg(jsonb_build_object('no', no, 'suppliersMost', suppliers_most) ORDER BY no), '[]')
       FROM lot WHERE tender_id = g.tender) AS lots,
       (SELECT count(*)::integer FROM contract_service_line WHERE contract_id = g.contract) AS lines
     FROM unnest($1::uuid[], $2::uuid[]) AS g(tender, contract)`,
    [calls.map(({ tender }) => tender), calls.map(({ contract }) => contract)],
  );
  const places = new Map(rows.map((row) => [row.contract, row]));
  return calls.map(({ contract }) => places.get(contract) ?? { lots: [], lines: 0 });
});

/** A plan or handover speaks of a line of this contract, and hands over to a contract of the same dataset. */
async function mustReferToOwn(
  tx: Tx,
  contract: LockedContract,
  facts: readonly CheckedFact<ContractFactKind>[],
): Promise<void> {
  for (const [i, { data }] of facts.entries()) {
    const line = data['serviceLine'] as string | undefined;
    const to = data['toContract'] as string | undefined;
    if (line === undefined && to === undefined) continue;
    const [found] = await tx.query<{ line: boolean; contract: boolean }>(
      `SELECT EXISTS (SELECT FROM contract_service_line WHERE contract_id = $1 AND service_line_id = $2) AS line,
              EXISTS (SELECT FROM contract WHERE id = $3 AND dataset = $4 AND id <> $1) AS contract`,
      [contract.id, line ?? null, to ?? null, contract.dataset],
    );
    const errors = [
      { field: 'serviceLine', bad: line !== undefined && !found?.line },
      { field: 'toContract', bad: to !== undefined && !found?.contract },
    ].flatMap(({ field, bad }) =>
      bad
        ? [
            {
              pointer: `/facts/${i}/data/${field}`,
              code: 'unknown_reference',
              text: { en: 'Not of this contract, or not there', zh: '与该合同无关或不存在' },
            },
          ]
        : [],
    );
    if (errors.length > 0) throw new Problem('validation_failed', { errors });
  }
}
