import type { KeyRing } from '../../config/keys.js';

/** The keys under which request bodies are remembered: never the body itself. */
export class IdempotencyKeys {
  constructor(readonly ring: KeyRing) {}
}
