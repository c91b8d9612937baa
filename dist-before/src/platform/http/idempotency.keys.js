/** The keys under which request bodies are remembered: never the body itself. */
export class IdempotencyKeys {
    ring;
    constructor(ring) {
        this.ring = ring;
    }
}
//# sourceMappingURL=idempotency.keys.js.map