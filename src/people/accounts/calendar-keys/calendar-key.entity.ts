import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { has32Bytes } from '../../../kernel/database/checks.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { AppUser } from '../users/app-user.entity.js';

/** The key in the address of a person's calendar, stored as SHA-256: it reads due dates and nothing else. One for each account. */
@Entity('calendar_key')
export class CalendarKey {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @ForeignKey(() => AppUser) @Column('uuid', { unique: true }) userId: string;
  @Check(has32Bytes('hash')) @Column('bytea', { unique: true }) hash: Buffer;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt: Default<Date>;
}
