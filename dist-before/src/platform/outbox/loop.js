/** Pause after a round that broke, so that a broken store is not hammered. */
const AFTER_ERROR_MS = 1_000;
/** One round after the other, never two at once; a wake-up that comes during a round causes another. */
export class Loop {
    round;
    options;
    running = Promise.resolve();
    stopped = true;
    woken = false;
    interrupt;
    constructor(round, options) {
        this.round = round;
        this.options = options;
    }
    start() {
        if (!this.stopped)
            return;
        this.stopped = false;
        this.running = this.running.then(() => this.run());
    }
    wake() {
        this.woken = true;
        this.interrupt?.();
    }
    /** Resolves when the round at hand has ended. */
    async stop() {
        this.stopped = true;
        this.interrupt?.();
        await this.running;
    }
    async run() {
        while (!this.stopped) {
            this.woken = false;
            let pause = this.options.pauseMs;
            try {
                if (await this.round())
                    continue;
            }
            catch (error) {
                if (this.stopped)
                    return;
                this.options.onError(error);
                pause = Math.max(pause, AFTER_ERROR_MS);
            }
            if (!this.woken)
                await this.sleep(pause);
        }
    }
    sleep(ms) {
        if (this.stopped)
            return Promise.resolve();
        return new Promise((resolve) => {
            const finish = () => {
                clearTimeout(timer);
                this.interrupt = undefined;
                resolve();
            };
            const timer = setTimeout(finish, ms);
            this.interrupt = finish;
        });
    }
}
//# sourceMappingURL=loop.js.map