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
import { invalid } from '../../platform/http/validation.js';
import { asMember } from './open-review.js';
import { leastSuppliers, ReviewDesk } from './review.desk.js';
import { strangers } from './given-bids.js';
/** Who is qualified, and whose bid meets the documents: every bid is spoken of, each rejection has its ground. */
let ChecksService = class ChecksService {
    desk;
    constructor(desk) {
        this.desk = desk;
    }
    /** Order 87 article 44: buyer or agent; in a consultation the panel. */
    qualify(principal, tender, version, dto) {
        return this.desk.step(principal, tender, dto.lot, version, async (tx, open) => {
            await this.desk.enterLot(tx, open, 'qualify', { checked: dto.results });
            mustSpeakOfAll(open, dto);
            const found = open.method === 'OPEN_TENDER'
                ? dto.results
                : await this.desk.find(tx, asMember(open), 'qualification', dto.results);
            if (found !== null)
                await this.decide(tx, open, 'qualification', found);
        });
    }
    /** The panel: what more than half of its members find. */
    checkConformity(principal, tender, version, dto) {
        return this.desk.step(principal, tender, dto.lot, version, async (tx, seen) => {
            const open = asMember(seen);
            await this.desk.enterLot(tx, open, 'check_conformity', { checked: dto.results });
            mustSpeakOfAll(open, dto);
            const found = await this.desk.find(tx, open, 'conformity', dto.results);
            if (found !== null)
                await this.decide(tx, open, 'conformity', found);
        });
    }
    async decide(tx, open, stage, results) {
        await tx.query(`INSERT INTO bid_check (bid_id, stage, passed, ground, detail, checked_at)
       SELECT g.bid, $2, g.passed, g.ground, g.detail, $3
       FROM jsonb_to_recordset($1::jsonb) AS g(bid uuid, passed boolean, ground text, detail text)`, [JSON.stringify(results), stage, await tx.now()]);
        if (stage === 'conformity')
            await this.desk.moveBids(tx, open, 'find_valid', 'valid', results.filter((r) => r.passed).map(({ bid }) => bid));
        await this.desk.moveBids(tx, open, 'reject', 'rejected', results.filter((r) => !r.passed).map(({ bid }) => bid));
        const passed = new Set(results.filter((r) => r.passed).map(({ bid }) => bid));
        const left = new Set(open.bids.filter(({ id }) => passed.has(id)).map(({ bidder_id }) => bidder_id)).size;
        const action = stage === 'qualification' ? 'qualify' : 'check_conformity';
        await this.desk.moveLot(tx, open, action, left < leastSuppliers(open) ? 'failed' : open.lot.state, {
            left,
            rejected: results.filter((r) => !r.passed).map(({ bid, ground }) => ({ bid, ground })),
        });
    }
};
ChecksService = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [ReviewDesk])
], ChecksService);
export { ChecksService };
/** Every bid that still stands, each once; a rejection with its ground. */
function mustSpeakOfAll(open, { results }) {
    strangers(open, results, '/results');
    if (results.length < open.bids.length)
        throw invalid('/results', 'incomplete', { en: 'Every bid is spoken of', zh: '应逐一说明每份投标（响应）' });
    results.forEach(({ passed, ground, detail }, i) => {
        if (passed ? ground || detail : !ground || !detail)
            throw invalid(`/results/${i}/ground`, passed ? 'not_allowed_value' : 'required', {
                en: 'A rejection has a ground and says why; nothing else has',
                zh: '不通过的须给出事由并说明，通过的不填',
            });
    });
}
//# sourceMappingURL=checks.service.js.map