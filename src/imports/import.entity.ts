import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Default, StoredRow } from '../kernel/database/row-types.js';
import type { BulkKindName, FileType } from './bulk/bulk-kind-names.js';
import type { KeptHeading } from './bulk/columns.js';
import type { ImportLoss } from './ocds/import-losses.rules.js';

const IS_BULK_KIND =
  "kind IN ('organisations', 'service-lines', 'purchases', 'facts', 'contracts', 'milestones', 'records', 'payments', 'recipients', 'workers')";

/** A file of notices, of OCDS or of rows of one kind that was uploaded, and how far it is taken. */
@Entity('import')
@Index('import_of_body', ['organisationId', 'createdAt', 'id'])
@Index('import_of_sender', ['createdBy', 'createdAt', 'id'])
@Check(
  'import_has_its_dataset',
  "CASE WHEN kind IS NULL THEN dataset ~ '^import:[a-z0-9][a-z0-9-]{0,39}$' ELSE dataset = 'live' END",
)
@Check('import_has_an_importer', "(created_by IS NULL) = (created_by_kind = 'system')")
export class Import {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @Column('text') dataset: string;
  @Column('boolean') dryRun: boolean;
  @Check("state IN ('receiving', 'running', 'done', 'failed')")
  @Column('text', { default: 'receiving' })
  state: Default<'receiving' | 'running' | 'done' | 'failed'>;
  @Column('integer', { default: 0 }) rows: Default<number>;
  @Column('integer', { default: 0 }) accepted: Default<number>;
  @Column('integer', { default: 0 }) unchanged: Default<number>;
  @Column('integer', { default: 0 }) rejected: Default<number>;
  /** The last line that is settled: after a crash the import continues behind it. */
  @Column('integer', { default: 0 }) doneLine: Default<number>;
  @Column('text', { nullable: true }) error: string | null;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt: Default<Date>;
  @Column('timestamptz', { nullable: true }) finishedAt: Date | null;
  @Column('uuid', { nullable: true }) createdBy: string | null;
  @Column('uuid', { nullable: true }) organisationId: string | null;
  /** Bodies for which its sender acted when the file was sent. */
  @Column('uuid', { array: true, default: () => "'{}'" }) senderBodies: Default<string[]>;
  @Check("created_by_kind IN ('user', 'api_key', 'system')")
  @Column('text')
  createdByKind: 'user' | 'api_key' | 'system';
  @Check("format IN ('notices', 'ocds')") @Column('text', { default: 'notices' }) format: Default<'notices' | 'ocds'>;
  /** What of the rows that were taken has no place here, by its member. */
  @Column('jsonb', { default: () => "'[]'" }) losses: Default<ImportLoss[]>;
  /** What its rows are, which are taken into `live`; null: what is published elsewhere, by its format. */
  @Check(IS_BULK_KIND) @Column('text', { nullable: true }) kind: BulkKindName | null;
  /** `all`: one row that is rejected takes all back. */
  @Check("mode IN ('each', 'all')") @Column('text', { default: 'each' }) mode: Default<'each' | 'all'>;
  /** Why what is recorded is corrected by its rows. */
  @Column('text', { nullable: true }) reason: string | null;
  @Check("file_type IN ('ndjson', 'csv', 'xlsx')")
  @Column('text', { default: 'ndjson' })
  fileType: Default<FileType>;
  /** The columns of a table in their order. */
  @Column('jsonb', { nullable: true }) headings: KeptHeading[] | null;
}

export type ImportRow = Pick<
  StoredRow<Import>,
  | 'id'
  | 'dataset'
  | 'dry_run'
  | 'state'
  | 'rows'
  | 'accepted'
  | 'unchanged'
  | 'rejected'
  | 'done_line'
  // Why the last attempt broke off; the next one goes on where it stopped.
  | 'error'
  | 'created_at'
  | 'finished_at'
  | 'created_by'
  | 'created_by_kind'
  | 'format'
  | 'losses'
  | 'organisation_id'
  | 'sender_bodies'
  | 'kind'
  | 'mode'
  | 'reason'
  | 'file_type'
  | 'headings'
>;
