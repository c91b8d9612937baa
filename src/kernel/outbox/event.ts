/** A committed change, as jobs and feeds see it: ids and small facts, never the reason or the person. */
export interface OutboxEvent {
  /** Grows with the order of writing; readers follow `position`. */
  id: string;
  /** Grows without gaps with the order of commit, as the relay saw it. */
  position: string;
  aggregate: string;
  aggregateId: string;
  action: string;
  data: Record<string, unknown>;
  from: string | null;
  to: string | null;
  dataset: string | null;
  /** The request that it comes from. */
  request: string | null;
  /** Its place in a trace. */
  trace: string | null;
}
