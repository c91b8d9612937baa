var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
var OutboxModule_1;
import { Injectable, Module, } from '@nestjs/common';
import { JobQueues } from '../queue/job-queues.js';
import { ChangesController } from './changes.controller.js';
import { ChangesService } from './changes.service.js';
import { Feed } from './feed.js';
import { Nudge } from './nudge.js';
import { Relay } from './relay.js';
/** Starts the relay after the queues are ready to take jobs. */
let RelayBoot = class RelayBoot {
    relay;
    constructor(relay) {
        this.relay = relay;
    }
    onApplicationBootstrap() {
        this.relay.start();
    }
    beforeApplicationShutdown() {
        return this.relay.stop();
    }
};
RelayBoot = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Relay])
], RelayBoot);
/** The outbox: what commits reaches the feed and the queues. */
let OutboxModule = OutboxModule_1 = class OutboxModule {
    static forRoot(options) {
        return {
            module: OutboxModule_1,
            global: true,
            controllers: options.http ? [ChangesController] : [],
            providers: [
                Nudge,
                Feed,
                ChangesService,
                {
                    provide: Relay,
                    useFactory: (queues, nudge) => new Relay(options, queues, nudge),
                    inject: [JobQueues, Nudge],
                },
                ...(options.relays ? [RelayBoot] : []),
            ],
            exports: [Nudge, Feed, Relay],
        };
    }
};
OutboxModule = OutboxModule_1 = __decorate([
    Module({})
], OutboxModule);
export { OutboxModule };
//# sourceMappingURL=outbox.module.js.map