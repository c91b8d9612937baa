import { Column, Entity, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { AppUser } from '../../../people/accounts/users/app-user.entity.js';
import { Lot } from '../../tenders/lots/lot.entity.js';

/** A user who may not sit in another panel of the lot (Order 87 article 67). */
@Entity('panel_bar')
export class PanelBar {
  @PrimaryColumn('uuid') lotId: string;
  @ManyToOne(() => Lot) lot?: Relation<Lot>;
  @PrimaryColumn('uuid') userId: string;
  @ManyToOne(() => AppUser) user?: Relation<AppUser>;
  @Column('timestamptz') barredAt: Date;
}
