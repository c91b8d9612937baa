import { ApiProperty } from '@nestjs/swagger';
import { ArrayUnique, IsArray, IsIn } from 'class-validator';
import type { Instant } from '../../kernel/clock/moment.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import type { Uuid } from '../../kernel/http/id.js';
import { ListOf } from '../../kernel/http/lists/list-of.js';
import { PageQuery } from '../../kernel/http/lists/list.js';
import { Ids, OneOf } from '../../kernel/http/validation/fields.js';
import type { Language } from '../../kernel/errors/texts.js';
import { MAIL_RHYTHMS, type MailRhythm } from './inbox.entity.js';
import { TaskActionDto } from '../tasks/tasks.dto.js';
import { NOTIFICATION_KINDS, type NotificationKind } from './notification-kinds.js';

/** Of what the caller is not told. */
export class InboxSettingsDto {
  /** Kinds of tasks, as `GET /me/tasks` has them, and news; none: told of every kind. */
  @IsArray()
  @ArrayUnique()
  @IsIn(NOTIFICATION_KINDS, { each: true })
  @ApiProperty({ enum: [...NOTIFICATION_KINDS], isArray: true, uniqueItems: true })
  muted: NotificationKind[];

  /** How often it comes by mail as well, to the mailbox of `PUT /me/mail-address`; daily: in the morning. Default: never. */
  @OneOf(MAIL_RHYTHMS, 'optional')
  mail?: MailRhythm;

  /** Language of the mails; default: Chinese. */
  @OneOf(['zh', 'en'], 'optional')
  lang?: Language;
}

/** The inbox of the caller. */
export class InboxDto {
  @ApiProperty({ enum: [...NOTIFICATION_KINDS], isArray: true })
  muted: NotificationKind[];
  mail: MailRhythm;
  lang: Language;
  /** Since when it is open. */
  createdAt: Instant;
}

export class NotificationsQuery extends PageQuery {
  /** Only what was not read. */
  @OneOf(['true', 'false'], 'optional')
  unread?: 'true' | 'false';

  @OneOf(NOTIFICATION_KINDS, 'optional')
  kind?: NotificationKind;
}

/** What began to wait for the caller, or news: kind, day and lot, no name. `GET /me/tasks` says the rest to who may know it. */
export class NotificationDto {
  id: Uuid;
  @ApiProperty({ enum: [...NOTIFICATION_KINDS] })
  kind: NotificationKind;
  /** What kind it is, in words. */
  title: string;
  /** The `id` of the task, or of what it is news of. */
  task: Uuid;
  /** The tender that it is news of. */
  tender: Uuid | null;
  /** The contract that it is news of. */
  contract: Uuid | null;
  /** The import that it is news of. */
  import: Uuid | null;
  /** The search that found it, while it is kept. */
  search: Uuid | null;
  /** Number of the lot; null where it is about no single one. */
  lot: number | null;
  /** Where the step is taken; null where several addresses may end it, or only time. */
  action: TaskActionDto | null;
  /** As it was when the caller was told, of a tender that was found its deadline as it is now; null where no day is set. */
  dueOn: PlainDate | null;
  createdAt: Instant;
  readAt: Instant | null;
  /** Since when it does not wait any more. */
  endedAt: Instant | null;
}

/** A page of notifications, newest first. */
export class NotificationListDto extends ListOf(NotificationDto) {}

/** What the caller has read. */
export class ReadNotificationsDto {
  /** Ids of notifications. */
  @Ids({ min: 1, max: 200 })
  ids: string[];
}

/** How many were unread until now. */
export class NotificationsReadDto {
  read: number;
}
