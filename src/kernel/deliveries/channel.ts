import type { Scope } from '../access/scope.js';
import type { ChangeDto } from '../outbox/changes.dto.js';

/** What came of an attempt. */
export interface Outcome {
  delivered: boolean;
  status: number | null;
  /** A short word, never what the other side said. */
  error: string | null;
  /** No further attempt makes it better. */
  lasting?: boolean;
}

/** The same id with every attempt, so that who gets it twice knows. */
interface Message {
  id: string;
  /** Null: of no event; the channel knows what it has to say. */
  body: ChangeDto | null;
  /** No other attempt follows, whatever comes of it. */
  isLast: boolean;
}

/** One target, as its account stands at the moment. */
export interface Receiver {
  scope: Scope;
  send(message: Message): Promise<Outcome>;
}

/** A way by which targets are told. */
export interface Channel {
  name: string;
  /** Null where its account may be told nothing any more. */
  findReceiver(target: string): Promise<Receiver | null>;
}
