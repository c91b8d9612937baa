import { toColumnName } from '../database/naming.js';
import type { SnakeCase } from '../database/row-types.js';

/** The property of a row that a field is read from: its own name, else that of the column. */
type SourceOf<Field, Row> = Field extends keyof Row ? Field : Field extends string ? SnakeCase<Field> : never;

/** A value as JSON holds it. */
type Shown<T> = T extends Date ? string : T;

/** Fields that are a column of the row and nothing else. */
type PlainFields<View, Row> = {
  [F in keyof View]: SourceOf<F, Row> extends keyof Row
    ? Shown<Row[SourceOf<F, Row>]> extends View[F]
      ? F
      : never
    : never;
}[keyof View];

type Differing<View, Row> = Omit<View, PlainFields<View, Row>> & Partial<View>;

const fields = new Map<new () => object, readonly (readonly [field: string, column: string])[]>();

/** The fields that the class declares, each with its column. */
function listFields(type: new () => object) {
  let found = fields.get(type);
  if (!found) fields.set(type, (found = Object.keys(new type()).map((field) => [field, toColumnName(field)] as const)));
  return found;
}

/**
 * A row as the API shows it: the fields that the class declares and no other, each from the column of its name, instants
 * as text. Only what differs is given: a name that is not the column's, money (fen in the row, yuan in JSON), what not
 * every caller sees. A field that no column could be fails the type check unless it is given.
 */
export function toView<View extends object, Row extends object>(
  type: new () => View,
  row: Row,
  ...[differing]: object extends Differing<View, Row> ? [differing?: Partial<View>] : [differing: Differing<View, Row>]
): View {
  const view = new type() as Record<string, unknown>;
  const given: Record<string, unknown> = differing ?? {};
  const columns = row as Record<string, unknown>;
  for (const [field, column] of listFields(type)) {
    const value = field in given ? given[field] : field in columns ? columns[field] : columns[column];
    view[field] = value instanceof Date ? value.toISOString() : value;
  }
  return view as View;
}
