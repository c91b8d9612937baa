import { DefaultNamingStrategy, type NamingStrategyInterface, type Table } from 'typeorm';

/** `servedOn` is the column `served_on`. */
export const toColumnName = (property: string): string =>
  property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const getTableName = (table: Table | string): string =>
  (typeof table === 'string' ? table : table.name).replace(/^.*\./, '');
/** The first name in a condition that is no function and stands in no text. */
const firstColumn = (expression: string): string => /\b[a-z]\w*\b(?!\s*\()/.exec(expression)?.[0] ?? '';

/** Columns in snake_case, and constraints named as PostgreSQL names them when a statement leaves the name out. */
export class DatabaseNaming extends DefaultNamingStrategy implements NamingStrategyInterface {
  override columnName(property: string, given: string | undefined): string {
    return given ?? toColumnName(property);
  }
  override joinColumnName(relation: string, referenced: string): string {
    return toColumnName(`${relation}_${referenced}`);
  }
  override primaryKeyName(table: Table | string): string {
    return `${getTableName(table)}_pkey`;
  }
  override uniqueConstraintName(table: Table | string, columns: string[]): string {
    return `${getTableName(table)}_${columns.join('_')}_key`;
  }
  override foreignKeyName(table: Table | string, columns: string[]): string {
    return `${getTableName(table)}_${columns.join('_')}_fkey`;
  }
  /** Of a condition on one column; a condition on several needs a name. */
  override checkConstraintName(table: Table | string, expression: string): string {
    return `${getTableName(table)}_${firstColumn(expression)}_check`;
  }
}
