import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { OrganisationMerge } from './merge.entity.js';

/** What named a merged record, and names the other one as long as the merge is in force: an undoing gives it back. */
@Entity('organisation_merge_reference')
@Index('organisation_merge_reference_pending', ['mergeId', 'moved'])
export class OrganisationMergeReference {
  @ForeignKey(() => OrganisationMerge) @PrimaryColumn('uuid') mergeId: string;
  @PrimaryColumn('text') rootType: string;
  /** Id of the root; of an external id its system and value. */
  @PrimaryColumn('text') rootId: string;
  /** In which part of it the record is named: its buyer, its facts. */
  @PrimaryColumn('text') field: string;
  /** Whether it names the other record now. */
  @Column('boolean') moved: boolean;
}
