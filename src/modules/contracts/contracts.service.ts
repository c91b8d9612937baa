import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Principal } from '../../platform/access/principal.js';
import { scopeOf } from '../../platform/access/scope.js';
import { lockRoot } from '../../platform/database/roots.js';
import { Sql } from '../../platform/database/sql.js';
import { Transactions, type Tx } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { mustNotContradict } from '../tenders/contradiction.js';
import { factsOfRoots, mustReplace, storeFacts, unknownFacts } from '../tenders/facts.store.js';
import { checkFacts, type UncheckedFact } from '../tenders/given-fact.check.js';
import { projectNotices, type LockedTender } from '../tenders/projection.js';
import { deriveTender } from '../tenders/purchase.rules.js';
import type { ContractFact, TenderFact } from '../tenders/purchase.types.js';
import { withParties, type RecordOptions } from '../tenders/recording.service.js';
import { RecordingSteps, type RecordedTender } from '../tenders/recording.steps.js';
import { CONTRACT_PARTIES, keptPurchase, visiblePurchase } from '../tenders/tender.visibility.js';
import { changeOf, projectContract, type LockedContract } from './contract.projection.js';
import { contractConflicts, type ContractGround } from './contract.rules.js';

const COLUMNS = 'id, version, dataset, tender_id, award_id, fact_id, buyer_id, supplier_id, title, region, conducted';

/** Contracts follow from a tender's facts; from there on they have facts of their own. */
@Injectable()
export class ContractsService implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly steps: RecordingSteps,
  ) {}

  onModuleInit(): void {
    this.steps.contribute((tx, recorded) => this.follow(tx, recorded));
  }

  recordFacts(principal: Principal, id: string, facts: readonly UncheckedFact[], version?: number): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      await this.record(tx, id, facts, {}, version);
    });
  }

  async record(
    tx: Tx,
    id: string,
    given: readonly UncheckedFact[],
    options: RecordOptions = {},
    version?: number,
  ): Promise<string[]> {
    const contract = await this.lock(tx, id, version);
    if (contract.conducted === 'here') throw new Problem('conducted_here');
    const checked = checkFacts<ContractFact['kind']>('contract', given);
    await this.mustReferToOwn(tx, contract, checked);
    const facts = await withParties(tx, contract.dataset, checked);
    const existing = (await factsOfRoots<ContractFact>(tx.manager, [id])).get(id) ?? [];
    mustReplace(facts, existing);
    const fresh = unknownFacts(facts, existing);
    const tender = await this.tenderOf(tx, contract.tender_id);
    if (fresh.length > 0) {
      const ground = await this.groundOf(tx, contract);
      const all = (await storeFacts(tx, { type: 'contract', id }, fresh, existing)) as ContractFact[];
      const { state, conflicts } = await projectContract(tx, contract, ground, all);
      mustNotContradict(contractConflicts(ground, contract.fact_id, existing), conflicts, options.lenient ?? false);
      await tx.record({
        ...changeOf(contract),
        action: 'facts_recorded',
        data: {
          tender: contract.tender_id,
          facts: all.slice(existing.length).map((f) => ({ id: f.id, kind: f.kind, replaces: f.replaces })),
        },
        to: state,
        reason: fresh.find((f) => f.reason)?.reason ?? null,
      });
    }
    await projectNotices(tx, tender, facts, id, options.text);
    return fresh.map((f) => f.kind);
  }

  /** Contract of a lot, for files that speak of it by its tender. */
  async ofLot(tx: Tx, tender: string, lot: number | null): Promise<string | null> {
    const [row] = await tx.query<{ id: string }>(
      `SELECT c.id FROM contract c LEFT JOIN lot l ON l.id = c.lot_id
       WHERE c.tender_id = $1 AND l.no IS NOT DISTINCT FROM $2 ORDER BY c.created_at, c.id LIMIT 1`,
      [tender, lot],
    );
    return row?.id ?? null;
  }

  /** The tender's facts were recorded: its contracts follow, in the same transaction. */
  private async follow(tx: Tx, recorded: RecordedTender): Promise<void> {
    const { tender, lots, derived } = recorded;
    if (derived.contracts.length === 0) return;
    const idOf = new Map(lots.map((l) => [l.no, l.id]));
    const rows = derived.contracts.map((c) => ({
      id: c.lot === null ? null : (recorded.contractIds[c.lot] ?? null),
      fact: c.origin,
      lot: c.lot === null ? null : idOf.get(c.lot),
      supplier: c.data.supplier?.organisation ?? null,
    }));
    const contracts = await tx.query<LockedContract & { created: boolean }>(
      `INSERT INTO contract (id, dataset, tender_id, lot_id, award_id, fact_id, buyer_id, supplier_id, programme_id, title, category, region)
       SELECT coalesce(g.id, gen_random_uuid()), $2, $1, g.lot, a.id, g.fact, $3, coalesce(g.supplier, a.supplier_id), $4, $5, $6, $7
       FROM jsonb_to_recordset($8::jsonb) AS g(id uuid, fact uuid, lot uuid, supplier uuid)
       LEFT JOIN award a ON a.lot_id = g.lot AND a.state = 'contracted'
       ON CONFLICT (fact_id) DO UPDATE SET award_id = EXCLUDED.award_id, supplier_id = EXCLUDED.supplier_id
       RETURNING ${COLUMNS}, xmax = 0 AS created`,
      [
        tender.id,
        tender.dataset,
        tender.buyer_id,
        tender.programme_id,
        tender.title,
        tender.category,
        tender.region,
        JSON.stringify(rows),
      ],
    );
    await tx.query(
      `INSERT INTO contract_service_line (contract_id, service_line_id)
       SELECT c, l.service_line_id FROM unnest($2::uuid[]) c, tender_service_line l WHERE l.tender_id = $1
       ON CONFLICT DO NOTHING`,
      [tender.id, contracts.map((c) => c.id)],
    );
    const own = await factsOfRoots<ContractFact>(
      tx.manager,
      contracts.map((c) => c.id),
    );
    for (const contract of contracts) {
      const ground = derived.contracts.find((c) => c.origin === contract.fact_id)?.data ?? {};
      const { state } = await projectContract(tx, contract, ground, own.get(contract.id) ?? []);
      if (contract.created) await tx.query(`UPDATE contract SET version = 1 WHERE id = $1`, [contract.id]);
      await tx.record({
        ...changeOf(contract),
        action: contract.created ? 'recorded' : 'ground_changed',
        data: { tender: tender.id },
        to: state,
      });
    }
  }

  /** What the tender's facts say of this contract now. */
  private async groundOf(tx: Tx, contract: LockedContract): Promise<ContractGround> {
    const facts = (await factsOfRoots<TenderFact>(tx.manager, [contract.tender_id])).get(contract.tender_id) ?? [];
    const lots = await tx.query<{ no: number }>(`SELECT no FROM lot WHERE tender_id = $1 ORDER BY no`, [
      contract.tender_id,
    ]);
    const derived = deriveTender(
      lots.map((l) => l.no),
      facts,
    );
    return derived.contracts.find((c) => c.origin === contract.fact_id)?.data ?? {};
  }

  private async tenderOf(tx: Tx, id: string): Promise<LockedTender> {
    const [row] = await tx.query<LockedTender>(`SELECT * FROM tender WHERE id = $1`, [id]);
    return row as LockedTender;
  }

  private async lock(tx: Tx, id: string, version?: number): Promise<LockedContract> {
    const scope = scopeOf(tx.principal);
    try {
      return await lockRoot<LockedContract>(
        tx,
        'contract',
        id,
        (s) => keptPurchase(s, scope, ['r.buyer_id']),
        new Sql(),
        version,
      );
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'not_found') throw error;
      const seen = new Sql();
      visiblePurchase(seen.and(`r.id = ${seen.p(id)}`), scope, CONTRACT_PARTIES);
      const rows = await tx.query(`SELECT 1 FROM contract r WHERE ${seen.where}`, seen.params);
      throw rows.length > 0 ? new Problem('not_permitted') : error;
    }
  }

  /** A plan or handover speaks of a line of this contract, and hands over to a contract of the same dataset. */
  private async mustReferToOwn(
    tx: Tx,
    contract: LockedContract,
    facts: readonly { data: Record<string, unknown> }[],
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
      const bad = (field: string, known: boolean | undefined, given: string | undefined) => {
        if (given !== undefined && !known)
          throw new Problem('validation_failed', {
            errors: [
              {
                pointer: `/facts/${i}/data/${field}`,
                code: 'unknown_reference',
                text: { en: 'Not of this contract', zh: '与该合同无关或不存在' },
              },
            ],
          });
      };
      bad('serviceLine', found?.line, line);
      bad('toContract', found?.contract, to);
    }
  }
}
