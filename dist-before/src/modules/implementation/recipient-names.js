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
import { forPurpose, Keys } from '../../platform/config/keys.js';
import { coverText, uncoverText } from '../../platform/sealing/covered-text.js';
/** Display names of recipients, under a key that lies outside the database. */
let RecipientNames = class RecipientNames {
    ring;
    constructor(keys) {
        this.ring = forPurpose(keys.identity, 'recipient name').map((key) => key.bytes);
    }
    cover(recipient, name) {
        return coverText(this.ring[0], placeOf(recipient), name);
    }
    /** Null where it was altered, its key is gone, or it was not passed on with who it names. */
    read(recipient, covered) {
        return covered === null ? null : uncoverText(this.ring, placeOf(recipient), covered);
    }
};
RecipientNames = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Keys])
], RecipientNames);
export { RecipientNames };
const placeOf = (recipient) => `throughline recipient 1|${recipient}`;
//# sourceMappingURL=recipient-names.js.map