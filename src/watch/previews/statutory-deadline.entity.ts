import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import type { Default } from '../../kernel/database/row-types.js';
import type { Text } from '../../kernel/errors/texts.js';

/**
 * A period of law that runs and that an act of the buyer ends, as the rules last read the facts. Kept so that a task
 * list need not ask every rule about every purchase.
 */
@Entity('statutory_deadline')
@Unique(['subjectType', 'subjectId', 'key'])
@Index('statutory_deadline_due', ['dueOn'])
export class StatutoryDeadline {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @Check("subject_type IN ('tender', 'contract')") @Column('text') subjectType: 'tender' | 'contract';
  @Column('uuid') subjectId: string;
  @Column('text') key: string;
  @Column('jsonb') title: Text;
  @Column('date') since: PlainDate;
  @Column('date') dueOn: PlainDate;
  /** What is not on record has not happened: it is overdue, and not merely unknown. */
  @Column('boolean') told: boolean;
}
