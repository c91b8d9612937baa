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
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { invalid } from '../../platform/http/validation.js';
import { LifecycleRegistry } from '../../platform/lifecycle/registry.js';
import { tenderGate } from '../tenders/tender-gate.js';
import { hashOfText, merged, NO_CONTENT, textOf } from './bid-content.rules.js';
import { withEvent } from './bid-head.js';
import { placeOf } from './bid-place.js';
import { BidFilesService } from './bid-files.service.js';
import { BidOwners } from './bid.owners.js';
import { BidRestoring } from './bid.restoring.js';
import { bidLifecycle } from './bid.lifecycle.js';
import { classOf, Envelopes } from './envelopes.js';
import { TenderKeys } from './tender-keys.js';
const NEW = { state: 'draft', version: 1, at: null, sha256: null, revision: null, history: [] };
/**
 * Bids before their opening. A transaction here writes one row of one table and nothing else: no audit, no event, no answer
 * under a key. Whatever shared its number would say in a copy of the database whose envelope it is.
 */
let BidsService = class BidsService {
    transactions;
    registry;
    envelopes;
    owners;
    keys;
    files;
    restoring;
    constructor(transactions, registry, envelopes, owners, keys, files, restoring) {
        this.transactions = transactions;
        this.registry = registry;
        this.envelopes = envelopes;
        this.owners = owners;
        this.keys = keys;
        this.files = files;
        this.restoring = restoring;
    }
    onModuleInit() {
        this.registry.register(bidLifecycle);
    }
    /** A draft; asked for again it is the same one, as it is. */
    create(principal, lot, dto) {
        const organisation = actingBody(principal, 'bid.make', dto.organisation, '/organisation');
        return this.transactions.run(principal, async (tx) => {
            const place = await this.mustBePlace(tx, lot);
            await mustShareDataset(tx, organisation, place);
            await this.mustBeOpen(tx, place, organisation);
            const content = merged(NO_CONTENT, dto.content ?? {});
            // Nothing was uploaded for it yet.
            await this.files.mustBeUploaded('', content);
            const head = { ...NEW, organisation, lot, history: [] };
            return this.envelopes.make(tx, this.envelopes.blinds(organisation, lot), head, content);
        });
    }
    /** What was submitted is not changed but replaced as a whole. */
    async change(principal, id, version, dto) {
        const changed = await this.transactions.run(principal, async (tx) => {
            const { lot, organisation, head, body } = await this.lockOwn(tx, principal, id);
            mustBeVersion(head, version);
            if (head.state === 'submitted')
                throw new Problem('wrong_state', { facts: { state: head.state, action: 'change' } });
            await this.mustBeOpen(tx, await this.mustBePlace(tx, lot), organisation);
            const before = contentOf(body);
            const content = merged(before, dto.content ?? {});
            const text = textOf(content);
            if (text.equals(textOf(before)))
                return null;
            await this.files.mustBeUploaded(id, content);
            const after = { ...head, version: head.version + 1 };
            await this.envelopes.rewrite(tx, id, after, text, classOf(text));
            return { before, content };
        });
        if (changed)
            await this.files.removeUnnamed(id, changed.before, changed.content);
    }
    async act(principal, id, version, action, dto) {
        if (action === 'restore')
            return this.restoring.restore(principal, id, version, dto);
        if (action === 'restore_final_offer')
            return this.restoring.restoreFinalOffer(principal, id, version, dto);
        if (dto.receipt)
            throw invalid('/receipt', 'unknown_field', { en: 'Only `restore` takes a receipt', zh: '仅恢复时可附回执' });
        if (action === 'submit')
            return this.submit(principal, id, version, dto);
        if (action === 'withdraw')
            return this.withdraw(principal, id, version, dto);
        throw new Problem('route_not_found');
    }
    /**
     * Seals first; then passes the tender's gate and reads the time behind it. Sent again, it is answered from the hash of
     * what lies there, whatever the time has become.
     */
    async submit(principal, id, version, dto) {
        const reader = this.transactions.reader;
        const owner = await this.owners.own(principal, id);
        const place = await placeOf(reader, owner.lot);
        const { head } = owner;
        if (!place || head === null)
            throw new Problem('not_found');
        const content = dto.content
            ? merged(NO_CONTENT, dto.content)
            : head.state === 'submitted'
                ? null
                : contentOf(owner.body);
        if (content === null)
            return;
        const text = textOf(content);
        const sha256 = hashOfText(text);
        if (head.state === 'submitted' && head.sha256 === sha256)
            return;
        if (content.price === null)
            throw invalid('/content/price', 'required', { en: 'A bid says its price', zh: '投标须载明报价' });
        const size = classOf(text);
        await this.files.mustBeUploaded(id, content);
        const revision = place.revision ?? 1;
        const { tender, lot } = place;
        const { organisation } = owner;
        const body = await this.keys.seal(reader, { bid: id, tender, lot, organisation, sha256, revision }, text);
        await this.transactions.run(principal, async (tx) => {
            await tenderGate(tx, tender, 'shared');
            const { head: now } = await this.lockOwn(tx, principal, id);
            if (now.state === 'submitted' && now.sha256 === sha256)
                return;
            const behind = await this.mustBePlace(tx, lot);
            mustBeSealed(behind, 'submit');
            mustBeVersion(now, version);
            await this.enter(tx, behind, organisation, now, 'submit');
            if ((behind.revision ?? 1) !== revision)
                throw new Problem('conflict');
            const at = behind.now;
            const after = {
                ...now,
                state: 'submitted',
                version: now.version + 1,
                at,
                sha256,
                revision,
                history: withEvent(now.history, { action: 'submitted', at, by: principal.id, sha256 }),
            };
            await this.envelopes.rewrite(tx, id, after, body, size);
        });
    }
    /** Nothing of what was submitted is left. */
    withdraw(principal, id, version, dto) {
        if (dto.content)
            throw invalid('/content', 'unknown_field', { en: '`withdraw` takes no content', zh: '撤回时不附内容' });
        return this.transactions.run(principal, async (tx) => {
            const own = await this.owners.own(principal, id);
            const place = await this.mustBePlace(tx, own.lot);
            await tenderGate(tx, place.tender, 'shared');
            const { head, envelope } = await this.lockOwn(tx, principal, id);
            if (head.state === 'withdrawn')
                return;
            const behind = await this.mustBePlace(tx, own.lot);
            mustBeSealed(behind, 'withdraw');
            mustBeVersion(head, version);
            await this.enter(tx, behind, own.organisation, head, 'withdraw');
            const at = behind.now;
            const history = withEvent(head.history, { action: 'withdrawn', at, by: principal.id });
            const kept = { organisation: head.organisation, lot: head.lot, uploads: head.uploads };
            const after = { ...NEW, ...kept, state: 'withdrawn', version: head.version + 1, history };
            await this.envelopes.rewrite(tx, id, after, textOf(NO_CONTENT), envelope.size_class);
        });
    }
    async enter(tx, place, organisation, head, action) {
        const given = { place, organisation };
        await this.registry.enter(tx, bidLifecycle, { id: place.lot, state: head.state }, action, given);
    }
    /** The same refusals for what leads to a submission. */
    mustBeOpen(tx, place, organisation) {
        const given = { place, organisation };
        return this.registry.pass(tx, 'bid', 'draft', ['lot_not_open', 'deadline_passed'], place.lot, given);
    }
    async mustBePlace(tx, lot) {
        const place = await placeOf(tx.manager, lot);
        if (!place)
            throw new Problem('not_found');
        return place;
    }
    async lockOwn(tx, principal, id) {
        const own = await this.owners.lock(tx, principal, id);
        const { head } = own;
        if (head === null)
            throw new Problem('not_found');
        return { ...own, head };
    }
};
BidsService = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions,
        LifecycleRegistry,
        Envelopes,
        BidOwners,
        TenderKeys,
        BidFilesService,
        BidRestoring])
], BidsService);
export { BidsService };
const contentOf = (body) => body === null ? NO_CONTENT : JSON.parse(body.toString());
function mustBeVersion(head, version) {
    if (head.version !== version)
        throw new Problem('stale_version');
}
/** From the opening on a bid goes on elsewhere. */
function mustBeSealed({ lot_state: state }, action) {
    if (state !== null && !['open', 'suspended'].includes(state))
        throw new Problem('wrong_state', { facts: { lot: state, action } });
}
async function mustShareDataset(tx, organisation, place) {
    const rows = await tx.query(`SELECT FROM organisation WHERE id = $1 AND dataset = $2`, [organisation, place.dataset]);
    if (rows.length > 0)
        return;
    throw new Problem('dataset_mismatch', {
        errors: [
            {
                pointer: '/organisation',
                code: 'dataset_mismatch',
                text: { en: 'The body belongs to another dataset', zh: '该组织属于其他数据集' },
            },
        ],
    });
}
//# sourceMappingURL=bids.service.js.map