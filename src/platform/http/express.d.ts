import type { Principal } from '../access/principal.js';

declare global {
  namespace Express {
    interface Request {
      /** Set by the access guard. */
      principal?: Principal;
      /** Set for every request; repeated in logs and problems. */
      requestId?: string;
      /** Nothing of it is logged or counted; set by the access guard. */
      unrecorded?: boolean;
    }
  }
}
export {};
