import { createActionController } from '../../../kernel/actions/action-routes.js';
import { createResourceController, resource } from '../../../kernel/actions/resource-routes.js';
import { KeepIdOnly } from '../../../kernel/http/idempotency/idempotency.js';
import { disableWebhook, enableWebhook, endWebhook } from './actions/enable-webhook.js';
import { replayWebhook, retryWebhook, testWebhook } from './actions/replay-webhook.js';
import { rotateWebhookSecret } from './actions/rotate-webhook-secret.js';
import { takeOverWebhook } from './actions/take-over-webhook.js';
import { webhookSubject } from './webhook.subject.js';
import {
  NewWebhookDto,
  WebhookDeliveriesQuery,
  WebhookDeliveryListDto,
  WebhookChangeDto,
  WebhookDto,
  WebhookListDto,
  WebhooksQuery,
  WebhookWithSecretDto,
} from './webhooks.dto.js';
import { WebhooksQueries } from './webhooks.queries.js';
import { WebhooksService } from './webhooks.service.js';

const webhookResource = resource(webhookSubject.path, {
  tag: 'webhook-endpoints',
  type: WebhookDto,
  by: WebhooksQueries,
  read: (queries, scope, { id }) => queries.one(id, scope),
});

export const WebhooksController = createResourceController(webhookResource, ({ get, one, patch, send }) => [
  send('webhook-endpoints', {
    operationId: 'createWebhookEndpoint',
    summary: { en: 'Make an endpoint that is told of changes', zh: '新建推送地址' },
    description: 'The answer shows the secret that signs its requests, once.',
    permit: 'api_key.manage',
    decorators: [KeepIdOnly()],
    refuses: ['too_many_endpoints'],
    body: NewWebhookDto,
    type: WebhookWithSecretDto,
    by: WebhooksService,
    perform: async (service, { principal, scope, body }, use) => {
      const { id, secret } = await service.create(principal, body);
      return { ...(await use(WebhooksQueries).one(id, scope)), secret };
    },
  }),
  get('webhook-endpoints', {
    operationId: 'listWebhookEndpoints',
    summary: { en: 'List endpoints', zh: '查询推送地址' },
    permit: 'api_key.manage',
    query: WebhooksQuery,
    type: WebhookListDto,
    read: (queries, { scope, query, url }) => queries.list(query, url, scope),
  }),
  one({
    operationId: 'getWebhookEndpoint',
    summary: { en: 'Read an endpoint, without its secret', zh: '查看推送地址（不含密钥）' },
    permit: 'api_key.manage',
  }),
  patch('webhook-endpoints/:id', {
    operationId: 'changeWebhookEndpoint',
    summary: {
      en: 'Change name, address or filters of an endpoint, by the holder of its key (RFC 7396)',
      zh: '修改推送地址（限密钥持有人，RFC 7396）',
    },
    permit: 'api_key.manage',
    refuses: ['holder_only', 'wrong_state'],
    body: WebhookChangeDto,
    by: WebhooksService,
    apply: (service, { principal, id, version, body }) => service.change(principal, id, version, body),
  }),
  get('webhook-endpoints/:id/deliveries', {
    operationId: 'listWebhookDeliveries',
    summary: { en: 'What was sent to an endpoint, and what waits', zh: '查询推送记录' },
    permit: 'api_key.manage',
    query: WebhookDeliveriesQuery,
    type: WebhookDeliveryListDto,
    read: (queries, { id, scope, query, url }) => queries.listDeliveries(id, query, url, scope),
  }),
]);

export const WebhookActionsController = createActionController(
  webhookSubject,
  [
    disableWebhook,
    enableWebhook,
    endWebhook,
    rotateWebhookSecret,
    takeOverWebhook,
    testWebhook,
    replayWebhook,
    retryWebhook,
  ],
  { ...webhookResource, type: WebhookWithSecretDto, showsSecret: true },
);
