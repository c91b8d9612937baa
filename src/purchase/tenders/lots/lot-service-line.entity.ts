import { Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { ServiceLine } from '../../../people/communities/service-lines/service-line.entity.js';
import { Lot } from './lot.entity.js';

/** A service line that a lot is for, where it is not for all of its tender's. */
@Entity('lot_service_line')
@Index('lot_service_line_back', ['serviceLineId'])
export class LotServiceLine {
  @ForeignKey(() => Lot, { onDelete: 'CASCADE' }) @PrimaryColumn('uuid') lotId: string;
  @ForeignKey(() => ServiceLine) @PrimaryColumn('uuid') serviceLineId: string;
}
