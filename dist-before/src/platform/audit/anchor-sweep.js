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
import { defineJob } from '../queue/job.js';
import { JobRegistry } from '../queue/job-registry.js';
import { Anchors } from './anchors.js';
/** Every minute, what the audit's chains end with is signed and leaves the database. */
export const anchorAudit = defineJob({ kind: 'sweep', name: 'anchor-audit', queue: 'sweeps', every: 60_000 });
let AnchorSweep = class AnchorSweep {
    registry;
    anchors;
    constructor(registry, anchors) {
        this.registry = registry;
        this.anchors = anchors;
    }
    onModuleInit() {
        this.registry.handle(anchorAudit, async () => {
            await this.anchors.run();
        });
    }
};
AnchorSweep = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [JobRegistry,
        Anchors])
], AnchorSweep);
export { AnchorSweep };
//# sourceMappingURL=anchor-sweep.js.map