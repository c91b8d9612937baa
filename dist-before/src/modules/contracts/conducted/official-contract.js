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
import { NoticeSteps } from '../../tenders/conducted/notice.steps.js';
import { changeOfContract } from './conducted-contract.js';
/** A contract is published on the day on which the official site had its notice (Regulation article 50). */
let OfficialContract = class OfficialContract {
    notices;
    constructor(notices) {
        this.notices = notices;
    }
    onModuleInit() {
        this.notices.contribute(async (tx, notice) => {
            if (notice.kind === 'contract')
                await moveContracts(tx, notice);
        });
    }
};
OfficialContract = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [NoticeSteps])
], OfficialContract);
export { OfficialContract };
async function moveContracts(tx, { tender, lots, url, publishedOn }) {
    const moved = await tx.query(`UPDATE contract c SET published_on = $3, published_url = $5, version = c.version + 1, updated_at = clock_timestamp()
     WHERE c.tender_id = $1 AND c.conducted = 'here' AND c.published AND c.state NOT IN ('draft', 'void')
       AND (c.published_on IS DISTINCT FROM $3::date OR c.published_url IS DISTINCT FROM $5)
       AND ($4::boolean OR c.lot_id IN (SELECT id FROM lot WHERE tender_id = $1 AND no = ANY ($2::int[]))) RETURNING c.*`, [tender.id, lots.filter((lot) => lot !== null), publishedOn, lots.includes(null), url]);
    for (const contract of moved)
        await tx.record({
            ...changeOfContract(contract),
            action: 'notice_recorded',
            data: { tender: tender.id, url, publishedOn },
            public: true,
        });
}
//# sourceMappingURL=official-contract.js.map