import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The id that another system gives a root, unique by kind of root and dataset. */
@Entity('external_id')
@Index('external_id_root', ['rootId'])
export class ExternalIdRow {
  @PrimaryColumn('text') rootType: string;
  @PrimaryColumn('text') dataset: string;
  @PrimaryColumn('text') system: string;
  @PrimaryColumn('text') value: string;
  @Column('uuid') rootId: string;
}
