import { getMetadataArgsStorage, type ValueTransformer } from 'typeorm';

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
