import { Injectable, Logger } from '@nestjs/common';
import { MARKS } from './acting-kinds.js';
import { Counter } from 'prom-client';
import type { Head } from '../../../kernel/audit/audit-chain.js';
import type { StoredContent } from '../../../kernel/audit/bound-rows.js';
import { ChangeLog } from '../../../kernel/audit/change-log.js';
import { BROKEN, newestEntrySql, type RowKind } from '../../../kernel/audit/row-kinds.js';
import type { Reader } from '../../../kernel/database/reader.js';
import { Metrics } from '../../../kernel/observability/metrics.js';

/** Rows of one aggregate, as a statement has read them with the aggregate's newest entry. */
export interface ActingOwner {
  aggregate: string;
  id: string;
  newest: Head | null;
}

/** Which of the rows that were read count. */
export interface IsBound {
  (kind: RowKind, row: StoredContent): boolean;
  /** The ids of a kind that count: one that is not among the rows was taken away by hand. */
  list(kind: RowKind): string[];
}

/** A session or key, as it stands beside its account. */
export interface Marked {
  marks: StoredContent;
  /** It bears a mark. */
  marked: boolean;
  /** It is the account's. */
  current: boolean;
}

/** SQL: the columns of `Marked`, of a row and its account `u`, by the account's column. */
export const markedSql = (row: string, column: 'session_mark' | 'key_mark'): string =>
  `${actingSql(MARKS, 'u')} AS marks, ${row}.mark IS NOT NULL AS marked, ${row}.mark IS NOT DISTINCT FROM u.${column} AS current`;

/** Whether it was made since the account's sessions, or keys, were ended last. */
export const bearsMark = (ofUser: IsBound, { marks, marked, current }: Marked): boolean =>
  ofUser.list(MARKS).length === 0 ? !marked : current && ofUser(MARKS, marks);

/** SQL: what `ActingRows.open` and its answer ask of a row and of its aggregate. */
export const actingSql = (kind: RowKind, row: string): string =>
  `jsonb_build_object('id', ${kind.id(row)}, 'content', ${kind.content(row)})`;
export { newestEntrySql };

/**
 * Asks of each row by which somebody acts whether it is what the product wrote last. A row that is not opens nothing, as if
 * it were not there; it is counted and logged.
 */
@Injectable()
export class ActingRows {
  private readonly logger = new Logger('acting rows');
  private readonly refused: Counter<'kind'>;

  constructor(
    private readonly log: ChangeLog,
    metrics: Metrics,
  ) {
    this.refused = new Counter({
      name: 'acting_rows_refused',
      help: 'Rows that let a person act and are not as the product wrote them, by kind',
      labelNames: ['kind'] as const,
      registers: [metrics.registry],
    });
  }

  async open(reader: Reader, { aggregate, id, newest }: ActingOwner): Promise<IsBound> {
    const rows = await this.log.bound.open(reader, aggregate, id, newest);
    const isBound = (kind: RowKind, row: StoredContent): boolean => {
      if (this.log.bound.holds(rows, kind, row)) return true;
      this.refuse(kind, aggregate, id);
      return false;
    };
    return Object.assign(isBound, { list: (kind: RowKind) => Object.keys(rows?.[kind.name] ?? {}) });
  }

  /** Whether the newest entry is ours and names no row of the kind: none was bound since an earlier version that bound none. */
  async isUnnamed(reader: Reader, { aggregate, id, newest }: ActingOwner, kind: RowKind): Promise<boolean> {
    const rows = await this.log.bound.open(reader, aggregate, id, newest);
    if (rows !== null && BROKEN in rows) return false;
    if (rows === null) return this.log.bound.isEarlier(reader, aggregate, id);
    return Object.keys(rows[kind.name] ?? {}).length === 0;
  }

  /** Counts and logs a row that is not what was written, or is gone. */
  refuse(kind: RowKind, aggregate: string, id: string): void {
    this.refused.inc({ kind: kind.name });
    this.logger.warn(`a row of ${kind.table} was refused: ${kind.name} of ${aggregate} ${id}`);
  }
}
