import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Webhook } from 'standardwebhooks';
import { Authenticator } from '../../../kernel/access/access-guard.js';
import { toScope } from '../../../kernel/access/scope.js';
import { Settings } from '../../../kernel/config/settings.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import type { Channel, Receiver } from '../../../kernel/deliveries/channel.js';
import { Deliveries } from '../../../kernel/deliveries/deliveries.js';
import { ActingRows } from '../acting/acting-rows.js';
import { isBoundEndpoint } from '../acting/bound-row.js';
import type { Permission } from '../roles.js';
import { AccountAuthenticator } from '../sessions/authenticator.js';
import { OutsideAddresses } from './outside-address.js';
import { listSecrets, WebhookKeys } from './webhook-keys.js';
import { postWebhook } from './webhook-request.js';
import type { WebhookRow } from './webhook.subject.js';

export const WEBHOOK = 'webhook';

/** Signed requests to the endpoints of programs, in the name of their keys. */
@Injectable()
export class WebhookChannel implements Channel, OnModuleInit {
  readonly name = WEBHOOK;
  /** How long an endpoint may take. */
  timeoutMs = 10_000;
  private readonly addresses: OutsideAddresses;

  constructor(
    private readonly deliveries: Deliveries,
    private readonly transactions: Transactions,
    private readonly keys: WebhookKeys,
    private readonly authenticator: Authenticator,
    private readonly settings: Settings,
    private readonly rows: ActingRows,
  ) {
    this.addresses = new OutsideAddresses(settings.webhookAllowedNetworks);
  }

  onModuleInit(): void {
    this.deliveries.addChannel(this);
  }

  /** As the key stands now: revoked, expired, or its holder's account ended, it is told nothing. */
  async findReceiver(target: string): Promise<Receiver | null> {
    const { primary } = this.transactions;
    const [row] = await primary.query<Pick<WebhookRow, 'id' | 'api_key_id' | 'sealed'>[]>(
      `SELECT r.id, r.api_key_id, r.sealed FROM webhook_endpoint r WHERE r.id = $1`,
      [target],
    );
    const sealed = row && this.keys.read(row);
    if (!sealed || !(await isBoundEndpoint(primary, this.rows, row.id))) return null;
    const principal = await (this.authenticator as AccountAuthenticator).findKey(row.api_key_id);
    if (!principal?.permissions.has('changes.read' satisfies Permission)) return null;
    return {
      scope: toScope(principal),
      send: ({ id, body }) => {
        const at = new Date();
        const text = JSON.stringify(body ?? { event: 'ping', at: at.toISOString() });
        const signatures = listSecrets(sealed).map((secret) => new Webhook(secret).sign(id, at, text));
        const headers = {
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
          'webhook-signature': signatures.join(' '),
        };
        const { addresses, timeoutMs } = this;
        return postWebhook({
          ...{ url: new URL(sealed.url), headers, body: text, addresses, timeoutMs },
          production: this.settings.production,
        });
      },
    };
  }
}
