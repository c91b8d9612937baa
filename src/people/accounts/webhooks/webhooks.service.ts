import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { isIP } from 'node:net';
import { listPermittedBodies } from '../../../kernel/access/held.js';
import { toScope } from '../../../kernel/access/scope.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { Settings } from '../../../kernel/config/settings.js';
import { changeData, changedColumns, writeChanges } from '../../../kernel/database/merge-patch.js';
import { lockRoot } from '../../../kernel/database/roots.js';
import { insertRow } from '../../../kernel/database/rows.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { changeTarget, hastenDeliveries, insertTarget } from '../../../kernel/deliveries/targets.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { invalid } from '../../../kernel/http/validation.js';
import { WEBHOOK_PLACE } from '../acting/acting-kinds.js';
import { ActingRows } from '../acting/acting-rows.js';
import { isBoundEndpoint } from '../acting/bound-row.js';
import type { Permission } from '../roles.js';
import { OutsideAddresses } from './outside-address.js';
import { WEBHOOK } from './webhook-channel.js';
import { newWebhookSecret, WebhookKeys } from './webhook-keys.js';
import { WebhookEndpoint } from './webhook-endpoint.entity.js';
import { holdsKey, visibleWebhooks, type WebhookRow } from './webhook.subject.js';
import type { NewWebhookDto, WebhookChangeDto } from './webhooks.dto.js';

/** Endpoints of one key. */
const MOST_OF_KEY = 20;

/** Endpoints of programs, each in the name of a key whose holder made it. */
@Injectable()
export class WebhooksService {
  private readonly addresses: OutsideAddresses;

  constructor(
    private readonly transactions: Transactions,
    private readonly keys: WebhookKeys,
    private readonly settings: Settings,
    private readonly rows: ActingRows,
  ) {
    this.addresses = new OutsideAddresses(settings.webhookAllowedNetworks);
  }

  create(principal: Principal, given: NewWebhookDto): Promise<{ id: string; secret: string }> {
    const url = this.readUrl(given.url);
    const events = given.events ?? [];
    const kinds = given.kinds ?? [];
    return this.transactions.run(principal, async (tx) => {
      const key = await this.lockOwnKey(tx, given.apiKey);
      await this.assertRoom(tx, key.id);
      const id = randomUUID();
      const secret = newWebhookSecret();
      const sealed = this.keys.cover(id, key.id, { url, secret });
      const tenant = key.organisation_id;
      await insertRow(tx, WebhookEndpoint, {
        ...{ id, name: given.name, apiKeyId: key.id, organisationId: tenant, sealed, events, kinds },
      });
      tx.bindRow(WEBHOOK_PLACE, id, id);
      await insertTarget(tx, { id, channel: WEBHOOK, tenant, events, kinds });
      await tx.record({
        ...{ aggregate: 'webhook_endpoint', id, action: 'created', data: { organisation: tenant, apiKey: key.id } },
        ...{ to: 'active', tenants: [tenant] },
      });
      return { id, secret };
    });
  }

  /** What a key may see is sent where its holder says, and nobody else. @throws Problem `holder_only`, `wrong_state`; 400 for an address as at the creation */
  change(principal: Principal, id: string, version: number, given: WebhookChangeDto): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const visible = visibleWebhooks(toScope(principal));
      const row = await lockRoot<WebhookRow>(tx, 'webhook_endpoint', id, visible, new Sql(), version);
      if (!(await holdsKey(tx, row.api_key_id))) throw new Problem('holder_only');
      const sealed = this.keys.read(row);
      if (row.state === 'ended' || !sealed || !(await isBoundEndpoint(tx.manager, this.rows, id)))
        throw new Problem('wrong_state');
      const url = given.url === undefined ? sealed.url : this.readUrl(given.url);
      const { name, events = row.events, kinds = row.kinds } = given;
      const words = { events: events ?? [], kinds: kinds ?? [] };
      const changed = changedColumns({ ...row, url: sealed.url }, { name, url, ...words });
      if (Object.keys(changed).length === 0) return;
      const { url: moved, ...columns } = changed;
      const cover = () => this.keys.cover(id, row.api_key_id, { ...sealed, url });
      await writeChanges(tx, 'webhook_endpoint', id, {
        ...columns,
        ...(moved && { sealed: { from: null, to: cover() } }),
      });
      tx.bindRow(WEBHOOK_PLACE, id, id);
      await changeTarget(tx, id, words);
      if (moved) await hastenDeliveries(tx, id);
      await tx.record({
        ...{ aggregate: 'webhook_endpoint', id, action: 'changed', data: changeData(changed, ['name', 'url']) },
        ...{ from: row.state, to: row.state, tenants: [row.organisation_id] },
      });
    });
  }

  /**
   * A key that the caller holds, in whose name an endpoint may be told, in the body where one is named.
   * @throws 400 `no_such_key`
   */
  async lockOwnKey(tx: Tx, id: string, body?: string): Promise<{ id: string; organisation_id: string }> {
    const managed = listPermittedBodies(tx.principal, 'api_key.manage' satisfies Permission);
    const [key] = await tx.query<{ id: string; organisation_id: string }>(
      `SELECT k.id, k.organisation_id FROM api_key k
       WHERE k.id = $1 AND k.holder_id = $2 AND k.organisation_id = ANY ($3::uuid[]) AND k.state = 'active'
         AND k.expires_at > clock_timestamp() AND 'changes.read' = ANY (k.scopes)
       FOR NO KEY UPDATE`,
      [id, tx.principal.id, body === undefined ? managed : managed.filter((own) => own === body)],
    );
    if (!key)
      throw invalid('/apiKey', 'no_such_key', {
        en: 'You hold no such key that may read changes',
        zh: '您没有此密钥，或该密钥无权读取变更',
      });
    return key;
  }

  /** Counted while the key is locked: each event is sent to all of them. @throws Problem `too_many_endpoints` */
  async assertRoom(tx: Tx, key: string): Promise<void> {
    const there = await tx.query(
      `SELECT id FROM webhook_endpoint WHERE api_key_id = $1 AND state <> 'ended' LIMIT ${MOST_OF_KEY}`,
      [key],
    );
    if (there.length >= MOST_OF_KEY) throw new Problem('too_many_endpoints');
  }

  /** What an address says of itself is refused here; what its name resolves to when it is connected to. */
  readUrl(text: string): string {
    const url = URL.canParse(text) ? new URL(text) : null;
    const isPlain = url?.protocol === 'http:';
    const mayBePlain = !this.settings.production || this.settings.webhookAllowedNetworks !== 'none';
    if (!url || !(url.protocol === 'https:' || (isPlain && mayBePlain)))
      throw invalid('/url', 'not_https', { en: 'The address must begin with https://', zh: '地址须以 https:// 开头' });
    if (url.username !== '' || url.password !== '')
      throw invalid('/url', 'with_credentials', {
        en: 'The address must not contain a user or password',
        zh: '地址中不得包含用户名或密码',
      });
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) !== 0 && !this.addresses.isOpen(host))
      throw invalid('/url', 'not_public', {
        en: 'The address is not a public one, and the operator does not list its network',
        zh: '该地址不是公网地址，且运营方未将其网络列入许可',
      });
    return url.href;
  }
}
