import type { Language } from '../../kernel/errors/texts.js';
import type { MailRhythm } from './inbox.entity.js';
import type { NotificationKind } from './notification-kinds.js';
import type { InboxDto } from './notifications.dto.js';

export interface InboxRow {
  muted: NotificationKind[];
  mail: MailRhythm;
  lang: Language;
  createdAt: Date;
}

export const toInbox = ({ createdAt, ...row }: InboxRow): InboxDto => ({ ...row, createdAt: createdAt.toISOString() });
