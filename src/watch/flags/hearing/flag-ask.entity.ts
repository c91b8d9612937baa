import { Column, Entity, Index, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { AskServed } from './hearing.rules.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { Organisation } from '../../../people/organisations/organisation.entity.js';
import { Flag } from '../flag.entity.js';

/** A body that was asked to respond to a flag. A body sees a flag about itself only when asked. */
@Entity('flag_ask')
@Index('flag_ask_organisation', ['organisationId'])
export class FlagAsk {
  @PrimaryColumn('uuid') flagId: string;
  @ManyToOne(() => Flag) flag?: Relation<Flag>;
  @PrimaryColumn('uuid') organisationId: string;
  @ManyToOne(() => Organisation) organisation?: Relation<Organisation>;
  @Column('timestamptz') askedAt: Date;
  @Column('date', { nullable: true }) dueOn: PlainDate | null;
  @Column('timestamptz', { nullable: true }) answeredAt: Date | null;
  /** How it was asked outside of this system, where it has nobody here who may answer. */
  @Column('jsonb', { nullable: true }) served: AskServed | null;
  /** When it appealed against the decision; each body does so once. */
  @Column('timestamptz', { nullable: true }) appealedAt: Date | null;
}
