import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { Default } from '../../../kernel/database/row-types.js';
import { AppUser } from '../users/app-user.entity.js';

/** What an account shows beside its password: the secret of its authenticator app (RFC 6238), at most one. */
@Entity('second_factor')
export class SecondFactor {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @ForeignKey(() => AppUser) @Column('uuid', { unique: true }) userId: string;
  /** Under a key that lies outside the database, and bound to the account. */
  @Column('bytea') secret: Buffer;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt: Default<Date>;
  /** When a code of it was shown for the first time; null: it counts for nothing yet. */
  @Column('timestamptz', { nullable: true }) confirmedAt: Date | null;
  /** The newest step of 30 seconds of which a code was used: none of it or before works again. */
  @Column('integer', { nullable: true }) lastStep: number | null;
}
