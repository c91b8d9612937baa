import { createResourceController, resource } from '../../../kernel/actions/resource-routes.js';
import { KeepIdOnly } from '../../../kernel/http/idempotency/idempotency.js';
import { ExternalIdDto } from '../../../kernel/http/lists/external-id.dto.js';
import {
  NewRecipientDto,
  RecipientChangeDto,
  RecipientDto,
  RecipientListDto,
  RecipientQuery,
} from './recipient.dto.js';
import { RecipientsQueries } from './recipients.queries.js';
import { RecipientsService } from './recipients.service.js';

const recipientResource = resource('service-lines/:id/recipients/:recipient', {
  tag: 'recipients',
  type: RecipientDto,
  by: RecipientsQueries,
  read: (queries, _scope, { recipient }, _language, { principal }) => queries.one(principal, recipient),
});

/** Whom a service line serves. A name is answered to the serving agency alone, and kept nowhere in clear. */
export const RecipientsController = createResourceController(recipientResource, ({ add, get, patch, post, remove }) => [
  get('service-lines/:id/recipients', {
    operationId: 'listRecipients',
    summary: {
      en: 'Recipients of a line that the own body serves, or whose service it buys',
      zh: '查询本机构服务或购买服务的服务对象',
    },
    permit: 'contract.read',
    query: RecipientQuery,
    type: RecipientListDto,
    read: (queries, { principal, id: line, query, url }) => queries.list(principal, line, query, url),
  }),
  post('service-lines/:id/recipients', {
    operationId: 'registerRecipient',
    summary: { en: 'Register a recipient; the number is issued here', zh: '登记服务对象；编号由系统生成' },
    permit: 'service.record',
    refuses: ['conducted_elsewhere', 'contract_not_running'],
    decorators: [KeepIdOnly()],
    body: NewRecipientDto,
    by: RecipientsService,
    make: (service, { principal, id: line, body }) => service.register(principal, line, body),
  }),
  patch('service-lines/:id/recipients/:recipient', {
    operationId: 'changeRecipient',
    summary: {
      en: 'Change what the serving agency, or the committee that took them in, says of a recipient (RFC 7396)',
      zh: '由承接主体或接收服务对象的居（村）委会修改服务对象信息（RFC 7396）',
    },
    permit: ['service.record', 'handover.receive'],
    refuses: ['person_erased'],
    body: RecipientChangeDto,
    by: RecipientsService,
    apply: (service, { principal, id: line, recipient: id, version, body }) =>
      service.change(principal, line, id, version, body),
  }),
  add('service-lines/:id/recipients/:recipient/external-ids', {
    operationId: 'attachRecipientId',
    summary: {
      en: 'Note the number that the serving agency’s own system gives a recipient; the same answer twice',
      zh: '登记承接主体自有系统对该服务对象的编号；重复提交结果相同',
    },
    description: 'Kept as a keyed hash, and shown nowhere. Later files of `kind=recipients` find the recipient by it.',
    permit: 'service.record',
    refuses: ['external_id_taken', 'other_number', 'person_erased'],
    decorators: [KeepIdOnly()],
    version: 'optional',
    body: ExternalIdDto,
    by: RecipientsService,
    apply: (service, { principal, id: line, recipient: id, version, body }) =>
      service.attachNumber(principal, line, { id, version }, body),
  }),
  remove('service-lines/:id/recipients/:recipient/external-ids', {
    operationId: 'detachRecipientId',
    summary: { en: 'Take back the number that the own body gave a recipient', zh: '撤回本机构给服务对象的编号' },
    permit: 'service.record',
    by: RecipientsService,
    apply: (service, { principal, id: line, recipient: id, version }) =>
      service.detachNumber(principal, line, { id, version }),
  }),
]);
