import { action, guard, type Fact } from '../../../../kernel/actions/action.js';
import { wakeTarget } from '../../../../kernel/deliveries/targets.js';
import { Problem } from '../../../../kernel/errors/problem.js';
import { WEBHOOK_PLACE } from '../../acting/acting-kinds.js';
import { ActingRows } from '../../acting/acting-rows.js';
import { isBoundEndpoint } from '../../acting/bound-row.js';
import { listPermissions, type Permission, type Role } from '../../roles.js';
import { seatInForceSql } from '../../seat-standing.queries.js';
import { newWebhookSecret, rotateSecret, WebhookKeys } from '../webhook-keys.js';
import { webhookSubject, type WebhookRow } from '../webhook.subject.js';
import { TakeOverWebhookDto } from '../webhooks.dto.js';
import { WebhooksService } from '../webhooks.service.js';

/** Whether somebody else holds the key who still manages keys of the body: that person rotates and moves the endpoint. */
const isHeldByAnother: Fact<WebhookRow, boolean> = async ({ tx, root, principal }) => {
  const seats = await tx.query<{ role: Role }>(
    `SELECT s.role FROM api_key k JOIN app_user u ON u.id = k.holder_id AND u.state = 'active'
     JOIN seat s ON s.user_id = u.id AND s.organisation_id = $2
     WHERE k.id = $1 AND k.holder_id IS DISTINCT FROM $3 AND ${seatInForceSql('s')}`,
    [root.api_key_id, root.organisation_id, principal.id],
  );
  return listPermissions(seats.map(({ role }) => role)).has('api_key.manage' satisfies Permission);
};

/**
 * Once its holder has left, whoever manages keys of the body goes on with an endpoint in the name of an own key: from then on
 * it is told what that key sees, where the new holder says. The secret before signs for a day as well, so that the program misses
 * nothing.
 */
export const takeOverWebhook = action(webhookSubject, 'take_over', TakeOverWebhookDto, {
  operationId: 'takeOverWebhookEndpoint',
  summary: {
    en: 'Take over an endpoint whose holder has left; the answer shows the new secret, once',
    zh: '接管原持有人已离开的推送地址',
  },
  refuses: ['too_many_endpoints'],
  guards: { holder_still_there: guard({ isHeldByAnother }, (facts) => (facts.isHeldByAnother ? {} : null)) },
  async effect({ tx, root, given, use }) {
    const keys = use(WebhookKeys);
    const service = use(WebhooksService);
    const url = service.readUrl(given.url);
    const key = await service.lockOwnKey(tx, given.apiKey, root.organisation_id);
    if (key.id !== root.api_key_id) await service.assertRoom(tx, key.id);
    const sealed = keys.read(root);
    if (!sealed || !(await isBoundEndpoint(tx.manager, use(ActingRows), root.id))) throw new Problem('not_found');
    tx.bindRow(WEBHOOK_PLACE, root.id, root.id);
    await wakeTarget(tx, root.id);
    const secret = newWebhookSecret();
    const next = rotateSecret({ ...sealed, url }, secret);
    return {
      set: { apiKeyId: key.id, sealed: keys.cover(root.id, key.id, next) },
      data: { apiKey: key.id, before: root.api_key_id },
      shown: { secret },
    };
  },
});
