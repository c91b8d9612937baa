import { action } from '../../../../kernel/actions/action.js';
import { pauseTarget, removeTarget, resumeTarget } from '../../../../kernel/deliveries/targets.js';
import { WEBHOOK_PLACE } from '../../acting/acting-kinds.js';
import { ReasonDto } from '../../reason.dto.js';
import { webhookSubject } from '../webhook.subject.js';

export const disableWebhook = action(webhookSubject, 'disable', ReasonDto, {
  operationId: 'disableWebhookEndpoint',
  summary: { en: 'Send nothing to an endpoint any more', zh: '停用推送地址' },
  async effect({ tx, root }) {
    await pauseTarget(tx, root.id);
    return {};
  },
});

export const enableWebhook = action(webhookSubject, 'enable', ReasonDto, {
  operationId: 'enableWebhookEndpoint',
  summary: {
    en: 'Send to an endpoint again; what happened meanwhile is asked for by replay',
    zh: '重新启用推送地址（停用期间的变更可申请重新推送）',
  },
  async effect({ tx, root }) {
    return { shown: { goOnAfter: await resumeTarget(tx, root.id) } };
  },
});

/** What was on its way is not sent, and address and secret are forgotten; its place is free for another endpoint of the key. */
export const endWebhook = action(webhookSubject, 'end', ReasonDto, {
  operationId: 'endWebhookEndpoint',
  summary: { en: 'End an endpoint for good', zh: '注销推送地址' },
  async effect({ tx, root }) {
    await pauseTarget(tx, root.id);
    await removeTarget(tx, root.id);
    tx.bindRow(WEBHOOK_PLACE, root.id, root.id);
    return { set: { sealed: Buffer.alloc(0) } };
  },
});
