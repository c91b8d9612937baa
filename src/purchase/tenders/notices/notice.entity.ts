import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { PartialDate } from '../../../kernel/clock/partial-date.js';
import { IS_DATASET, closedListSql, isPartialDate } from '../../../kernel/database/checks.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { NOTICE_KINDS, type NoticeKind } from '../../../law/code-lists/code-lists.js';
import { Tender } from '../tender.entity.js';

/** One published notice, derived from facts, for search and lists. */
@Entity('notice')
@Index('notice_source', ['tenderId', 'key'], { unique: true })
@Index('notice_dataset_reference', ['dataset', 'reference'])
@Index('notice_dataset', ['dataset', 'createdAt', 'id'])
@Index('notice_kind', ['kind', 'createdAt', 'id'])
@Index('notice_category', ['category', 'createdAt', 'id'])
@Index('notice_method', ['method', 'createdAt', 'id'])
@Index('notice_deadline', ['deadlineAt', 'id'])
@Index('notice_updated', ['updatedAt', 'id'])
export class Notice {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt: Default<Date>;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) updatedAt: Default<Date>;
  @Check(IS_DATASET) @Column('text') dataset: string;
  @ForeignKey(() => Tender) @Column('uuid') tenderId: string;
  @ForeignKey('Contract') @Column('uuid', { nullable: true }) contractId: string | null;
  /** Hash of what makes it one publication: kind, day, address and reference of its source (of corrections alike their place too), or the row of a file. */
  @Column('text') key: string;
  @Check(closedListSql('kind', NOTICE_KINDS)) @Column('text') kind: NoticeKind;
  @Column('text') title: string;
  @Check(isPartialDate('published_on')) @Column('text', { nullable: true }) publishedOn: PartialDate | null;
  @Column('text', { nullable: true }) url: string | null;
  @Column('text', { nullable: true }) reference: string | null;
  @Column('text', { nullable: true }) deadline: string | null;
  @Column('timestamptz', { nullable: true }) deadlineAt: Date | null;
  @Column('text', { nullable: true }) region: string | null;
  @Column('text', { nullable: true }) regionText: string | null;
  @Column('text', { nullable: true }) category: string | null;
  @Column('text', { nullable: true }) method: string | null;
  @Column('text', { nullable: true }) buyerName: string | null;
  @Column('text') searchText: string;
  /** The row as it was published, where a file brought it. */
  @Column('jsonb', { nullable: true }) raw: Record<string, unknown> | null;
}
