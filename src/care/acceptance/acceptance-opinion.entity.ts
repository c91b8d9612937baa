import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import { Acceptance } from './acceptance.entity.js';

/** One hearing of recipients in a round of acceptance. */
@Entity('acceptance_opinion')
@Unique(['acceptanceId', 'no'])
export class AcceptanceOpinion {
  @PrimaryColumn('uuid') id: string;
  @ForeignKey(() => Acceptance) @Column('uuid') acceptanceId: string;
  @Check('no >= 1') @Column('integer') no: number;
  @Column('text') form: string;
  @Column('date') heldOn: PlainDate;
  @Column('timestamptz') recordedAt: Date;
  @Column('uuid') recordedBy: string;
}
