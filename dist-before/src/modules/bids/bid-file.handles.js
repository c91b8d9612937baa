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
import { coverText, uncoverText } from '../../platform/sealing/covered-text.js';
import { OnlineKeys } from '../../platform/sealing/online-keys.js';
/**
 * What an upload answers in the place of a row: the file's random name, its key and what was found of it, covered by an
 * online key and bound to one bid. It lies where the content lies, in the draft's envelope and then inside the seal, and
 * nowhere else: before the opening nothing else leads from a file to its bid.
 */
let BidFileHandles = class BidFileHandles {
    keys;
    constructor(keys) {
        this.keys = keys;
    }
    cover(bid, file) {
        return coverText(this.keys.cover[0], placeOf(bid), JSON.stringify(file)).toString('base64url');
    }
    /** Null where it is none of this bid's. */
    uncover(bid, handle) {
        const text = uncoverText(this.keys.cover, placeOf(bid), Buffer.from(handle, 'base64url'));
        return text === null ? null : JSON.parse(text);
    }
};
BidFileHandles = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [OnlineKeys])
], BidFileHandles);
export { BidFileHandles };
const placeOf = (bid) => `throughline file of a bid 1|${bid}`;
//# sourceMappingURL=bid-file.handles.js.map