/**
 * SQL: ids whose number the planner does not look at. A prepared statement keeps one plan for all values only where that plan
 * looks no dearer than one for the given values; for one id it looks ten times dearer, and is made anew at every call.
 */
export const idsSql = (parameter: string): string => `((SELECT ${parameter}::uuid[])::uuid[])`;

/** Collects the parameters and conditions of one hand-written statement. Values never enter the text. */
export class Sql {
  readonly params: unknown[] = [];
  private readonly conditions: string[] = [];

  /** A part of a statement has conditions of its own; its parameters are numbered with those of the whole. */
  constructor(whole?: Sql) {
    if (whole) this.params = whole.params;
  }

  /** `$1`, `$2`, … for a value. */
  p(value: unknown): string {
    this.params.push(value);
    return `$${this.params.length}`;
  }
  and(condition: string): this {
    this.conditions.push(condition);
    return this;
  }
  /** Adds the condition only where the value was given. */
  when<T>(value: T | null | undefined, condition: (p: string, value: T) => string): this {
    if (value !== undefined && value !== null) this.and(condition(this.p(value), value));
    return this;
  }
  /** `column` is one of these ids. One by itself has a text of its own, whose one plan is then no dearer than one for the given id. */
  limitToIds(column: string, ids: readonly string[]): this {
    return this.and(ids.length === 1 ? `${column} = ${this.p(ids[0])}` : `${column} = ANY (${idsSql(this.p(ids))})`);
  }
  get where(): string {
    return this.conditions.length === 0 ? 'true' : this.conditions.map((c) => `(${c})`).join(' AND ');
  }
}
