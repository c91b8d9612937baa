import { AuditQueries } from '../../kernel/audit/audit.queries.js';
import { Global, Module } from '@nestjs/common';
import { DocumentsModule } from '../../kernel/documents/documents.module.js';
import { Authenticator } from '../../kernel/access/access-guard.js';
import { PermissionCatalogue } from '../../kernel/access/route-check.js';
import { OwnClock } from '../../kernel/clock/own-clock.js';
import { ActingRows } from './acting/acting-rows.js';
import { AccessTokens } from './sessions/access-tokens.js';
import { ApiKeyActionsController, ApiKeysController } from './api-keys/api-keys.controller.js';
import { ApiKeysQueries } from './api-keys/api-keys.queries.js';
import { ApiKeysService } from './api-keys/api-keys.service.js';
import { CalendarKeysController } from './calendar-keys/calendar-keys.controller.js';
import { CalendarKeysService } from './calendar-keys/calendar-keys.service.js';
import { MailAddressController } from './mail-address/mail-address.controller.js';
import { MailAddressService } from './mail-address/mail-address.service.js';
import { MailAddresses } from './mail-address/mail-addresses.js';
import { UserPrincipals } from './user-principals.js';
import { CodeMailChannel } from './code-mails/code-mail-channel.js';
import { CodeMailboxes } from './code-mails/code-mailboxes.js';
import { AuthController } from './sessions/auth.controller.js';
import { AccountAuthenticator, RolePermissions } from './sessions/authenticator.js';
import { FailedSignIns } from './sessions/sign-in/failed-sign-ins.js';
import { OwnSessions } from './sessions/own-sessions.queries.js';
import { FirstAccounts } from './users/first-accounts.js';
import { MeController } from './users/me.controller.js';
import { MeQueries } from './users/me.queries.js';
import { Passwords } from './sessions/passwords.js';
import { PasswordsService } from './sessions/passwords.service.js';
import { AccountRequestActionsController, AccountRequestsController } from './requests/account-requests.controller.js';
import { AgreedCorrections } from './requests/agreed-corrections.js';
import { CorrectionsService } from './requests/corrections.service.js';
import { AccountRequestsQueries } from './requests/account-requests.queries.js';
import { EndedSignIns } from './sessions/sign-in/ended-sign-ins.js';
import { Identities } from './providers/identities.js';
import { LinksService } from './providers/links.service.js';
import { ProviderClient } from './providers/provider-client.js';
import { ProviderSignInService } from './providers/provider-sign-in.service.js';
import { ProviderStarts } from './providers/provider-starts.js';
import { ProvidersController } from './providers/providers.controller.js';
import { RegistrationClaims } from './registrations/claims/registration-claims.js';
import { RegistrationClaimsController } from './registrations/claims/registration-claims.controller.js';
import { RegistrationActionsController, RegistrationsController } from './registrations/registrations.controller.js';
import { RegistrationDocumentFiles } from './registrations/documents/registration-document-files.js';
import { RegistrationDocumentRoom } from './registrations/documents/registration-document-room.js';
import { RegistrationDocumentsController } from './registrations/documents/registration-documents.controller.js';
import { RegistrationDocumentsService } from './registrations/documents/registration-documents.service.js';
import { RegistrationMailChannel } from './registrations/mails/registration-mail-channel.js';
import { RegistrationMails } from './registrations/mails/registration-mails.js';
import { RegistrationsQueries } from './registrations/registrations.queries.js';
import { RegistrationsService } from './registrations/registrations.service.js';
import { Tickets } from './second-factor/tickets.js';
import { DemandedRoles } from './second-factor/demanded-roles.js';
import { FactorChecks } from './second-factor/factor-checks.js';
import { FactorKeys } from './second-factor/factor-keys.js';
import { SecondFactorController } from './second-factor/second-factor.controller.js';
import { SecondFactorService } from './second-factor/second-factor.service.js';
import { SessionsService } from './sessions/sessions.service.js';
import { OwnPassword } from './sessions/sign-in/own-password.js';
import { SecondPersonGuards } from './second-person-guards.js';
import { SignInThrottle } from './sessions/sign-in/sign-in-throttle.js';
import { UserActionsController, UsersController } from './users/users.controller.js';
import { UsersQueries } from './users/users.queries.js';
import { UsersService } from './users/users.service.js';
import { WebhookChannel } from './webhooks/webhook-channel.js';
import { WebhookKeys } from './webhooks/webhook-keys.js';
import { WebhookActionsController, WebhooksController } from './webhooks/webhooks.controller.js';
import { WebhooksQueries } from './webhooks/webhooks.queries.js';
import { WebhooksService } from './webhooks/webhooks.service.js';
import './accounts-merge-part.js';

/** What is said of these an auditor reads, whatever body it is about. Sessions are none of them: when somebody was there would tell who acted for a panel. */
const ADMINISTRATION = [
  ...['account_request', 'api_key', 'personal_data_request', 'registration', 'user', 'webhook_endpoint'],
  ...['failed_work', 'feed', 'import', 'installation', 'organisation', 'threshold', 'working_calendar'],
];

/** Users, seats, sessions, one-time codes, API keys, registrations. Gives the platform its authenticator. */
@Global()
@Module({
  imports: [DocumentsModule],
  controllers: [
    AuthController,
    ProvidersController,
    SecondFactorController,
    MeController,
    UsersController,
    UserActionsController,
    AccountRequestsController,
    AccountRequestActionsController,
    ApiKeysController,
    ApiKeyActionsController,
    CalendarKeysController,
    MailAddressController,
    RegistrationClaimsController,
    RegistrationDocumentsController,
    RegistrationsController,
    RegistrationActionsController,
    WebhooksController,
    WebhookActionsController,
  ],
  providers: [
    AccessTokens,
    AccountRequestsQueries,
    AgreedCorrections,
    CorrectionsService,
    ActingRows,
    ApiKeysQueries,
    ApiKeysService,
    CalendarKeysService,
    CodeMailboxes,
    CodeMailChannel,
    Tickets,
    DemandedRoles,
    FactorChecks,
    FactorKeys,
    EndedSignIns,
    FailedSignIns,
    FirstAccounts,
    Identities,
    LinksService,
    MeQueries,
    OwnClock,
    OwnPassword,
    OwnSessions,
    Passwords,
    PasswordsService,
    ProviderClient,
    ProviderSignInService,
    ProviderStarts,
    RegistrationClaims,
    RegistrationDocumentFiles,
    RegistrationDocumentRoom,
    RegistrationDocumentsService,
    RegistrationMailChannel,
    RegistrationMails,
    RegistrationsQueries,
    RegistrationsService,
    SecondFactorService,
    SessionsService,
    SecondPersonGuards,
    SignInThrottle,
    MailAddresses,
    MailAddressService,
    UserPrincipals,
    UsersQueries,
    UsersService,
    WebhookChannel,
    WebhookKeys,
    WebhooksQueries,
    WebhooksService,
    { provide: Authenticator, useClass: AccountAuthenticator },
    { provide: PermissionCatalogue, useClass: RolePermissions },
  ],
  exports: [
    UserPrincipals,
    MailAddresses,
    CalendarKeysService,
    Authenticator,
    PermissionCatalogue,
    FailedSignIns,
    FirstAccounts,
    OwnClock,
    SignInThrottle,
    ActingRows,
    Passwords,
    RegistrationDocumentFiles,
  ],
})
export class AccountsModule {
  constructor(audit: AuditQueries) {
    for (const aggregate of ADMINISTRATION) audit.administration.add(aggregate);
  }
}
