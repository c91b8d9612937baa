import { Check, Column, Entity, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { closedListSql } from '../../kernel/database/checks.js';
import { Recipient } from '../delivery/records/recipient.entity.js';
import { AcceptanceOpinion } from './acceptance-opinion.entity.js';
import { VERDICTS, type Verdict } from './acceptance.rules.js';

/** What one recipient said at a hearing, by number alone. */
@Entity('acceptance_voice')
export class AcceptanceVoice {
  @PrimaryColumn('uuid') opinionId: string;
  @ManyToOne(() => AcceptanceOpinion) opinion?: Relation<AcceptanceOpinion>;
  @PrimaryColumn('uuid') recipientId: string;
  @ManyToOne(() => Recipient) recipient?: Relation<Recipient>;
  /** Null: was present and gave no opinion. */
  @Check(closedListSql('verdict', VERDICTS)) @Column('text', { nullable: true }) verdict: Verdict | null;
}
