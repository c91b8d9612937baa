import { action } from '../../../../kernel/actions/action.js';
import { insertTrial, replayEvents, retryDeliveries } from '../../../../kernel/deliveries/targets.js';
import { ReasonDto } from '../../reason.dto.js';
import { webhookSubject } from '../webhook.subject.js';
import { ReplayDto } from '../webhooks.dto.js';

export const testWebhook = action(webhookSubject, 'test', ReasonDto, {
  operationId: 'testWebhookEndpoint',
  summary: { en: 'Send a ping to an endpoint', zh: '向推送地址发送测试消息' },
  async effect({ tx, root }) {
    await insertTrial(tx, root.id);
    return {};
  },
});

export const replayWebhook = action(webhookSubject, 'replay', ReplayDto, {
  operationId: 'replayWebhookEvents',
  summary: { en: 'Send the events after a position to an endpoint again', zh: '从某一位置起重新推送变更' },
  refuses: ['feed_moved'],
  async effect({ tx, root, given }) {
    return { shown: { goOnAfter: await replayEvents(tx, root.id, given.after ?? null) } };
  },
});

export const retryWebhook = action(webhookSubject, 'retry', ReasonDto, {
  operationId: 'retryWebhookDeliveries',
  summary: {
    en: 'Send at once what was given up or waits for its next attempt',
    zh: '立即重新推送失败的和等待重试的消息',
  },
  async effect({ tx, root }) {
    await retryDeliveries(tx, root.id);
    return {};
  },
});
