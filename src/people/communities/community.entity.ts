import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { IS_DATASET } from '../../kernel/database/checks.js';
import { RootRow } from '../../kernel/database/column-types.js';
import { Organisation } from '../organisations/organisation.entity.js';

/** A community (社区) with its population figures. */
@Entity('community')
@Unique(['dataset', 'region', 'name'])
@Index('community_order', ['createdAt', 'id'])
@Check(IS_DATASET)
export class Community extends RootRow {
  @Column('text') name: string;
  @Column('text') region: string;
  @Check("kind IN ('urban', 'rural')") @Column('text', { nullable: true }) kind: 'urban' | 'rural' | null;
  @Check('households >= 0') @Column('integer', { nullable: true }) households: number | null;
  @Check('residents_60 >= 0') @Column('integer', { name: 'residents_60', nullable: true }) residents60: number | null;
  @Check('children >= 0') @Column('integer', { nullable: true }) children: number | null;
  @Check('disabled >= 0') @Column('integer', { nullable: true }) disabled: number | null;
  @ForeignKey(() => Organisation) @Column('uuid', { nullable: true }) committeeId: string | null;
  @ForeignKey(() => Organisation) @Column('uuid', { nullable: true }) ownerId: string | null;
}
