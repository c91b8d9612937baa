import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Lot } from '../lots/lot.entity.js';

/**
 * One suspension of a lot for a complaint. Law article 57 allows thirty days per complaint in all, so every spell is
 * kept.
 */
@Entity('suspension_spell')
@Index('suspension_spell_remedy', ['remedyId'])
export class SuspensionSpell {
  @ForeignKey('Complaint') @Column('uuid') remedyId: string;
  @ForeignKey(() => Lot) @PrimaryColumn('uuid') lotId: string;
  @PrimaryColumn('timestamptz') began: Date;
  /** Null: the suspension continues. */
  @Column('timestamptz', { nullable: true }) ended: Date | null;
}
