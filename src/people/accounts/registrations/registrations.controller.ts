import { createActionController } from '../../../kernel/actions/action-routes.js';
import { createResourceController, resource } from '../../../kernel/actions/resource-routes.js';
import { KeepCovered } from '../../../kernel/http/idempotency/idempotency.js';
import { askApplicant, confirmRegistration, rejectRegistration } from './actions/decide-registration.js';
import { registrationSubject } from './registration.subject.js';
import { ClaimReceiptDto, RegistrationDto, RegistrationListDto } from './registration-view.dto.js';
import { NewRegistrationDto, RegistrationsQuery } from './registrations.dto.js';
import { RegistrationsQueries } from './registrations.queries.js';
import { RegistrationsService } from './registrations.service.js';

const registrationResource = resource(registrationSubject.path, {
  tag: 'registrations',
  type: RegistrationDto,
  by: RegistrationsQueries,
  read: async (queries, scope, { id }) => RegistrationDto.fromRowForCaller(await queries.one(id, scope), scope),
});

export const RegistrationsController = createResourceController(registrationResource, ({ get, one, send }) => [
  send('registrations', {
    operationId: 'register',
    summary: { en: 'Ask for an account as an agency', zh: '社会组织申请账号' },
    description:
      'No account needed. An administrator decides. The claim code is shown once; with `mailTo` the setup code comes by mail once it is confirmed. Filed again, it is another registration, shown as competing.',
    permit: 'public',
    refuses: ['mail_not_set_up'],
    body: NewRegistrationDto,
    type: ClaimReceiptDto,
    by: RegistrationsService,
    decorators: [KeepCovered() as MethodDecorator],
    perform: (service, { principal, body }) => service.receive(principal, body),
  }),
  get('registrations', {
    operationId: 'listRegistrations',
    summary: { en: 'List registrations', zh: '查询账号申请' },
    description: 'Oldest first.',
    permit: 'registration.decide',
    query: RegistrationsQuery,
    type: RegistrationListDto,
    read: (queries, { scope, query, url }) => queries.list(query, url, scope),
  }),
  one({
    operationId: 'getRegistration',
    summary: { en: 'Read a registration', zh: '查看账号申请' },
    permit: 'registration.decide',
  }),
]);

export const RegistrationActionsController = createActionController(
  registrationSubject,
  [confirmRegistration, askApplicant, rejectRegistration],
  registrationResource,
);
