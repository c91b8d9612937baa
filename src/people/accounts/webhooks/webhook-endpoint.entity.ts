import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import { VersionedRow } from '../../../kernel/database/column-types.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { ApiKey } from '../api-keys/api-key.entity.js';
import type { WebhookState } from './webhook.lifecycle.js';

/** Where a program is told of what its key may see. Its id is that of its target. */
@Entity('webhook_endpoint')
@Index('webhook_endpoint_order', ['createdAt', 'id'])
@Index('webhook_endpoint_key', ['apiKeyId'])
@Index('webhook_endpoint_organisation', ['organisationId'])
export class WebhookEndpoint extends VersionedRow {
  @Column('text') name: string;
  @ForeignKey(() => ApiKey) @Column('uuid') apiKeyId: string;
  @ForeignKey('Organisation') @Column('uuid') organisationId: string;
  /** Address and secrets, under a key that lies outside the database, and bound to this row and its API key; empty once it ended. */
  @Column('bytea') sealed: Buffer;
  @Column('text', { array: true }) events: string[];
  @Column('text', { array: true }) kinds: string[];
  @Check("state IN ('active', 'disabled', 'ended')")
  @Column('text', { default: 'active' })
  state: Default<WebhookState>;
}
