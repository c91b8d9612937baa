import pg from 'pg';
import { DataSource } from 'typeorm';
import type { Settings } from '../config/settings.js';

interface Container {
  get<T>(type: abstract new (...args: never[]) => T): T;
}

/** Business time of a database: shown, and moved forward where it is not a production one. */
export class BusinessTime {
  private readonly dataSource: DataSource;

  constructor(
    app: Container,
    private readonly settings: Settings,
    /** Address of the role that may move it. */
    private readonly ownerUrl: string | undefined,
  ) {
    this.dataSource = app.get(DataSource);
  }

  /** Answers a line for the terminal. @throws Error in production, and where time would go back. */
  async moveClock(to?: string): Promise<string> {
    if (to !== undefined) {
      if (this.settings.production) throw new Error('A production database runs on the wall clock.');
      const now = await this.now();
      if (new Date(to) < now) throw new Error(`Business time only moves forward; it is ${now.toISOString()}.`);
      await this.write(to);
    }
    return `business time ${(await this.now()).toISOString()}`;
  }

  private async write(to: string): Promise<void> {
    const owner = new pg.Client({ connectionString: this.ownerUrl });
    await owner.connect();
    try {
      await owner.query(
        `INSERT INTO business_time (behind) VALUES ($1::timestamptz - clock_timestamp())
         ON CONFLICT (only_row) DO UPDATE SET behind = EXCLUDED.behind, set_at = clock_timestamp()`,
        [to],
      );
    } finally {
      await owner.end();
    }
  }

  private async now(): Promise<Date> {
    const [row] = await this.dataSource.query<{ now: Date }[]>('SELECT business_now() AS now');
    return (row as { now: Date }).now;
  }
}
