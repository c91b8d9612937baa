/**
 * The chain heads this process wrote or read last. Only ever a guess: a rolled-back transaction or another process makes
 * it wrong, and the statement that uses it checks it.
 */
export class HeadCache {
    size;
    heads = new Map();
    constructor(size) {
        this.size = size;
    }
    get(aggregate, id) {
        return this.heads.get(`${aggregate} ${id}`);
    }
    set(aggregate, id, head) {
        const name = `${aggregate} ${id}`;
        this.heads.delete(name);
        this.heads.set(name, head);
        if (this.heads.size <= this.size)
            return;
        const oldest = this.heads.keys().next();
        if (!oldest.done)
            this.heads.delete(oldest.value);
    }
}
//# sourceMappingURL=head-cache.js.map