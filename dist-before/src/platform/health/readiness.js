var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
import { Injectable, Logger } from '@nestjs/common';
/** What must hold before this process takes work. Each part of the platform registers its own check. */
let Readiness = class Readiness {
    checks = new Map();
    failing = new Set();
    log = new Logger('readiness');
    register(name, check) {
        this.checks.set(name, check);
    }
    async ask() {
        const results = await Promise.all([...this.checks].map(async ([name, check]) => [name, await this.outcome(name, check)]));
        return { ready: results.every(([, r]) => r.ok), checks: Object.fromEntries(results) };
    }
    /** The reason goes into the log, once: it may name hosts, and the answer is for everybody. */
    async outcome(name, check) {
        try {
            const found = await withinTwoSeconds(check());
            if (this.failing.delete(name))
                this.log.log({ check: name, msg: 'in order again' });
            return { ok: true, ...(found ?? {}) };
        }
        catch (error) {
            if (!this.failing.has(name))
                this.log.warn({ check: name, msg: 'not in order', reason: String(error) });
            this.failing.add(name);
            return { ok: false };
        }
    }
};
Readiness = __decorate([
    Injectable()
], Readiness);
export { Readiness };
async function withinTwoSeconds(work) {
    let timer;
    const late = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error('no answer within two seconds')), 2000);
    });
    try {
        return await Promise.race([work, late]);
    }
    finally {
        clearTimeout(timer);
    }
}
//# sourceMappingURL=readiness.js.map