import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { closedListSql } from '../../../kernel/database/checks.js';
import { RootRow } from '../../../kernel/database/column-types.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { ServiceLine } from '../../../people/communities/service-lines/service-line.entity.js';
import { Organisation } from '../../../people/organisations/organisation.entity.js';
import { Contract } from '../../../purchase/contracts/contract.entity.js';
import { HANDOVER_STATES, type HandoverState } from './handover.lifecycle.js';

/** Recipients of a service line who are handed over to another body. */
@Entity('handover')
@Index('handover_waits', ['contractId', 'serviceLineId'], { unique: true, where: "state IN ('offered', 'refused')" })
@Index('handover_received', ['receiverId', 'createdAt', 'id'])
@Check('handover_to_another', 'receiver_id <> from_id')
@Index('handover_passes', ['passesOn'], { where: "state = 'acknowledged' AND passed_at IS NULL" })
@Check('handover_acknowledged', "(state = 'acknowledged') = (acknowledged_on IS NOT NULL)")
@Check('handover_passes_once_acknowledged', '(passes_on IS NOT NULL) = (acknowledged_on IS NOT NULL)')
@Check('handover_passed_on_its_day', 'passed_at IS NULL OR passes_on IS NOT NULL')
export class Handover extends RootRow {
  @ForeignKey(() => Contract) @Column('uuid') contractId: string;
  @ForeignKey(() => ServiceLine) @Column('uuid') serviceLineId: string;
  @ForeignKey(() => Organisation) @Column('uuid') fromId: string;
  @ForeignKey(() => Organisation) @Column('uuid') receiverId: string;
  /** The contract under which the receiver serves them, where there is one. */
  @ForeignKey(() => Contract) @Column('uuid', { nullable: true }) toContractId: string | null;
  @Check(closedListSql('state', HANDOVER_STATES)) @Column('text', { default: 'offered' }) state: Default<HandoverState>;
  @Column('timestamptz', { default: () => 'business_now()' }) since: Default<Date>;
  /** SHA-256 over the numbers of the recipients at the time of the offer. */
  @Column('text') recipientsHash: string;
  @Check('recipients >= 0') @Column('integer') recipients: number;
  @Column('date', { nullable: true }) acknowledgedOn: PlainDate | null;
  /** From this day on the receiver serves them: of the acknowledgement, or the later one on which what follows begins. */
  @Column('date', { nullable: true }) passesOn: PlainDate | null;
  /** When they became the receiver's. */
  @Column('timestamptz', { nullable: true }) passedAt: Date | null;
  @Column('text', { nullable: true }) decisionReason: string | null;
  @Column('uuid', { nullable: true }) factId: string | null;
}
