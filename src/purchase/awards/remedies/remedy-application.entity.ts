import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Lot } from '../../tenders/lots/lot.entity.js';

/** An upheld challenge or complaint that was carried out on a lot. */
@Entity('remedy_application')
export class RemedyApplication {
  /** Id of a challenge or a complaint. */
  @PrimaryColumn('uuid') remedyId: string;
  @ForeignKey(() => Lot) @PrimaryColumn('uuid') lotId: string;
  @Column('text') effect: string;
  @Column('timestamptz') appliedAt: Date;
}
