import { Injectable } from '@nestjs/common';

/**
 * Tells the relay of this process that a transaction has committed, so that it need not wait for its next poll. In
 * process only: NOTIFY inside business transactions would serialise their commits.
 */
@Injectable()
export class Nudge {
  private listener: (() => void) | undefined;

  nudge(): void {
    this.listener?.();
  }

  /** One listener: the relay of this process. */
  listen(listener: () => void): () => void {
    this.listener = listener;
    return () => {
      if (this.listener === listener) this.listener = undefined;
    };
  }
}
