/** Lets any number of requests wait for a number to rise by one look per interval, and by none while nobody waits. */
export class Watch {
    look;
    everyMs;
    waiters = new Set();
    timer;
    closed = false;
    constructor(look, everyMs) {
        this.look = look;
        this.everyMs = everyMs;
    }
    /** True once the number is greater than `value`; false after `ms`, on abort, or when the watch is closed. */
    beyond(value, ms, signal) {
        if (this.closed || signal.aborted)
            return Promise.resolve(false);
        return new Promise((resolve) => {
            const waiter = {
                beyond: value,
                done: (risen) => {
                    clearTimeout(timeout);
                    signal.removeEventListener('abort', abort);
                    this.waiters.delete(waiter);
                    resolve(risen);
                },
            };
            const abort = () => waiter.done(false);
            const timeout = setTimeout(abort, ms);
            signal.addEventListener('abort', abort);
            this.waiters.add(waiter);
            this.next();
        });
    }
    close() {
        this.closed = true;
        clearTimeout(this.timer);
        for (const waiter of [...this.waiters])
            waiter.done(false);
    }
    next() {
        if (this.timer !== undefined || this.closed || this.waiters.size === 0)
            return;
        this.timer = setTimeout(() => void this.round(), this.everyMs);
    }
    async round() {
        try {
            const now = await this.look();
            for (const waiter of [...this.waiters])
                if (now > waiter.beyond)
                    waiter.done(true);
        }
        catch {
            // The store does not answer; those who wait find out by their own query.
            for (const waiter of [...this.waiters])
                waiter.done(true);
        }
        finally {
            this.timer = undefined;
            this.next();
        }
    }
}
//# sourceMappingURL=watch.js.map