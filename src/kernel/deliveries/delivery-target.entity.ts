import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Default } from '../database/row-types.js';

/** Who is told of events, by which channel; its id is that of the channel's own row. */
@Entity('delivery_target')
export class DeliveryTarget {
  @PrimaryColumn('uuid') id: string;
  @Column('text') channel: string;
  /** It is told of what concerns this body, and of what is public; what its account may see is asked when it is sent. */
  @Column('uuid') tenant: string;
  /** Names of events (`tender.published`) and kinds of roots (`tender`); none: all. */
  @Column('text', { array: true }) events: string[];
  @Column('text', { array: true }) kinds: string[];
  /** It is told of what has a later position. */
  @Column('bigint') since: string;
  @Column('boolean', { default: true }) active: Default<boolean>;
  /** It failed: nothing is sent to it before, so that it holds up no other. */
  @Column('timestamptz', { nullable: true }) restUntil: Date | null;
  /** Its account could be told nothing: no deliveries are made for it before somebody asks for one. */
  @Column('timestamptz', { nullable: true }) endedAt: Date | null;
}
