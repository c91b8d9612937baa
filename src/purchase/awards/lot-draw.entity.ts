import { Check, Column, Entity, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Lot } from '../tenders/lots/lot.entity.js';
import type { SettledTie } from './candidates.rules.js';

/**
 * The order drawn among bids that are equal. It is drawn once, so that ordering another review cannot repeat the
 * draw.
 */
@Entity('lot_draw')
export class LotDraw {
  @PrimaryColumn('uuid') lotId: string;
  @ManyToOne(() => Lot) lot?: Relation<Lot>;
  /** The tied bids, sorted. */
  @Check('array_length(bids, 1) >= 2') @PrimaryColumn('uuid', { array: true }) bids: string[];
  @Column('jsonb') tie: SettledTie;
}
