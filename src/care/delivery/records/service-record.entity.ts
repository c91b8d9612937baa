import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Default } from '../../../kernel/database/row-types.js';
import type { WorkerKind } from '../../../law/code-lists/code-lists.js';
import type { Confirmation } from './storing/recorded-entry.js';
import { Contract } from '../../../purchase/contracts/contract.entity.js';

/** What was done for recipients on one day. Records are append-only: a correction is a new record. */
@Entity('service_record')
@Index('service_record_token', ['contractId', 'clientToken'], { unique: true, where: 'client_token IS NOT NULL' })
@Index('service_record_days', ['contractId', 'servedOn', 'id'])
@Check('service_record_corrects_with_a_reason', '(corrects IS NULL) = (reason IS NULL)')
@Check('service_record_withdraws_another', 'NOT withdrawn OR corrects IS NOT NULL')
export class ServiceRecord {
  @PrimaryColumn('uuid') id: string;
  @Column('text') dataset: string;
  @ForeignKey(() => Contract) @Column('uuid') contractId: string;
  /** Id given by the recording device: the same token with the same content is the same record. */
  @Column('text', { nullable: true }) clientToken: string | null;
  @Column('text') contentHash: string;
  @Column('date') servedOn: PlainDate;
  @Column('text') form: string;
  @Column('text', { nullable: true }) contentCode: string | null;
  @Check('minutes BETWEEN 1 AND 1440') @Column('integer') minutes: number;
  /** Number of workers by kind. */
  @Column('jsonb') workers: Partial<Record<WorkerKind, number>>;
  @Column('boolean') withinContract: boolean;
  @Check('participants >= 0') @Column('integer', { nullable: true }) participants: number | null;
  @Column('text', { nullable: true }) note: string | null;
  /** Business time, beside the day of the service. */
  @Column('timestamptz', { default: () => 'business_now()' }) recordedAt: Default<Date>;
  @Column('uuid') recordedBy: string;
  /** The record that this one replaces. */
  @ForeignKey(() => ServiceRecord) @Column('uuid', { nullable: true, unique: true }) corrects: string | null;
  @Column('text', { nullable: true }) reason: string | null;
  /** The replaced record is taken away without a substitute. */
  @Column('boolean', { default: false }) withdrawn: Default<boolean>;
  /** Number of people served: everybody who took part, and no fewer than are named. */
  @Check('visits >= 0') @Column('integer') visits: number;
  /** Beginning in Asia/Shanghai, of the day of the service. */
  @Column('time', { nullable: true }) startsAt: string | null;
  @Column('text', { nullable: true }) place: string | null;
  /** How it was confirmed. */
  @Check("confirmation ->> 'how' IN ('recipient_code', 'photo')")
  @Column('jsonb', { nullable: true })
  confirmation: Confirmation | null;
}
