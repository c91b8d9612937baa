import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Lot } from '../tenders/lots/lot.entity.js';
import type { SettledTie } from './candidates.rules.js';

/**
 * The order drawn among bids that are equal. It is drawn once, so that ordering another review cannot repeat the
 * draw.
 */
@Entity('lot_draw')
export class LotDraw {
  @ForeignKey(() => Lot) @PrimaryColumn('uuid') lotId: string;
  /** The tied bids, sorted. */
  @Check('array_length(bids, 1) >= 2') @PrimaryColumn('uuid', { array: true }) bids: string[];
  @Column('jsonb') tie: SettledTie;
}
