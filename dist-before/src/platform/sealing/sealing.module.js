var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
import { Module } from '@nestjs/common';
import { Keys } from '../config/keys.js';
import { Settings } from '../config/settings.js';
import { KeyProvider, LocalKeyFile } from './key-provider.js';
import { OnlineKeys } from './online-keys.js';
/** What seals, and what opens it again. Knows keys and bytes alone. */
let SealingModule = class SealingModule {
};
SealingModule = __decorate([
    Module({
        providers: [
            { provide: KeyProvider, useFactory: (settings) => new LocalKeyFile(settings), inject: [Settings] },
            { provide: OnlineKeys, useFactory: (keys) => new OnlineKeys(keys), inject: [Keys] },
        ],
        exports: [KeyProvider, OnlineKeys],
    })
], SealingModule);
export { SealingModule };
//# sourceMappingURL=sealing.module.js.map