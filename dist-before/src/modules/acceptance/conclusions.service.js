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
import { todayInShanghai } from '../../platform/clock/moment.js';
import { invalid } from '../../platform/http/validation.js';
import { formatYuan, parseYuan } from '../../platform/money/money.js';
import { ContractAcceptance } from '../contracts/conducted/contract-acceptance.js';
import { hasEnded, HEARD } from './acceptance-root.js';
import { contractAfter } from './acceptance.rules.js';
/** What a round comes to, for its contract and for the public. */
let AcceptanceConclusions = class AcceptanceConclusions {
    contracts;
    constructor(contracts) {
        this.contracts = contracts;
    }
    /** A conclusion says what its result needs. */
    mustSay(contract, given) {
        const need = (pointer, en, zh) => invalid(pointer, 'required', { en, zh });
        const { result, acceptedPart: part, acceptedAmount: amount } = given;
        if (result === undefined)
            throw need('/result', 'What came of it?', '请给出验收结论');
        if (result !== 'passed' && given.reason === undefined)
            throw need('/reason', 'Say why', '请说明理由');
        if (result === 'failed' && given.ground === undefined)
            throw need('/ground', 'Why the contract is ended', '请给出终止合同的事由');
        if (part !== undefined && amount === undefined)
            throw need('/acceptedAmount', 'The amount that follows', '请填写相应金额');
        if (amount === undefined)
            return;
        if (part === undefined)
            throw need('/acceptedPart', 'Which part is accepted', '请写明验收的部分');
        const whole = wholeOf(contract);
        if (parseYuan(amount) > whole)
            throw invalid('/acceptedAmount', 'too_large', {
                en: `At most ${formatYuan(whole)} yuan`,
                zh: `不得超过 ${formatYuan(whole)} 元`,
            });
    }
    async conclude(tx, contract, acceptance, given) {
        const today = todayInShanghai(await tx.now());
        const [row] = await tx.query(`SELECT ${HEARD} AS heard FROM acceptance a WHERE a.id = $1`, [
            acceptance.id,
        ]);
        const heard = row?.heard ?? 0;
        const { result = 'passed', reason = null, acceptedPart = null } = given;
        const amount = amountOf(contract, given);
        const said = saidOf({ ...acceptance, result, accepted_part: acceptedPart, recipients_heard: heard }, today);
        const fact = await this.contracts.say(tx, contract, said);
        return {
            set: {
                result,
                of_ended: hasEnded(contract),
                ground: result === 'failed' ? given.ground : null,
                reason,
                new_due_on: result === 'rectify' ? given.newDueOn : null,
                accepted_part: result === 'passed' ? acceptedPart : null,
                accepted_amount: amount?.toString() ?? null,
                recipients_heard: heard,
                concluded_on: today,
                concluded_by: tx.principal.id,
                fact_id: fact,
            },
            data: { result, ...(acceptedPart !== null && { part: true }) },
        };
    }
    /** After the round itself: no contract is accepted without one. */
    moveContract(tx, { contract, acceptance }, given) {
        const { result = 'passed', reason = null } = given;
        const to = contractAfter({ result, part: given.acceptedPart !== undefined }, hasEnded(contract));
        return this.contracts.conclude(tx, contract, {
            acceptance: acceptance.id,
            to,
            reason,
            ground: to === 'terminated' ? (given.ground ?? null) : null,
            newDueOn: to === 'active' ? (given.newDueOn ?? null) : null,
            amount: amountOf(contract, given),
        });
    }
    async publish(tx, contract, acceptance, url) {
        const said = saidOf(acceptance, acceptance.concluded_on ?? '');
        const fact = acceptance.fact_id ?? '';
        await this.contracts.publish(tx, contract, { acceptance: acceptance.id, fact, said, url });
        const published_on = todayInShanghai(await tx.now());
        return { set: { published_on }, data: { result: acceptance.result, ...(url !== null && { url }) }, public: true };
    }
};
AcceptanceConclusions = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [ContractAcceptance])
], AcceptanceConclusions);
export { AcceptanceConclusions };
const wholeOf = (contract) => BigInt(contract.amount ?? 0) + BigInt(contract.supplements);
function amountOf(contract, given) {
    if (given.result !== 'passed')
        return null;
    return given.acceptedAmount === undefined ? wholeOf(contract) : parseYuan(given.acceptedAmount);
}
/** As the record of the purchase tells it. */
function saidOf(acceptance, concludedOn) {
    const { result, accepted_part: part, recipients_heard: heard } = acceptance;
    return {
        concludedOn,
        ...(result !== null && { result: result === 'passed' && part !== null ? 'partial' : result }),
        ...((acceptance.public_service || (heard ?? 0) > 0) && { recipientsTookPart: (heard ?? 0) > 0 }),
    };
}
//# sourceMappingURL=conclusions.service.js.map