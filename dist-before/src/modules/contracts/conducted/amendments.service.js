var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
import { Injectable } from '@nestjs/common';
import { parseYuan } from '../../../platform/money/money.js';
import { amended, amendmentHash, differenceOf } from './amendment.rules.js';
import { amendmentOf } from './conducted-contract.js';
import { hashOf } from './content.rules.js';
/** Amendments: proposed by the buyer as a difference, in force once both parties have signed its hash. */
let AmendmentsService = class AmendmentsService {
    proposal(contract, { content, supplement }) {
        return {
            difference: differenceOf(contract.content, content ?? {}),
            supplement: supplement ? parseYuan(supplement) : null,
        };
    }
    async propose(tx, contract, given) {
        const { difference, supplement } = this.proposal(contract, given);
        const [next] = await tx.query(`SELECT count(*)::integer + 1 AS no FROM contract_amendment WHERE contract_id = $1`, [contract.id]);
        const no = next?.no ?? 1;
        const words = { reasonCode: given.reasonCode ?? '', reason: given.reason ?? '' };
        const hash = amendmentHash({
            contract: contract.id,
            no,
            ...words,
            supplement: given.supplement ?? null,
            difference,
        });
        const [row] = await tx.query(`INSERT INTO contract_amendment (contract_id, no, reason_code, reason, supplement, difference, hash, proposed_at, proposed_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`, [
            contract.id,
            no,
            words.reasonCode,
            words.reason,
            supplement?.toString() ?? null,
            JSON.stringify(difference),
            hash,
            await tx.now(),
            tx.principal.id,
        ]);
        return { data: { amendment: row?.id, no, hash } };
    }
    /** One side signs; with the second signature it is in force. */
    async sign(tx, contract, id, today, signedBy) {
        const { difference, supplement, hash, no } = (await amendmentOf(tx, contract.id, id));
        const both = await signedBy(hash);
        const data = { amendment: id, no, hash, inForce: both };
        if (!both)
            return { data };
        const content = amended(contract.content, difference);
        await tx.query(`UPDATE contract SET content = $2, content_hash = $3, supplements = supplements + $4, window_start = $5, window_end = $6
       WHERE id = $1`, [
            contract.id,
            JSON.stringify(content),
            hashOf(content),
            supplement ?? '0',
            content.window.start,
            content.window.end,
        ]);
        await tx.query(`UPDATE contract_amendment SET state = 'in_force', in_force_on = $2 WHERE id = $1`, [id, today]);
        return { data };
    }
    async withdraw(tx, contract, id) {
        await tx.query(`UPDATE contract_amendment SET state = 'withdrawn' WHERE contract_id = $1 AND id = $2`, [
            contract.id,
            id,
        ]);
        return { data: { amendment: id } };
    }
    async publish(tx, contract, id, today, url) {
        await tx.query(`UPDATE contract_amendment SET published_on = $3, published_url = $4 WHERE contract_id = $1 AND id = $2`, [contract.id, id, today, url]);
        return { data: { amendment: id }, public: true };
    }
};
AmendmentsService = __decorate([
    Injectable()
], AmendmentsService);
export { AmendmentsService };
//# sourceMappingURL=amendments.service.js.map