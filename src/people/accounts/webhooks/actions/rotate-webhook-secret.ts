import { action, guard, type Fact } from '../../../../kernel/actions/action.js';
import { Problem } from '../../../../kernel/errors/problem.js';
import { WEBHOOK_PLACE } from '../../acting/acting-kinds.js';
import { ActingRows } from '../../acting/acting-rows.js';
import { isBoundEndpoint } from '../../acting/bound-row.js';
import { ReasonDto } from '../../reason.dto.js';
import { newWebhookSecret, rotateSecret, WebhookKeys } from '../webhook-keys.js';
import { holdsKey, webhookSubject, type WebhookRow } from '../webhook.subject.js';

const isHolder: Fact<WebhookRow, boolean> = ({ tx, root }) => holdsKey(tx, root.api_key_id);

/** Requests bear both signatures for a day. */
export const rotateWebhookSecret = action(webhookSubject, 'rotate_secret', ReasonDto, {
  operationId: 'rotateWebhookSecret',
  summary: { en: 'Rotate the secret of an endpoint; the answer shows the new one, once', zh: '轮换推送地址的签名密钥' },
  guards: { holder_only: guard({ isHolder }, (facts) => (facts.isHolder ? null : {})) },
  async effect({ tx, root, use }) {
    const keys = use(WebhookKeys);
    const sealed = keys.read(root);
    if (!sealed || !(await isBoundEndpoint(tx.manager, use(ActingRows), root.id))) throw new Problem('not_found');
    tx.bindRow(WEBHOOK_PLACE, root.id, root.id);
    const secret = newWebhookSecret();
    return { set: { sealed: keys.cover(root.id, root.api_key_id, rotateSecret(sealed, secret)) }, shown: { secret } };
  },
});
