import { Check, Column, Entity, PrimaryColumn } from 'typeorm';
import type { Default } from '../database/row-types.js';

/** Up to where events have been made deliveries, in one row. */
@Entity('delivery_follower')
export class DeliveryFollower {
  @Check('only_row') @PrimaryColumn('boolean', { default: true }) onlyRow: Default<boolean>;
  @Column('bigint', { default: () => '0' }) position: Default<string>;
}
