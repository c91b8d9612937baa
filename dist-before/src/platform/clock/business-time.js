import { DataSource } from 'typeorm';
/** Business time of a database: shown, and moved forward where it is not a production one. */
export class BusinessTime {
    settings;
    dataSource;
    constructor(app, settings) {
        this.settings = settings;
        this.dataSource = app.get(DataSource);
    }
    /** Answers a line for the terminal. @throws Error in production, and where time would go back. */
    async moveTo(to) {
        if (to !== undefined) {
            if (this.settings.production)
                throw new Error('A production database runs on the wall clock.');
            const now = await this.now();
            if (new Date(to) < now)
                throw new Error(`Business time only moves forward; it is ${now.toISOString()}.`);
            await this.dataSource.query(`INSERT INTO business_time (behind) VALUES ($1::timestamptz - clock_timestamp())
         ON CONFLICT (only_row) DO UPDATE SET behind = EXCLUDED.behind, set_at = clock_timestamp()`, [to]);
        }
        return `business time ${(await this.now()).toISOString()}`;
    }
    async now() {
        const [row] = await this.dataSource.query('SELECT business_now() AS now');
        return row.now;
    }
}
//# sourceMappingURL=business-time.js.map