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
import { ContractedTerms } from '../../tenders/conducted/contracted-terms.js';
import { toldOf } from './amendment.rules.js';
/** The notice of a contract says what the parties agreed on: the talks' words, not those of the documents before them. */
let PublishedTerms = class PublishedTerms {
    terms;
    constructor(terms) {
        this.terms = terms;
    }
    onModuleInit() {
        this.terms.contribute(publishedTerms);
    }
};
PublishedTerms = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [ContractedTerms])
], PublishedTerms);
export { PublishedTerms };
async function publishedTerms(reader, tender) {
    const rows = await reader.query(`SELECT c.fact_id, c.content, (SELECT coalesce(jsonb_agg(jsonb_build_object('difference', a.difference,
         'published', a.published_on IS NOT NULL) ORDER BY a.in_force_at DESC), '[]')
       FROM (SELECT m.*, (SELECT max(s.signed_at) FROM contract_signature s WHERE s.amendment_id = m.id AND s.withdrawn_at IS NULL)
          AS in_force_at FROM contract_amendment m) a WHERE a.contract_id = c.id AND a.state = 'in_force') AS amendments
     FROM contract c WHERE c.tender_id = $1 AND c.conducted = 'here' AND c.content_agreed AND c.fact_id IS NOT NULL`, [tender]);
    return new Map(rows.map(({ fact_id: fact, content, amendments }) => {
        const { requirement, standards, window } = toldOf(content, amendments);
        return [fact, { requirement, standards, window }];
    }));
}
//# sourceMappingURL=published-terms.js.map