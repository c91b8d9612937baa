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
import { formatYuan } from '../../platform/money/money.js';
import { ContractSteps } from '../contracts/conducted/contract.steps.js';
import { toParties } from './paid-contract.js';
import { scheduleOf } from './schedule.rules.js';
/** What both parties have agreed on comes into force by these. */
const AGREEING = new Set(['sign', 'confirm_content', 'amend']);
/** The instalments of a contract, made from what both parties signed and changed by what both amended. */
let ScheduleService = class ScheduleService {
    steps;
    constructor(steps) {
        this.steps = steps;
    }
    onModuleInit() {
        this.steps.contribute({ after: (tx, contract, action) => this.follow(tx, contract, action) });
    }
    async follow(tx, contract, action) {
        if (!AGREEING.has(action))
            return;
        const [row] = await tx.query(`SELECT * FROM contract WHERE id = $1`, [contract]);
        if (!row?.content_agreed || row.amount === null)
            return;
        const stored = await tx.query(`SELECT id, no, share_no, amendment_id, trigger, trigger_of, share, amount::text, dropped, state FROM payment
       WHERE contract_id = $1 ORDER BY no FOR NO KEY UPDATE`, [contract]);
        const supplements = await tx.query(`SELECT id AS amendment, supplement::text AS amount FROM contract_amendment
       WHERE contract_id = $1 AND state = 'in_force' AND supplement > 0 ORDER BY no`, [contract]);
        const fixed = new Map(stored.flatMap((p) => p.state === 'scheduled' || p.share_no === null ? [] : [[p.share_no, BigInt(p.amount)]]));
        const wanted = scheduleOf(BigInt(row.amount), row.content.payments, supplements.map(({ amendment, amount }) => ({ amendment, amount: BigInt(amount) })), fixed);
        const changes = changesOf(stored, wanted);
        if (changes.length === 0)
            return;
        const made = await tx.query(STORE, [
            contract,
            row.dataset,
            JSON.stringify(changes),
        ]);
        await tx.recordAll(made.map(({ id, version, dropped, amount }) => ({
            ...toParties(row),
            aggregate: 'payment',
            id,
            action: dropped ? 'dropped' : version === 1 ? 'scheduled' : 'rescheduled',
            to: 'scheduled',
            data: { contract, amount: formatYuan(amount) },
        })));
    }
};
ScheduleService = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [ContractSteps])
], ScheduleService);
export { ScheduleService };
const isOf = (p, { shareNo, amendment }) => p.share_no === shareNo && p.amendment_id === amendment;
/** What is to be written so that what is stored is what is wanted; what was asked for stays as it is. */
function changesOf(stored, wanted) {
    let next = stored.reduce((last, { no }) => Math.max(last, no), 0);
    const rows = wanted.flatMap((w) => {
        const old = stored.find((p) => isOf(p, w));
        if (old !== undefined && old.state !== 'scheduled')
            return [];
        const same = old !== undefined &&
            !old.dropped &&
            old.trigger === w.trigger &&
            old.trigger_of === w.of &&
            old.share === w.share &&
            BigInt(old.amount) === w.amount;
        if (same)
            return [];
        return [
            {
                no: old?.no ?? ++next,
                share_no: w.shareNo,
                amendment_id: w.amendment,
                trigger: w.trigger,
                trigger_of: w.of,
                share: w.share,
                amount: w.amount.toString(),
                dropped: false,
            },
        ];
    });
    const gone = stored
        .filter((p) => p.state === 'scheduled' && !p.dropped && !wanted.some((w) => isOf(p, w)))
        .map((p) => ({ ...p, amount: '0', dropped: true }));
    return [...rows, ...gone];
}
const STORE = `
  INSERT INTO payment AS p (contract_id, dataset, no, share_no, amendment_id, trigger, trigger_of, share, amount, dropped)
  SELECT $1, $2, g.no, g.share_no, g.amendment_id, g.trigger, g.trigger_of, g.share, g.amount, g.dropped
  FROM jsonb_to_recordset($3::jsonb) AS g(no integer, share_no integer, amendment_id uuid, trigger text, trigger_of integer,
    share integer, amount bigint, dropped boolean)
  ON CONFLICT (contract_id, no) DO UPDATE SET trigger = EXCLUDED.trigger, trigger_of = EXCLUDED.trigger_of,
    share = EXCLUDED.share, amount = EXCLUDED.amount, dropped = EXCLUDED.dropped, version = p.version + 1,
    updated_at = clock_timestamp()
  RETURNING p.id, p.version, p.dropped, p.amount::text`;
//# sourceMappingURL=schedule.service.js.map