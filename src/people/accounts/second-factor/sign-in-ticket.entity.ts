import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { has32Bytes } from '../../../kernel/database/checks.js';
import { AppUser } from '../users/app-user.entity.js';

/** A sign-in whose first half was right and whose second factor is awaited. */
@Entity('sign_in_ticket')
@Index('sign_in_ticket_age', ['expiresAt'])
@Index('sign_in_ticket_of_user', ['userId'])
export class SignInTicket {
  /** A keyed hash: whoever writes the database alone makes none that works. */
  @Check(has32Bytes('hash')) @PrimaryColumn('bytea') hash: Buffer;
  @ForeignKey(() => AppUser) @Column('uuid') userId: string;
  @Column('timestamptz') expiresAt: Date;
}
