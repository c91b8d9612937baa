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
import { invalid } from '../../../platform/http/validation.js';
import { regionPrefix } from '../../../platform/identity/regions.js';
import { LifecycleRegistry } from '../../../platform/lifecycle/registry.js';
/** Whoever bids, or acts for the buyer for money, is no witness. */
const INTERESTED = ['agency_manager', 'agency_worker', 'procurement_agent'];
/**
 * The witness of an opening: another person of the buyer, one of a community that the purchase serves, or the supervisor.
 * From the deadline on the witness sees the tender and may be the second to open its bids.
 */
let WitnessGuard = class WitnessGuard {
    registry;
    constructor(registry) {
        this.registry = registry;
    }
    onModuleInit() {
        this.registry.contribute('witness_has_interest', async (tx, tender, { user }) => {
            const seats = await tx.query(`SELECT s.role, o.region, t.region AS tender_region, s.organisation_id = t.buyer_id AS buyer,
           EXISTS (SELECT FROM tender_service_line x JOIN service_line_community c ON c.service_line_id = x.service_line_id
             JOIN community m ON m.id = c.community_id
             WHERE x.tender_id = t.id AND m.committee_id = s.organisation_id) AS community
         FROM seat s JOIN app_user u ON u.id = s.user_id AND u.state = 'active'
         JOIN organisation o ON o.id = s.organisation_id CROSS JOIN tender t WHERE u.id = $2 AND t.id = $1`, [tender, user ?? null]);
            const fit = seats.some(isWitness) && !seats.some(({ role }) => INTERESTED.includes(role));
            return fit
                ? null
                : {
                    errors: [
                        {
                            pointer: '/user',
                            code: 'not_eligible',
                            text: {
                                en: 'A person of the buyer, of a community it serves, or the supervisor, without a seat in a supplier or agent',
                                zh: '见证人应为采购人、服务所在社区或监督部门人员，且不在供应商或代理机构任职',
                            },
                        },
                    ],
                };
        });
    }
};
WitnessGuard = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [LifecycleRegistry])
], WitnessGuard);
export { WitnessGuard };
function isWitness({ role, region, tender_region, buyer, community }) {
    if (role === 'bureau_officer' || role === 'bureau_approver')
        return buyer;
    if (role === 'community_worker')
        return community;
    return role === 'supervisor' && region !== null && (tender_region ?? '').startsWith(regionPrefix(region));
}
export async function appointWitness(tx, tender, user) {
    if (user === undefined)
        throw invalid('/user', 'required', { en: 'Who is it?', zh: '请指明见证人' });
    await tx.query(`INSERT INTO tender_witness (tender_id, user_id, appointed_at, appointed_by) VALUES ($1, $2, $3, $4)
     ON CONFLICT (tender_id, user_id) DO NOTHING`, [tender, user, await tx.now(), tx.principal.id]);
    return { witness: user };
}
//# sourceMappingURL=witness.js.map