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
import { Problem } from '../../platform/errors/problem.js';
import { LifecycleRegistry } from '../../platform/lifecycle/registry.js';
import { userLifecycle } from './user.lifecycle.js';
/** True where this user is an active administrator and no other one is. */
async function isLastAdmin(tx, id) {
    // Two administrators who act on each other hold different rows; this makes the second one look after the first.
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('throughline last administrator', 0))`);
    const [answer] = await tx.query(`SELECT EXISTS (SELECT FROM seat s JOIN app_user u ON u.id = s.user_id
                    WHERE s.role = 'admin' AND u.state = 'active' AND u.id = $1)
        AND NOT EXISTS (SELECT FROM seat s JOIN app_user u ON u.id = s.user_id
                        WHERE s.role = 'admin' AND u.state = 'active' AND u.id <> $1) AS last`, [id]);
    return answer?.last === true;
}
/** @throws Problem `last_admin`: without an administrator nobody could make one. */
export async function refuseLastAdmin(tx, id) {
    if (await isLastAdmin(tx, id))
        throw new Problem('last_admin');
}
let UserGuards = class UserGuards {
    registry;
    constructor(registry) {
        this.registry = registry;
    }
    onModuleInit() {
        this.registry.register(userLifecycle);
        this.registry.contribute('last_admin', async (tx, id) => ((await isLastAdmin(tx, id)) ? {} : null));
        this.registry.contribute('own_account', (tx, id) => Promise.resolve(tx.principal.id === id ? {} : null));
    }
};
UserGuards = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [LifecycleRegistry])
], UserGuards);
export { UserGuards };
//# sourceMappingURL=user.guards.js.map