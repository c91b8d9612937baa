import { getMetadataArgsStorage } from 'typeorm';
import type { fen } from './column-types.js';
import { toColumnName } from './naming.js';

/** The class of an entity. */
export type EntityClass<E> = new () => E;

/** One column of a table: its names, and how its values go in and come out. */
export interface TableColumn {
  property: string;
  column: string;
  /** Type of the column, as a cast names it. */
  type: string;
  /** In a select list, under the property's name: a date as the text it is. */
  selected: string;
  isJson: boolean;
  /** Reads what pg hands over; undefined where that is the value already. */
  read: ((stored: string | null) => bigint | null) | undefined;
}

/** A table as its entity describes it. */
export interface Table {
  name: string;
  columns: ReadonlyMap<string, TableColumn>;
}

const tables = new Map<EntityClass<unknown>, Table>();

/** The table of an entity, read from its decorators once. */
export function getTable(entity: EntityClass<unknown>): Table {
  let table = tables.get(entity);
  if (!table) tables.set(entity, (table = describeTable(entity)));
  return table;
}

/** An entity with the classes that it takes columns from, those first. */
function listClasses(entity: EntityClass<unknown>): EntityClass<unknown>[] {
  const parent = Object.getPrototypeOf(entity) as EntityClass<unknown>;
  return parent === Function.prototype ? [entity] : [...listClasses(parent), entity];
}

function describeTable(entity: EntityClass<unknown>): Table {
  const storage = getMetadataArgsStorage();
  const name = storage.filterTables(entity)[0]?.name;
  if (name === undefined) throw new Error(`${entity.name} is no entity with the name of a table`);
  const columns = storage
    .filterColumns(listClasses(entity))
    .map(({ propertyName: property, options }): [string, TableColumn] => {
      const column = options.name ?? toColumnName(property);
      const base = typeof options.type === 'string' ? options.type : 'text';
      const reader = options.transformer as typeof fen | undefined;
      return [
        property,
        {
          property,
          column,
          type: options.array === true ? `${base}[]` : base,
          selected: `"${column}"${base === 'date' ? '::text' : ''} AS "${property}"`,
          isJson: base === 'jsonb' || base === 'json',
          read: reader?.from as TableColumn['read'],
        },
      ];
    });
  return { name, columns: new Map(columns) };
}

const lists = new Map<string, string>();

/** All columns of a table, each by its name: unlike `r.*` the list stays what it is where a later release adds one. */
export function listColumnsSql(name: string, alias: string): string {
  const key = `${alias}.${name}`;
  let list = lists.get(key);
  if (list === undefined) {
    const entity = getMetadataArgsStorage().tables.find((table) => table.name === name)?.target;
    if (typeof entity !== 'function') throw new Error(`No entity has the table ${name}`);
    const columns = [...getTable(entity as EntityClass<unknown>).columns.values()];
    lists.set(key, (list = columns.map(({ column }) => `${alias}."${column}"`).join(', ')));
  }
  return list;
}

/** A column by its property. @throws Error for a property that is none */
export function getColumn(table: Table, property: string): TableColumn {
  const column = table.columns.get(property);
  if (!column) throw new Error(`${table.name} has no column for ${property}`);
  return column;
}
