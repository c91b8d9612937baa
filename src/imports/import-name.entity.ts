import { Check, Column, Entity, PrimaryColumn } from 'typeorm';
import type { Default } from '../kernel/database/row-types.js';

/** The owner of the name of an import dataset. */
@Entity('import_name')
export class ImportName {
  @Check("dataset ~ '^import:[a-z0-9][a-z0-9-]{0,39}$'") @PrimaryColumn('text') dataset: string;
  /** The body that first imported under the name; null: the system itself, by its demonstration data or a command. */
  @Column('uuid', { nullable: true }) organisationId: string | null;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) takenAt: Default<Date>;
}
