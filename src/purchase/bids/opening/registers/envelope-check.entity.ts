import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { closedListSql } from '../../../../kernel/database/checks.js';
import type { Default } from '../../../../kernel/database/row-types.js';
import { Organisation } from '../../../../people/organisations/organisation.entity.js';
import { Lot } from '../../../tenders/lots/lot.entity.js';
import { ENVELOPE_OUTCOMES, type EnvelopeOutcome } from './register.rules.js';

/** What the opening found of one envelope, held against the registers that were anchored before the deadline. */
@Entity('envelope_check')
@Index('envelope_check_lot', ['lotId'])
@Index('envelope_check_envelope', ['envelopeId'])
export class EnvelopeCheck {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @ForeignKey(() => Lot) @Column('uuid') lotId: string;
  @ForeignKey(() => Organisation) @Column('uuid') bidderId: string;
  @Column('uuid') envelopeId: string;
  /** Of a final offer, the round of the talks; null: of the bid. */
  @Check('round >= 1') @Column('integer', { nullable: true }) round: number | null;
  @Check(closedListSql('outcome', ENVELOPE_OUTCOMES)) @Column('text') outcome: EnvelopeOutcome;
}
