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
import { actingBody } from '../../platform/access/acting.js';
import { bodiesWith, heldIn } from '../../platform/access/held.js';
import { scopeFor, scopeOf } from '../../platform/access/scope.js';
import { addExternalIds } from '../../platform/database/external-ids.js';
import { lockKept, mustBeInDataset } from '../../platform/database/kept.js';
import { changeData, changedColumns, writeChanges } from '../../platform/database/merge-patch.js';
import { Transactions } from '../../platform/database/transactions.js';
import { DocumentReferences } from '../../platform/documents/document-references.js';
import { LifecycleRegistry } from '../../platform/lifecycle/registry.js';
import { Problem } from '../../platform/errors/problem.js';
import { invalid } from '../../platform/http/validation.js';
import { sourceOf } from '../organisations/source.dto.js';
import { needLifecycle } from './need.lifecycle.js';
import { keepersOf, keptNeed, visibleNeed } from './needs.queries.js';
/** The columns that say when a state was entered. */
const WHEN = {
    verify: 'verified_at',
    plan: 'planned_at',
    meet: 'settled_at',
    leave_unmet: 'settled_at',
};
/** Who needed something waits since it was verified first, however often that was done anew. */
const at = (column) => column === 'verified_at' ? 'coalesce(verified_at, business_now())' : 'business_now()';
const VERIFIED = ['verified', 'planned', 'unmet'];
/** What was not said yet may be added; what was verified is taken back first. */
function mustKeepVerified(need, changed) {
    const said = Object.entries(changed).filter(([, { from }]) => from !== null);
    if (!VERIFIED.includes(need.state) || said.length === 0)
        return;
    throw new Problem('wrong_state', {
        facts: { state: need.state, action: 'change', verified: said.map(([column]) => column) },
    });
}
const reach = (principal, permission) => {
    const scope = scopeOf(principal);
    const keeping = permission === undefined ? scope : scopeFor(principal, permission);
    return { kept: (sql) => keptNeed(sql, keeping), visible: (sql) => visibleNeed(sql, scope) };
};
let NeedsService = class NeedsService {
    transactions;
    references;
    registry;
    constructor(transactions, references, registry) {
        this.transactions = transactions;
        this.references = references;
        this.registry = registry;
    }
    onModuleInit() {
        this.registry.register(needLifecycle);
        this.registry.contribute('need_evidence_missing', async (tx, id) => {
            const rows = await tx.query(`SELECT FROM need n WHERE id = $1 AND (evidence ~ '\\S' OR EXISTS
           (SELECT FROM document_reference d WHERE d.root_type = 'need' AND d.root_id = n.id))`, [id]);
            return rows.length > 0 ? null : { errors: [MISSING.evidence] };
        });
        this.registry.contribute('need_headcount_missing', async (tx, id) => {
            const rows = await tx.query(`SELECT FROM need WHERE id = $1 AND headcount > 0`, [id]);
            return rows.length > 0 ? null : { errors: [MISSING.headcount] };
        });
        this.registry.contribute('need_line_missing', async (tx, id) => {
            const rows = await tx.query(`SELECT FROM need WHERE id = $1 AND service_line_id IS NOT NULL`, [id]);
            return rows.length > 0 ? null : { errors: [MISSING.serviceLine] };
        });
    }
    /** What a resident says, without an account. Nothing of who says it is kept. */
    suggest(principal, dto) {
        return this.transactions.run(principal, async (tx) => {
            const [row] = await tx.query(`INSERT INTO need (dataset, title, description, category, target_group, community_id, state, source)
         SELECT c.dataset, $2, $3, $4, $5, c.id, 'suggested', 'null' FROM community c WHERE c.id = $1
         RETURNING id, dataset, received_at AS "receivedAt"`, [dto.community, dto.title, dto.description ?? null, dto.category ?? null, dto.targetGroup ?? null]);
            if (!row)
                throw new Problem('not_found', { errors: [NO_COMMUNITY] });
            if (!MODERATED.includes(row.dataset))
                throw invalid('/community', 'not_moderated', NOT_MODERATED);
            await tx.record({
                aggregate: 'need',
                id: row.id,
                action: 'suggested',
                to: 'suggested',
                dataset: row.dataset,
                ...(await audience(tx, row.id)),
            });
            return row;
        });
    }
    change(principal, id, version, dto) {
        return this.transactions.run(principal, async (tx) => {
            const need = await lockKept(tx, 'need', id, reach(principal, 'need.record'), version);
            if (needLifecycle.final.includes(need.state) || need.state === 'suggested')
                throw new Problem('wrong_state', { facts: { state: need.state, action: 'change' } });
            await mustBeInDataset(tx, 'service_line', need.dataset, [dto.serviceLine], () => '/serviceLine');
            const changed = changedColumns(need, {
                title: dto.title,
                description: dto.description,
                category: dto.category,
                target_group: dto.targetGroup,
                headcount: dto.headcount,
                evidence: dto.evidence,
                service_line_id: dto.serviceLine?.toLowerCase() ?? dto.serviceLine,
            });
            if (Object.keys(changed).length === 0)
                return;
            mustKeepVerified(need, changed);
            await writeChanges(tx, 'need', id, changed);
            await tx.record({ ...(await this.changeOf(tx, need)), action: 'changed', data: changeData(changed) });
        });
    }
    act(principal, id, version, action, given) {
        return this.transactions.run(principal, async (tx) => {
            const need = await lockKept(tx, 'need', id, reach(principal), version);
            const held = heldIn(principal, (await audience(tx, id)).tenants);
            const transition = await this.registry.enter(tx, needLifecycle, need, action, given, held);
            const to = transition.to;
            const programme = transition.action === 'plan' ? await this.programmeOf(tx, need, given) : undefined;
            const when = WHEN[transition.action];
            await tx.query(`UPDATE need SET state = $2, programme_id = CASE WHEN $3 THEN $4::uuid WHEN $2 = 'recorded' THEN NULL ELSE programme_id END,
           ${when ? `${when} = ${at(when)},` : ''} version = version + 1, updated_at = clock_timestamp() WHERE id = $1`, [id, to, programme !== undefined, programme ?? null]);
            await tx.record({
                ...(await this.changeOf(tx, need)),
                action: transition.action,
                from: need.state,
                to,
                reason: given.reason,
                data: programme ? { programme } : {},
            });
        });
    }
    /** The programme that takes the need up must be one of the caller's bodies, in the need's dataset. */
    async programmeOf(tx, need, { programme }) {
        if (!programme)
            return null;
        const rows = await tx.query(`SELECT FROM programme WHERE id = $1 AND dataset = $2 AND ($3 OR buyer_id = ANY ($4::uuid[]))`, [programme, need.dataset, scopeOf(tx.principal).everything, bodiesWith(tx.principal, 'need.verify')]);
        if (rows.length === 0)
            throw new Problem('not_found', { errors: [NO_PROGRAMME] });
        return programme.toLowerCase();
    }
    async changeOf(tx, need) {
        return { aggregate: 'need', id: need.id, dataset: need.dataset, ...(await audience(tx, need.id)) };
    }
    /** Records a need with where it comes from. */
    create(principal, dto) {
        const owner = actingBody(principal, 'need.record', dto.owner, '/owner');
        return this.transactions.run(principal, async (tx) => {
            const dataset = dto.dataset ?? 'live';
            await mustBeInDataset(tx, 'community', dataset, [dto.community], () => '/community');
            await mustBeInDataset(tx, 'service_line', dataset, [dto.serviceLine], () => '/serviceLine');
            const [row] = await tx.query(`INSERT INTO need (dataset, title, description, category, target_group, headcount, evidence, community_id,
           service_line_id, recorded_on, source, owner_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id`, [
                dataset,
                dto.title,
                dto.description ?? null,
                dto.category ?? null,
                dto.targetGroup ?? null,
                dto.headcount ?? null,
                dto.evidence ?? null,
                dto.community ?? null,
                dto.serviceLine ?? null,
                dto.recordedOn ?? null,
                JSON.stringify(sourceOf(dto.source)),
                owner,
            ]);
            const { id } = row;
            await addExternalIds(tx, 'need', dataset, id, dto.externalIds);
            await this.references.refer(tx, scopeOf(principal), 'need', id, dto.documents ?? [], '/documents');
            await tx.record({
                aggregate: 'need',
                id,
                action: 'recorded',
                to: 'recorded',
                data: { category: dto.category ?? null, headcount: dto.headcount ?? null },
                dataset,
                ...(await audience(tx, id)),
            });
            return id;
        });
    }
};
NeedsService = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions,
        DocumentReferences,
        LifecycleRegistry])
], NeedsService);
export { NeedsService };
const MISSING = {
    evidence: {
        pointer: '/evidence',
        code: 'required',
        text: { en: 'What shows the need: words or a document', zh: '请提供需求依据：文字说明或材料' },
    },
    headcount: { pointer: '/headcount', code: 'required', text: { en: 'How many residents', zh: '请填写涉及人数' } },
    serviceLine: {
        pointer: '/serviceLine',
        code: 'required',
        text: { en: 'The service line it belongs to', zh: '请指明所属服务线' },
    },
};
/** Where communities act: here for good, or as an example. The study and imports keep what others published, and no more. */
const MODERATED = ['live', 'fiction'];
const NOT_MODERATED = {
    en: 'This community stands in records of what was published elsewhere; nobody looks at suggestions there',
    zh: '该社区属于他处已公布的记录数据，不受理需求建议',
};
const NO_COMMUNITY = {
    pointer: '/community',
    code: 'not_found',
    text: { en: 'There is no such community', zh: '没有这个社区' },
};
const NO_PROGRAMME = {
    pointer: '/programme',
    code: 'not_found',
    text: { en: 'No such programme of yours', zh: '没有这个计划，或不属于您的机构' },
};
/** The bodies that see the need, and its place. */
async function audience(tx, id) {
    const [row] = await tx.query(`SELECT coalesce(c.region, s.region) AS region, ${keepersOf('n')} AS tenants
     FROM need n LEFT JOIN community c ON c.id = n.community_id LEFT JOIN service_line s ON s.id = n.service_line_id
     WHERE n.id = $1`, [id]);
    return row ?? { tenants: [], region: null };
}
//# sourceMappingURL=needs.service.js.map