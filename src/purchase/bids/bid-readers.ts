import { Injectable } from '@nestjs/common';
import type { Principal } from '../../kernel/access/principal.js';
import type { Sql } from '../../kernel/database/sql.js';

/** SQL of a condition on an opened bid `d`, its lot `l` and its tender `r`. */
export type ReadsBid = (sql: Sql, principal: Principal) => string;

/** Who, beside a bid's bidder and the purchase's own bodies, reads what was opened: those who judge it say so of themselves. */
@Injectable()
export class BidReaders {
  private readonly conditions: ReadsBid[] = [];

  contribute(condition: ReadsBid): void {
    this.conditions.push(condition);
  }

  /** SQL of a condition on a bid `d` and its lot `l`: who opens final offers says whether one may be restored now. */
  private restorable = 'false';

  contributeRestorable(condition: string): void {
    this.restorable = condition;
  }

  isRestorable(): string {
    return this.restorable;
  }

  readableBidsSql(sql: Sql, principal: Principal): string {
    return this.conditions.map((condition) => `(${condition(sql, principal)})`).join(' OR ') || 'false';
  }
}
