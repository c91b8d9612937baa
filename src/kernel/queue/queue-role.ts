/** What this process does with the queues. */
export interface QueueRole {
  /** Serves `/jobs`. */
  http: boolean;
  /** Runs handlers; then every declared job must have one. */
  works: boolean;
}

export const QUEUE_ROLE = Symbol('queue role');
