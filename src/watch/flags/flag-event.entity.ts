import { Check, Column, Entity, Index, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import type { Default } from '../../kernel/database/row-types.js';
import { Organisation } from '../../people/organisations/organisation.entity.js';
import { Flag } from './flag.entity.js';
import type { FlagAction } from './flag.lifecycle.js';

/** What happened: an action of a person, the word of an approver from before the flag, or what followed from facts. */
export type FlagEventAction =
  | FlagAction
  | 'explanation'
  | 'opened'
  | 'restated'
  | 'cleared'
  | 'remedied'
  | 'reopened'
  | 'taken_over'
  | 'given_back';

/** One entry in the history of a flag. */
@Entity('flag_event')
@Index('flag_event_flag', ['flagId', 'id'])
export class FlagEvent {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' }) id: Default<string>;
  @Column('uuid') flagId: string;
  @ManyToOne(() => Flag) flag?: Relation<Flag>;
  @Column('timestamptz') at: Date;
  @Column('text') action: FlagEventAction;
  @Column('text', { nullable: true }) fromState: string | null;
  @Column('text') toState: string;
  @Check("actor_kind IN ('user', 'api_key', 'system')") @Column('text') actorKind: 'user' | 'api_key' | 'system';
  @Column('uuid', { nullable: true }) actorId: string | null;
  /** The body that answered, where one did. */
  @Column('uuid', { nullable: true }) organisationId: string | null;
  @ManyToOne(() => Organisation) organisation?: Relation<Organisation>;
  @Column('text', { nullable: true }) reason: string | null;
  @Column('jsonb', { default: () => "'{}'" }) data: Default<Record<string, unknown>>;
  @Column('bigint') auditId: string;
}
