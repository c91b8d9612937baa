var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
import { Global, Module } from '@nestjs/common';
import { Authenticator } from '../../platform/access/access.guard.js';
import { PermissionCatalogue } from '../../platform/access/route.check.js';
import { AccessTokens } from './access-tokens.js';
import { ApiKeysController } from './api-keys.controller.js';
import { ApiKeysQueries } from './api-keys.queries.js';
import { ApiKeysService } from './api-keys.service.js';
import { AuthController } from './auth.controller.js';
import { AccountAuthenticator, RolePermissions } from './authenticator.js';
import { FirstAccounts } from './first-accounts.js';
import { MeController } from './me.controller.js';
import { MeQueries } from './me.queries.js';
import { Passwords } from './passwords.js';
import { PasswordsService } from './passwords.service.js';
import { RegistrationsController } from './registrations.controller.js';
import { RegistrationsQueries } from './registrations.queries.js';
import { RegistrationsService } from './registrations.service.js';
import { SessionsService } from './sessions.service.js';
import { SignInThrottle } from './sign-in.throttle.js';
import { UserGuards } from './user.guards.js';
import { UsersController } from './users.controller.js';
import { UsersQueries } from './users.queries.js';
import { UsersService } from './users.service.js';
/** Users, seats, sessions, one-time codes, API keys, registrations. Gives the platform its authenticator. */
let AccountsModule = class AccountsModule {
};
AccountsModule = __decorate([
    Global(),
    Module({
        controllers: [AuthController, MeController, UsersController, ApiKeysController, RegistrationsController],
        providers: [
            AccessTokens,
            ApiKeysQueries,
            ApiKeysService,
            FirstAccounts,
            MeQueries,
            Passwords,
            PasswordsService,
            RegistrationsQueries,
            RegistrationsService,
            SessionsService,
            SignInThrottle,
            UserGuards,
            UsersQueries,
            UsersService,
            { provide: Authenticator, useClass: AccountAuthenticator },
            { provide: PermissionCatalogue, useClass: RolePermissions },
        ],
        exports: [Authenticator, PermissionCatalogue, FirstAccounts, SignInThrottle],
    })
], AccountsModule);
export { AccountsModule };
//# sourceMappingURL=accounts.module.js.map