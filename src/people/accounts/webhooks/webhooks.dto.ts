import { ArrayMaxSize, IsArray, IsUUID, Matches, ValidateIf } from 'class-validator';
import type { Principal } from '../../../kernel/access/principal.js';
import { AllowedActionDto, linkAllowedActions } from '../../../kernel/actions/allowed-actions.js';
import { RequiredByAction } from '../../../kernel/actions/required-by-action.js';
import type { Instant } from '../../../kernel/clock/moment.js';
import type { DeliveryState } from '../../../kernel/deliveries/delivery.entity.js';
import type { Uuid } from '../../../kernel/http/id.js';
import { MOST_POSITION } from '../../../kernel/outbox/changes.dto.js';
import { PageQuery } from '../../../kernel/http/lists/list.js';
import { IntegerBetween, OneOf, OptionalField, TextUpTo } from '../../../kernel/http/validation/fields.js';
import { toView } from '../../../kernel/http/view.js';
import { ReasonDto } from '../reason.dto.js';
import { webhookLifecycle, type WebhookState } from './webhook.lifecycle.js';
import { webhookSubject, type WebhookRow } from './webhook.subject.js';

const EventNames = () =>
  OptionalField(IsArray(), ArrayMaxSize(100), Matches(/^[a-z_]{1,60}\.[a-z_]{1,60}$/, { each: true }));
const KindNames = () => OptionalField(IsArray(), ArrayMaxSize(100), Matches(/^[a-z_]{1,60}$/, { each: true }));

/** Where a program wants to be told of changes. */
export class NewWebhookDto {
  /** What it is for. */
  @TextUpTo(100)
  name: string;

  /** Where requests are sent: https, without user and password. */
  @TextUpTo(1000)
  url: string;

  /** A key of yours that may read changes: what it sees is what is sent. */
  @Matches(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, { message: 'is not an id' })
  apiKey: string;

  /** Names of events, e.g. `tender.published`; none: all. */
  @EventNames()
  events?: string[];

  /** Kinds of objects, e.g. `tender`; none: all. */
  @KindNames()
  kinds?: string[];
}

/** What of an endpoint changes. Events before are told by the filters of then. */
export class WebhookChangeDto {
  @ValidateIf((change: WebhookChangeDto) => change.name !== undefined)
  @TextUpTo(100)
  name?: string;

  @ValidateIf((change: WebhookChangeDto) => change.url !== undefined)
  @TextUpTo(1000)
  url?: string;

  /** All of them; null or none: all events. */
  @EventNames()
  events?: string[] | null;

  /** All of them; null or none: all kinds. */
  @KindNames()
  kinds?: string[] | null;
}

/** Where an endpoint goes on. */
export class TakeOverWebhookDto extends ReasonDto {
  /** A key of yours that may read changes: what it sees is what is sent. */
  @RequiredByAction({ en: 'Name a key of yours', zh: '请指明本人的密钥' })
  @IsUUID()
  apiKey: string;

  /** Where requests are sent: https, without user and password. */
  @RequiredByAction({ en: 'Say where requests are sent', zh: '请填写推送地址' })
  @TextUpTo(1000)
  url: string;
}

/** From where it is told once more. */
export class ReplayDto extends ReasonDto {
  /** Position of the feed after which events are sent again, the oldest 10 000 at a time; left out: all that is kept. */
  @IntegerBetween(0, MOST_POSITION, 'optional')
  after?: number;
}

export class WebhooksQuery extends PageQuery {
  @OneOf(webhookLifecycle.states, 'optional')
  state?: string;
}

export class WebhookDeliveriesQuery extends PageQuery {
  @OneOf(['pending', 'delivered', 'dead'], 'optional')
  state?: string;
}

/** With when its target ended. */
export type ShownRow = WebhookRow & { ended_at: Date | null };

/** An endpoint of a program; its secret is shown once, when it is made or rotated. */
export class WebhookDto {
  id: Uuid;

  /** For If-Match. */
  version: number;

  name: string;

  organisation: Uuid;

  /** The key in whose name it is told. */
  apiKey: Uuid;

  /** Null once it ended, or where the row is not as it was written. */
  url: string | null;

  events: string[];

  kinds: string[];

  /** `active`, `disabled`, or `ended` for good. */
  state: WebhookState;

  /** Since when its key may be told nothing, so that nothing is sent to it; null: it may. */
  endedAt: Instant | null;

  createdAt: Instant;

  updatedAt: Instant;

  allowedActions: AllowedActionDto[];

  static fromRow(row: ShownRow, url: string | null, caller: Pick<Principal, 'permissions'>): WebhookDto {
    return toView(WebhookDto, row, {
      organisation: row.organisation_id,
      apiKey: row.api_key_id,
      url,
      allowedActions: linkAllowedActions(webhookSubject, row.state, { id: row.id }, caller),
    });
  }
}

/** An endpoint with its secret, where this answer is the one that shows it. */
export class WebhookWithSecretDto extends WebhookDto {
  /** Shown once: what signatures are verified with (Standard Webhooks). */
  secret?: string;

  /**
   * Of a replay: `after` of the next one, which sends what follows its 10 000; null: nothing more. Of an enabling: `after` of the replay
   * that sends what happened while it was disabled.
   */
  goOnAfter?: number | null;
}

/** A page of endpoints. */
export class WebhookListDto {
  items: WebhookDto[];

  next: string | null;
}

/** One event on its way to an endpoint. */
export class WebhookDeliveryDto {
  /** The `webhook-id` of its requests. */
  id: Uuid;

  /** Of its event in the feed; null: a test. */
  position: number | null;

  /** `pending`, `delivered`, or `dead` after the last attempt. */
  state: DeliveryState;

  attempts: number;

  /** When it is sent again, while it is pending. */
  nextAttemptAt: Instant | null;

  /** What the last attempt was answered. */
  status: number | null;

  /** Why the last attempt failed, in a word. */
  error: string | null;

  createdAt: Instant;

  finishedAt: Instant | null;
}

/** A page of deliveries. */
export class WebhookDeliveryListDto {
  items: WebhookDeliveryDto[];

  next: string | null;
}
