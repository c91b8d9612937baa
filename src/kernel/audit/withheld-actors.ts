import { Injectable } from '@nestjs/common';
import type { Scope } from '../access/scope.js';
import type { Sql } from '../database/sql.js';

/** SQL of a condition on an audit row with this alias: who acted is not for this caller to know, or not yet. */
export type WithholdsActor = (sql: Sql, scope: Scope, alias: string) => string;

/**
 * Rows that a caller may see without learning who acted. The audit itself stays whole; what is kept back is kept back
 * wherever it is read.
 */
@Injectable()
export class WithheldActors {
  private readonly conditions: WithholdsActor[] = [];

  contribute(condition: WithholdsActor): void {
    this.conditions.push(condition);
  }

  /** SQL that is never null. */
  withheldSql(sql: Sql, scope: Scope, alias: string): string {
    if (scope.everything || this.conditions.length === 0) return 'false';
    return `coalesce(${this.conditions.map((condition) => `(${condition(sql, scope, alias)})`).join(' OR ')}, false)`;
  }
}
