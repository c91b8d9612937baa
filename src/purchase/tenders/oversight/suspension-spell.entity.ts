import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Lot } from '../lots/lot.entity.js';

/**
 * One suspension of a lot for a complaint. Law article 57 allows thirty days per complaint in all, so every spell is
 * kept.
 */
@Entity('suspension_spell')
@Index('suspension_spell_remedy', ['remedyId'])
@Index('suspension_spell_began', ['began'])
@Index('suspension_spell_ended', ['ended'])
export class SuspensionSpell {
  @ForeignKey('Complaint') @Column('uuid') remedyId: string;
  @ForeignKey(() => Lot) @PrimaryColumn('uuid') lotId: string;
  @PrimaryColumn('timestamptz') began: Date;
  /** The number of the written notice, and the days that it states (Order 94 article 28); null of older ones, which stated none. */
  @Column('text', { nullable: true }) notice: string | null;
  @Check('days BETWEEN 1 AND 30') @Column('integer', { nullable: true }) days: number | null;
  /** Null: the suspension continues. */
  @Column('timestamptz', { nullable: true }) ended: Date | null;
}
