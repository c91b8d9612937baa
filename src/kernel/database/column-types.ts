import { Column, getMetadataArgsStorage, PrimaryColumn, type ValueTransformer } from 'typeorm';
import type { Default } from './row-types.js';

/** Money: fen, which PostgreSQL keeps as bigint and pg hands over as text. */
export const fen: ValueTransformer = {
  from: (value: string | null): bigint | null => (value === null ? null : BigInt(value)),
  to: (value: bigint | null): string | null => (value === null ? null : String(value)),
};

/** TypeORM's PostgreSQL driver knows this strategy, its types leave it out. */
const IDENTITY: string = 'identity';

/** GENERATED AS IDENTITY for a column that is no primary key; of one that is, TypeORM has a decorator. */
export function Identity(): PropertyDecorator {
  return (entity, property) => {
    getMetadataArgsStorage().generations.push({
      target: entity.constructor,
      propertyName: String(property),
      strategy: IDENTITY as 'increment',
    });
  };
}

/** Columns of a row that is changed by version. */
export abstract class VersionedRow {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @Column('integer', { default: 1 }) version: Default<number>;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt: Default<Date>;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) updatedAt: Default<Date>;
}

/** Columns of every root of a dataset. */
export abstract class RootRow extends VersionedRow {
  @Column('text') dataset: string;
}
