var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
import { Injectable } from '@nestjs/common';
import { invalid } from '../../../platform/http/validation.js';
/** What the agency asks the buyer to consent to. One of each kind is open at a time. */
let ContractRequests = class ContractRequests {
    async ask(tx, contract, kind, detail, reason) {
        if (detail === undefined)
            throw invalid(`/${kind}`, 'required', { en: 'Say what is asked for', zh: '请说明申请内容' });
        const [row] = await tx.query(`INSERT INTO contract_request (contract_id, kind, detail, reason, asked_at, asked_by)
       VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`, [contract.id, kind, JSON.stringify(detail), reason, await tx.now(), tx.principal.id]);
        return { data: { request: row?.id } };
    }
    async decide(tx, contract, kind, state, reason) {
        const [row] = await tx.query(`UPDATE contract_request SET state = $3, decided_at = $4, decided_by = $5, decision_reason = $6
       WHERE contract_id = $1 AND kind = $2 AND state = 'asked' RETURNING id, detail`, [contract.id, kind, state, await tx.now(), tx.principal.id, reason ?? null]);
        return row;
    }
};
ContractRequests = __decorate([
    Injectable()
], ContractRequests);
export { ContractRequests };
//# sourceMappingURL=contract-requests.js.map