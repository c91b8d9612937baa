import { Check, Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { Default } from '../../database/row-types.js';

/** That somebody was shown people's names, and of what. */
@Entity('personal_read')
@Index('personal_read_object', ['object', 'id'])
@Index('personal_read_at', ['at'], { type: 'brin' })
export class PersonalRead {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' }) id: Default<string>;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) at: Default<Date>;
  @Column('text') actorKind: string;
  @Column('text', { nullable: true }) actorId: string | null;
  /** Type and id of what was read: a list, or one object. */
  @Column('text') object: string;
  /** How many people were named. */
  @Check('people > 0') @Column('integer') people: number;
  @Column('text', { nullable: true }) requestId: string | null;
}
