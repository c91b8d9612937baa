import { Injectable } from '@nestjs/common';
import type { Principal } from '../../kernel/access/principal.js';
import type { Sql } from '../../kernel/database/sql.js';
import { isReviewToldSql } from './own/told-state.js';

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

  /** SQL of a condition on a rejected bid `d`: its bidder was told of the decision as it was taken. */
  private toldRejection = 'false';

  contributeToldRejection(condition: string): void {
    this.toldRejection = condition;
  }

  /** SQL: what the review made of an opened bid is known to its bidder. */
  isReviewTold(): string {
    return isReviewToldSql(this.toldRejection);
  }

  readableBidsSql(sql: Sql, principal: Principal): string {
    return this.conditions.map((condition) => `(${condition(sql, principal)})`).join(' OR ') || 'false';
  }
}
