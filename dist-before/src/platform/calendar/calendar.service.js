var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import { Injectable } from '@nestjs/common';
import { Transactions } from '../database/transactions.js';
import { Problem } from '../errors/problem.js';
import { sameDays } from './calendar-file.rules.js';
import { WorkingCalendars } from './calendar.store.js';
/** Loads a year of the working calendar when the State Council announces it, or a corrected notice in its place. */
let CalendarService = class CalendarService {
    transactions;
    calendars;
    constructor(transactions, calendars) {
        this.transactions = transactions;
        this.calendars = calendars;
    }
    /**
     * The same days again change nothing. Other days for a year that is loaded need `replacing`.
     * @throws Problem `if_match_required`, `stale_version`
     */
    async load(principal, given, replacing) {
        return this.transactions.run(principal, async (tx) => {
            const stored = await this.calendars.lock(tx, given.year);
            if (typeof replacing === 'number' && replacing !== stored?.version)
                throw new Problem('stale_version');
            if (stored !== null && sameDays(stored.days, given.days))
                return 'unchanged';
            if (stored !== null && replacing === undefined)
                throw new Problem('if_match_required');
            await this.calendars.store(tx, given.year, given.source, given.days);
            const action = stored === null ? 'loaded' : 'replaced';
            await tx.record({
                aggregate: 'working_calendar',
                id: String(given.year),
                action,
                data: { year: given.year, source: given.source, days: given.days.length, version: (stored?.version ?? 0) + 1 },
                public: true,
            });
            return action;
        });
    }
};
CalendarService = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions,
        WorkingCalendars])
], CalendarService);
export { CalendarService };
//# sourceMappingURL=calendar.service.js.map