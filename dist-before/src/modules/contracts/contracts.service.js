var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import { Injectable } from '@nestjs/common';
import { scopeFor, scopeOf } from '../../platform/access/scope.js';
import { lockKept } from '../../platform/database/kept.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { budgetExceeded, LockedBudget } from '../tenders/budget.js';
import { mustNotContradict } from '../tenders/contradiction.js';
import { factsOfRoots, mustReplace, storeFacts, unknownFacts } from '../tenders/facts.store.js';
import { checkFacts, mustHaveHappened } from '../tenders/given-fact.check.js';
import { withParties } from '../tenders/given-parties.js';
import { projectNotices } from '../tenders/notice.projection.js';
import { placesOf } from '../tenders/recording.service.js';
import { CONTRACT_PARTIES, keptPurchase, visiblePurchase } from '../tenders/tender.visibility.js';
import { changeOf, conflictsOfContract, groundsOf, projectContract, } from './contract.projection.js';
/** What became of a contract, as facts of its own. */
let ContractsService = class ContractsService {
    transactions;
    constructor(transactions) {
        this.transactions = transactions;
    }
    recordFacts(principal, id, facts, version) {
        return this.transactions.run(principal, async (tx) => {
            await this.record(tx, id, facts, {}, version);
        });
    }
    /** Records facts of a contract, all or none; answers the ids of those that were new. */
    async record(tx, id, given, options = {}, version) {
        const checked = checkFacts('contract', given);
        const lenient = options.lenient ?? false;
        if (!lenient)
            await mustHaveHappened(tx, checked);
        const spends = checked.some((f) => f.kind === 'signed' && f.data['amount'] !== undefined);
        const budget = spends && !lenient ? await LockedBudget.of(tx, 'contract', id) : null;
        const contract = await this.lock(tx, id, version);
        if (contract.conducted === 'here')
            throw new Problem('conducted_here');
        await mustReferToOwn(tx, contract, checked);
        const facts = await withParties(tx, contract.dataset, checked);
        const existing = (await factsOfRoots(tx.manager, [id])).get(id) ?? [];
        const fresh = unknownFacts(facts, existing);
        mustReplace(facts, fresh, existing);
        if (fresh.length === 0)
            return [];
        const { ground, tenderFacts, serviceLines } = await this.groundOf(tx, contract);
        const all = (await storeFacts(tx, { type: 'contract', id }, fresh, existing));
        const added = all.slice(existing.length);
        const projected = await projectContract(tx, contract, ground, all, serviceLines);
        mustNotContradict({
            before: conflictsOfContract(ground, existing),
            after: projected.conflicts,
            facts: [...all, ...tenderFacts],
            given: placesOf(added, fresh, facts),
        }, lenient);
        const overruns = (await budget?.exceeded()) ?? [];
        if (budget && overruns.length > 0)
            throw budgetExceeded(budget.programme, overruns);
        if (!options.ownNotice)
            await projectNotices(tx, contract.tender_id, id, all);
        await tx.record({
            ...changeOf(projected.contract),
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
    /** Contract of a lot, for files that speak of it by its tender. */
    async ofLot(tx, tender, lot) {
        const [row] = await tx.query(`SELECT c.id FROM contract c LEFT JOIN lot l ON l.id = c.lot_id
       WHERE c.tender_id = $1 AND l.no IS NOT DISTINCT FROM $2 AND c.state <> 'void' ORDER BY c.created_at, c.id LIMIT 1`, [tender, lot]);
        return row?.id ?? null;
    }
    /** What the tender's facts say of this contract now. A contract that turned out to be another one has no ground. */
    async groundOf(tx, { id, tender_id: tender, fact_id: origin }) {
        const tenderFacts = (await factsOfRoots(tx.manager, [tender])).get(tender) ?? [];
        const [row] = await tx.query(`SELECT ARRAY(SELECT no FROM lot WHERE tender_id = $1 ORDER BY no) AS lots,
         (SELECT count(*)::integer FROM contract_service_line WHERE contract_id = $2) AS lines`, [tender, id]);
        const ground = groundsOf(row?.lots ?? [], tenderFacts).find((g) => g.fact === origin);
        if (!ground)
            throw new Problem('wrong_state');
        return { ground, tenderFacts, serviceLines: row?.lines ?? 0 };
    }
    lock(tx, id, version) {
        const scope = scopeOf(tx.principal);
        const recording = scopeFor(tx.principal, 'contract.record');
        return lockKept(tx, 'contract', id, {
            kept: (sql) => keptPurchase(sql, recording, ['r.buyer_id']),
            visible: (sql) => visiblePurchase(sql, scope, CONTRACT_PARTIES),
        }, version);
    }
};
ContractsService = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions])
], ContractsService);
export { ContractsService };
/** A plan or handover speaks of a line of this contract, and hands over to a contract of the same dataset. */
async function mustReferToOwn(tx, contract, facts) {
    for (const [i, { data }] of facts.entries()) {
        const line = data['serviceLine'];
        const to = data['toContract'];
        if (line === undefined && to === undefined)
            continue;
        const [found] = await tx.query(`SELECT EXISTS (SELECT FROM contract_service_line WHERE contract_id = $1 AND service_line_id = $2) AS line,
              EXISTS (SELECT FROM contract WHERE id = $3 AND dataset = $4 AND id <> $1) AS contract`, [contract.id, line ?? null, to ?? null, contract.dataset]);
        const errors = [
            { field: 'serviceLine', bad: line !== undefined && !found?.line },
            { field: 'toContract', bad: to !== undefined && !found?.contract },
        ].flatMap(({ field, bad }) => bad
            ? [
                {
                    pointer: `/facts/${i}/data/${field}`,
                    code: 'unknown_reference',
                    text: { en: 'Not of this contract, or not there', zh: '与该合同无关或不存在' },
                },
            ]
            : []);
        if (errors.length > 0)
            throw new Problem('validation_failed', { errors });
    }
}
//# sourceMappingURL=contracts.service.js.map