interface End {
  position: bigint;
  at: number;
}

/** Ends of the primary's log that are remembered: a replica further behind than these is as old as the first of them. */
const REMEMBERED = 1_000;

/**
 * How far a replica is behind: how long the first position has stood at the primary that it has not replayed. By one clock alone,
 * so that it holds whatever the clocks of both servers say, and is nothing while nobody writes.
 */
export class ReplicaLag {
  private ends: End[] = [];
  private behind: number | null = null;
  private seenAt = -Infinity;

  constructor(private readonly mostMs: number) {}

  /** Milliseconds; null while the replica is away. */
  get ms(): number | null {
    return this.behind;
  }

  /** A replica that was not looked at for as long is as good as behind. */
  isSmall(now: number): boolean {
    return this.behind !== null && this.behind <= this.mostMs && now - this.seenAt <= this.mostMs;
  }

  /** The primary's log ended there. */
  note(position: bigint, at: number): void {
    if (this.ends.at(-1)?.position === position) return;
    this.ends.push({ position, at });
    if (this.ends.length > REMEMBERED) this.ends.splice(1, 1); // the first says how old all of it is
  }

  /** The replica has replayed up to there. */
  see(position: bigint, at: number): void {
    this.ends = this.ends.filter((end) => end.position > position);
    const [first] = this.ends;
    this.behind = first ? at - first.at : 0;
    this.seenAt = at;
  }

  /** It does not answer. */
  lose(): void {
    this.behind = null;
  }
}
