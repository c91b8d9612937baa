import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { Default } from '../../../kernel/database/row-types.js';
import { Tender } from '../../tenders/tender.entity.js';

/** An opening of bids, requested by one person and ordered by another. */
@Entity('opening')
@Index('opening_one', ['tenderId'], { unique: true, where: "state IN ('requested', 'ordered')" })
@Check('opening_is_ordered_by_another', 'ordered_by IS NULL OR ordered_by <> requested_by')
@Check('opening_is_ordered', "state NOT IN ('ordered', 'held') OR ordered_by IS NOT NULL")
export class Opening {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @ForeignKey(() => Tender) @Column('uuid') tenderId: string;
  @Check("state IN ('requested', 'withdrawn', 'ordered', 'held')")
  @Column('text', { default: 'requested' })
  state: Default<'requested' | 'withdrawn' | 'ordered' | 'held'>;
  @Column('timestamptz') requestedAt: Date;
  @Column('uuid') requestedBy: string;
  @Column('timestamptz', { nullable: true }) orderedAt: Date | null;
  @Column('uuid', { nullable: true }) orderedBy: string | null;
  /** Why the second person ordered it later than the instant for which it was called. */
  @Column('text', { nullable: true }) lateReason: string | null;
  @Column('timestamptz', { nullable: true }) heldAt: Date | null;
  /** The signed word of who asked for it: the statement of instants that it was given under, the key, the seal. */
  @Column('integer', { nullable: true }) requestNo: number | null;
  @Column('text', { nullable: true }) requestKey: string | null;
  @Column('bytea', { nullable: true }) requestSeal: Buffer | null;
  /** The same of who ordered it. */
  @Column('integer', { nullable: true }) orderNo: number | null;
  @Column('text', { nullable: true }) orderKey: string | null;
  @Column('bytea', { nullable: true }) orderSeal: Buffer | null;
}
