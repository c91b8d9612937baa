import { Check, Column, Entity, Index } from 'typeorm';
import { VersionedRow } from '../../../kernel/database/column-types.js';
import type { Default } from '../../../kernel/database/row-types.js';
import type { UserState } from './user.lifecycle.js';

/** A person who signs in. The login is unique whatever its case (beyond-entities.sql). */
@Entity('app_user')
@Index('app_user_order', ['createdAt', 'id'])
export class AppUser extends VersionedRow {
  /** ASCII only, so that lower() means the same under every locale and no two logins merely look alike. */
  @Check("login ~ '^[A-Za-z0-9][A-Za-z0-9_.@-]{2,63}$'") @Column('text') login: string;
  @Column('text') name: string;
  /** argon2id with its parameters; null until the one-time code was used. */
  @Check("password_hash LIKE '$argon2id$%'") @Column('text', { nullable: true }) passwordHash: string | null;
  /** Name of the key that its pepper came from; null: it has none. */
  @Column('text', { nullable: true }) passwordKey: string | null;
  @Check("state IN ('active', 'disabled')") @Column('text', { default: 'active' }) state: Default<UserState>;
  /** What sessions must bear: renewed where all of them end. Null: none were ended yet. */
  @Column('uuid', { nullable: true }) sessionMark: string | null;
  /** The same of API keys. */
  @Column('uuid', { nullable: true }) keyMark: string | null;
}
