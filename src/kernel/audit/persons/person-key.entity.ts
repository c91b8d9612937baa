import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** The key under which the audit holds words about one person. Without it nobody reads them again; the entries stay as sealed. */
@Entity('person_key')
@Check('person_key_destroyed', '(key IS NULL) = (destroyed_at IS NOT NULL)')
export class PersonKey {
  /** Kind and id, `worker:…`. */
  @PrimaryColumn('text') person: string;
  /** Encrypted with a key outside the database; null once it was destroyed. */
  @Column('bytea', { nullable: true }) key: Buffer | null;
  @Column('timestamptz', { nullable: true }) destroyedAt: Date | null;
}
