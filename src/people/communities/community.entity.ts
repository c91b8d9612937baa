import { Check, Column, Entity, Index, ManyToOne, PrimaryColumn, Unique, type Relation } from 'typeorm';
import { IS_DATASET } from '../../kernel/database/checks.js';
import type { Default } from '../../kernel/database/row-types.js';
import { Organisation } from '../organisations/organisation.entity.js';

/** A community (社区) with its population figures. */
@Entity('community')
@Unique(['dataset', 'region', 'name'])
@Index('community_order', ['createdAt', 'id'])
export class Community {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @Column('integer', { default: 1 }) version: Default<number>;
  @Check(IS_DATASET) @Column('text') dataset: string;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt: Default<Date>;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) updatedAt: Default<Date>;
  @Column('text') name: string;
  @Column('text') region: string;
  @Check("kind IN ('urban', 'rural')") @Column('text', { nullable: true }) kind: 'urban' | 'rural' | null;
  @Check('households >= 0') @Column('integer', { nullable: true }) households: number | null;
  @Check('residents_60 >= 0') @Column('integer', { name: 'residents_60', nullable: true }) residents60: number | null;
  @Check('children >= 0') @Column('integer', { nullable: true }) children: number | null;
  @Check('disabled >= 0') @Column('integer', { nullable: true }) disabled: number | null;
  @Column('uuid', { nullable: true }) committeeId: string | null;
  @ManyToOne(() => Organisation) committee?: Relation<Organisation>;
  @Column('uuid', { nullable: true }) ownerId: string | null;
  @ManyToOne(() => Organisation) owner?: Relation<Organisation>;
}
