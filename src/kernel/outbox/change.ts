import type { PersonName } from '../audit/persons/person-keys.js';
import type { RowChange } from '../audit/row-kinds.js';
import type { ToldRow } from '../audit/tables/told-rows.js';

/**
 * One change of state, as a use case states it. It becomes one audit row (everything in it) and one outbox row (all but
 * the reason) in the transaction that makes the change.
 */
export interface Change {
  /** Kind of the root that changed, e.g. `tender`. */
  aggregate: string;
  /** Its id. */
  id: string;
  /** What was done, in snake_case; the event's name is `aggregate.action`. */
  action: string;
  /** Ids and small facts, no personal data: whoever sees the event sees them. */
  data?: Record<string, unknown>;
  /** State before and after, where the change is a transition. */
  from?: string | null;
  to?: string | null;
  /** Why, in the words of the person who acted. Kept in the audit only. */
  reason?: string | null;
  /** Whom it is about, `worker:…`: the reason is kept under this person's key, and is unreadable once that is destroyed. */
  person?: PersonName;
  /** The reason as it is kept then. */
  coveredReason?: CoveredReason;
  /** Bodies whose people may see the event. */
  tenants?: string[];
  /** Region code of the purchase or body: regional supervisors see the event. */
  region?: string | null;
  dataset?: string | null;
  /** The event says only what is published: every reader of the feed sees it. */
  public?: boolean;
  /** Rows by which somebody acts that were written with it; sealed with the audit row, told to nobody. */
  rows?: readonly RowChange[];
  /** Rows of tables that are compared with the audit, as the database told their change. */
  tables?: readonly ToldRow[];
}

/** Who made it. */
export interface Actor {
  kind: 'user' | 'api_key' | 'system' | 'public';
  id: string | null;
}

/** A reason that is about a person, as a sealed entry holds it. */
export interface CoveredReason {
  person: `${string}:${string}`;
  /** Base64; null where the person's key was destroyed before it was written. */
  text: string | null;
}
