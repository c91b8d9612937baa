import { Global, Module } from '@nestjs/common';
import { MailAddresses } from '../accounts/mail-address/mail-addresses.js';
import { RegistrationDocumentFiles } from '../accounts/registrations/documents/registration-document-files.js';
import { OrganisationsModule } from '../organisations/organisations.module.js';
import { WorkerNames } from '../organisations/workers/worker-names.js';
import { createAccountKeeper } from './kinds/account-keeper.js';
import { contactKeeper, personBehindKeeper } from './kinds/body-keepers.js';
import { createRegistrationKeeper } from './kinds/registration-keeper.js';
import { createWorkerKeeper } from './kinds/worker-keeper.js';
import { ErasureList } from './erasure-list.js';
import { PersonKinds } from './person-kinds.js';
import { PersonErasure } from './person-erasure.js';
import { RegisterController } from './register.controller.js';
import { TermsSweep } from './terms-sweep.js';
import { PersonCopies } from './requests/person-copies.queries.js';
import {
  PersonalDataRequestActionsController,
  PersonalDataRequestsController,
} from './requests/personal-data-requests.controller.js';
import { PersonalDataRequestsQueries } from './requests/personal-data-requests.queries.js';
import { PersonalDataRequestsService } from './requests/personal-data-requests.service.js';

/** What is kept about people: copies of it, its erasure, what is blocked. */
@Global()
@Module({
  imports: [OrganisationsModule],
  controllers: [RegisterController, PersonalDataRequestsController, PersonalDataRequestActionsController],
  providers: [
    ErasureList,
    PersonCopies,
    PersonErasure,
    PersonKinds,
    PersonalDataRequestsQueries,
    PersonalDataRequestsService,
    TermsSweep,
  ],
  exports: [PersonKinds],
})
export class PersonalDataModule {
  constructor(kinds: PersonKinds, names: WorkerNames, files: RegistrationDocumentFiles, mailboxes: MailAddresses) {
    kinds.contribute(
      'account',
      createAccountKeeper((user, sealed) => mailboxes.uncover(user, sealed)),
    );
    kinds.contribute('worker', createWorkerKeeper(names));
    kinds.contribute('registration', createRegistrationKeeper(files));
    kinds.contribute('contact', contactKeeper);
    kinds.contribute('behind_body', personBehindKeeper);
  }
}
