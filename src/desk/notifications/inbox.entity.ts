import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { Default } from '../../kernel/database/row-types.js';
import { AppUser } from '../../people/accounts/users/app-user.entity.js';

/** Somebody who wants to be told of what begins to wait for them. */
@Entity('inbox')
@Index('inbox_due', ['nextLookAt'])
export class Inbox {
  @ForeignKey(() => AppUser) @PrimaryColumn('uuid') userId: string;
  /** Kinds of tasks of which they are not told. */
  @Column('text', { array: true }) muted: string[];
  /** When their tasks are compared with what they were told. */
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) nextLookAt: Default<Date>;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt: Default<Date>;
}
