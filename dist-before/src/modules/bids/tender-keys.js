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
import { newKeyPair, seal, unseal } from '../../platform/sealing/hpke.js';
import { KeyProvider } from '../../platform/sealing/key-provider.js';
import { DraftSteps } from '../tenders/conducted/draft.steps.js';
import { textOf } from './bid-content.rules.js';
const PURPOSES = ['identity', 'content'];
/** What is sealed for one bid opens for no other, and no identity as a content. */
const infoOf = (purpose, bid, lot) => `throughline sealed bid 1|${purpose}|${lot}|${bid}`;
const wrapInfo = (tender, purpose) => `throughline tender key 1|${purpose}|${tender}`;
/**
 * The two key pairs of a tender, made with its issue. A serving process uses the public halves; the private ones lie
 * wrapped, and only a process that holds the provider's key unwraps them.
 */
let TenderKeys = class TenderKeys {
    provider;
    steps;
    constructor(provider, steps) {
        this.provider = provider;
        this.steps = steps;
    }
    onModuleInit() {
        this.steps.contributeToIssue((tx, tender) => this.make(tx, tender));
    }
    async make(tx, tender) {
        for (const purpose of PURPOSES) {
            const pair = await newKeyPair();
            const wrapped = await this.provider.wrap(pair.privateKey, wrapInfo(tender, purpose));
            await tx.query(`INSERT INTO tender_key (tender_id, purpose, public_key, wrapped_by, wrapped) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT DO NOTHING`, [tender, purpose, pair.publicKey, wrapped.key, wrapped.bytes]);
        }
    }
    /** Seals a bid to its tender: whose it is, and the text of its content. */
    async seal(reader, identity, content) {
        const { bid, lot, tender } = identity;
        const rows = await reader.query(`SELECT purpose, public_key FROM tender_key WHERE tender_id = $1`, [tender]);
        const sealed = async (purpose, text) => {
            const key = rows.find((row) => row.purpose === purpose);
            if (!key)
                throw new Error(`Tender ${tender} has no ${purpose} key`);
            return (await seal(key.public_key, infoOf(purpose, bid, lot), text)).toString('base64');
        };
        const [whose, what] = await Promise.all([sealed('identity', textOf(identity)), sealed('content', content)]);
        const body = { identity: whose, content: what };
        return Buffer.from(JSON.stringify(body));
    }
    /** A private key, unwrapped. Where it is used is the whole of what protects a bid. */
    async privateKey(tx, tender, purpose) {
        const [row] = await tx.query(`SELECT wrapped_by, wrapped FROM tender_key WHERE tender_id = $1 AND purpose = $2`, [tender, purpose]);
        if (!row)
            throw new Error(`Tender ${tender} has no ${purpose} key`);
        return this.provider.unwrap({ key: row.wrapped_by, bytes: row.wrapped }, wrapInfo(tender, purpose));
    }
    /** What was sealed to this key for this bid; null where it was altered. */
    async unseal(key, purpose, bid, lot, sealed) {
        const text = await unseal(key, infoOf(purpose, bid, lot), Buffer.from(sealed, 'base64'));
        return text && JSON.parse(text.toString());
    }
};
TenderKeys = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [KeyProvider,
        DraftSteps])
], TenderKeys);
export { TenderKeys };
//# sourceMappingURL=tender-keys.js.map