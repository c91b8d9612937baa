import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Default } from '../../database/row-types.js';

/** How far a witness outside has the anchors, and when it is asked next. */
@Entity('anchor_witness')
export class AnchorWitness {
  /** Its address; another one begins with the first anchor. */
  @PrimaryColumn('text') url: string;
  /** Number of the last anchor that it accepted. */
  @Column('bigint', { default: () => '0' }) posted: Default<string>;
  @Column('timestamptz', { nullable: true }) acceptedAt: Date | null;
  /** Tries that failed since. */
  @Column('integer', { default: () => '0' }) attempts: Default<number>;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) nextAt: Default<Date>;
}
