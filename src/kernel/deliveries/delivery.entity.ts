import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { Default } from '../database/row-types.js';
import { DeliveryTarget } from './delivery-target.entity.js';

export type DeliveryState = 'pending' | 'delivered' | 'dead';

/** One event on its way to one target. What it says is read when it is sent. */
@Entity('delivery')
@Unique(['targetId', 'position'])
@Index('delivery_due', ['targetId', 'nextAttemptAt'], { where: "state = 'pending'" })
@Index('delivery_order', ['targetId', 'createdAt', 'id'])
@Index('delivery_dead', ['targetId', 'finishedAt'], { where: "state = 'dead'" })
@Index('delivery_finished', ['state', 'finishedAt'], { where: "state <> 'pending'" })
export class Delivery {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @ForeignKey(() => DeliveryTarget) @Column('uuid') targetId: string;
  /** Of its event; null: a trial. */
  @Column('bigint', { nullable: true }) position: string | null;
  @Check("state IN ('pending', 'delivered', 'dead')")
  @Column('text', { default: 'pending' })
  state: Default<DeliveryState>;
  @Column('integer', { default: 0 }) attempts: Default<number>;
  /** While it is being sent: when another may take it up, should this one be lost. */
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) nextAttemptAt: Default<Date>;
  /** What the last attempt was answered, or why there was no answer. */
  @Column('integer', { nullable: true }) status: number | null;
  @Column('text', { nullable: true }) error: string | null;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt: Default<Date>;
  @Column('timestamptz', { nullable: true }) finishedAt: Date | null;
}
