import type { Principal } from '../access/principal.js';
import type { Faults } from './body.js';
import type { Span } from '../observability/traces/span.ts';

declare global {
  namespace Express {
    interface Request {
      /** Set by the access guard. */
      principal?: Principal;
      /** Asks once more whether the caller may, and as whom: refused as at the beginning. Set by the access guard. */
      admitAnew?: () => Promise<boolean>;
      /** Set for every request; repeated in logs and problems. */
      requestId?: string;
      /** Its part of a trace, where it is traced. */
      span?: Span;
      /** Nothing of it is logged or counted; set by the access guard. */
      unrecorded?: boolean;
      /** What If-None-Match named. */
      knownEtags?: string;
      /** Of a list whose things stand each by themselves: those that cannot be read. Set with the body. */
      faults?: Faults;
      /** A page that a table goes on with: the caller has not asked again. */
      isFurtherPage?: boolean;
      /** It counts against a limit already. */
      isCounted?: boolean;
    }
  }
}

export {};
