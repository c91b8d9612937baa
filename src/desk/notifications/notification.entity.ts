import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import type { Default } from '../../kernel/database/row-types.js';
import { Inbox } from './inbox.entity.js';
import { SavedSearch } from './searches/saved-search.entity.js';

/** A task, or news of a tender, a contract or an import, of which somebody was told: its kind and ids, no words of the record, which they may not be allowed to see for ever. */
@Entity('notification')
@Index('notification_open', ['userId', 'kind', 'taskId', 'part'], { unique: true, where: 'ended_at IS NULL' })
@Index('notification_order', ['userId', 'createdAt', 'id'])
@Index('notification_search', ['searchId'], { where: 'search_id IS NOT NULL' })
@Index('notification_found', ['createdAt'], { where: "kind = 'saved_search_found'" })
@Index('notification_ended', ['endedAt'], { where: 'ended_at IS NOT NULL' })
export class Notification {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @ForeignKey(() => Inbox) @Column('uuid') userId: string;
  @Column('text') kind: string;
  /** Of news, the tender, contract or import. */
  @Column('uuid') taskId: string;
  /** Which of several tasks with that id, of one that has none of its own: the period to report on; of several news, which of the tender; else empty. */
  @Column('text', { default: '' }) part: Default<string>;
  @ForeignKey(() => SavedSearch, { onDelete: 'SET NULL' }) @Column('uuid', { nullable: true }) searchId: string | null;
  @Column('integer', { nullable: true }) lot: number | null;
  /** Where the step is taken. */
  @Column('text', { nullable: true }) href: string | null;
  @Column('date', { nullable: true }) dueOn: PlainDate | null;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt: Default<Date>;
  @Column('timestamptz', { nullable: true }) readAt: Date | null;
  @Column('timestamptz', { nullable: true }) mailedAt: Date | null;
  /** Since when it does not wait any more. */
  @Column('timestamptz', { nullable: true }) endedAt: Date | null;
}
