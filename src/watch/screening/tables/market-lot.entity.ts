import { Column, Entity, Index, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Market } from './market.entity.js';

/** In which market a lot stands. A lot whose category, county or year is not known stands in none. */
@Entity('market_lot')
@Index('market_lot_of_market', ['marketId'])
export class MarketLotRow {
  @PrimaryColumn('uuid') lotId: string;
  @Column('uuid') marketId: string;
  @ManyToOne(() => Market) market?: Relation<Market>;
}
