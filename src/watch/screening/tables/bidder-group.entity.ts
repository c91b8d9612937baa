import { Check, Column, Entity, ManyToOne, PrimaryColumn, Unique, type Relation } from 'typeorm';
import { closedListSql, isSha256 } from '../../../kernel/database/checks.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { GROUP_TYPES, type GroupType } from '../../runs/assessment-types.js';
import { Market } from './market.entity.js';

/**
 * Bodies of one market that a rule over many lots speaks of together: bidders, or a buyer or agent with a bidder. The answers that
 * found nothing stand here too; why they did can be computed anew from the facts of the market.
 */
@Entity('bidder_group')
@Unique(['marketId', 'kind', 'key'])
export class BidderGroup {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt: Default<Date>;
  @Column('uuid') marketId: string;
  @ManyToOne(() => Market) market?: Relation<Market>;
  @Check(closedListSql('kind', GROUP_TYPES)) @Column('text') kind: GroupType;
  /** SHA-256 of the sorted business keys of its members. */
  @Check(isSha256('key')) @Column('text') key: string;
  /** Ids of its members, sorted. */
  @Column('uuid', { array: true }) members: string[];
  /** The answers that found nothing: numbers of `GroupAnswer`, in the order of their rules. */
  @Column('smallint', { array: true, nullable: true }) answers: number[] | null;
  /** Of everything that the rules were given and said; null where nothing is said, or it was stored before there were numbers. */
  @Column('bigint', { nullable: true }) digest: string | null;
  /** Since when they answer so. */
  @Column('timestamptz', { nullable: true }) assessedAt: Date | null;
}
