import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { closedListSql } from '../../kernel/database/checks.js';
import { Recipient } from '../delivery/records/recipient.entity.js';
import { AcceptanceOpinion } from './acceptance-opinion.entity.js';
import { VERDICTS, type Verdict } from './acceptance.rules.js';

/** What one recipient said at a hearing, by number alone. */
@Entity('acceptance_voice')
export class AcceptanceVoice {
  @ForeignKey(() => AcceptanceOpinion) @PrimaryColumn('uuid') opinionId: string;
  @ForeignKey(() => Recipient) @PrimaryColumn('uuid') recipientId: string;
  /** Null: was present and gave no opinion. */
  @Check(closedListSql('verdict', VERDICTS)) @Column('text', { nullable: true }) verdict: Verdict | null;
}
