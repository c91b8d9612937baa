declare const _filled: unique symbol;
type Filled = typeof _filled;

/** Type of a column that the database fills when an insert leaves it out. */
export type Default<T> = T | Filled;

/** Properties of an entity that are columns: relations are optional properties, columns are not. */
export type ColumnsOf<E> = { [K in keyof E]-?: object extends Pick<E, K> ? never : K }[keyof E] & string;

/** A row of an entity's table. */
export type RowOf<E> = { [K in ColumnsOf<E>]: Exclude<E[K], Filled> };

type Omittable<E> = { [K in ColumnsOf<E>]: Filled extends E[K] ? K : null extends E[K] ? K : never }[ColumnsOf<E>];

/** What an insert is given: columns with a default and columns that may be null can be left out. */
export type InsertOf<E> = Omit<RowOf<E>, Omittable<E>> & Partial<Pick<RowOf<E>, Omittable<E>>>;

export type SnakeCase<S extends string> = S extends `${infer Head}${infer Tail}`
  ? `${Head extends Lowercase<Head> ? Head : `_${Lowercase<Head>}`}${SnakeCase<Tail>}`
  : S;

/** A row as a statement answers it: columns under their own names, money as the text that pg hands over. */
export type StoredRow<E> = {
  [K in ColumnsOf<E> as SnakeCase<K>]: bigint extends RowOf<E>[K] ? Exclude<RowOf<E>[K], bigint> | string : RowOf<E>[K];
};
