import type pg from 'pg';

/** One connection for several loops: a statement is sent when the one before it is answered. */
export class SharedConnection {
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly client: pg.Client) {}

  query<R extends pg.QueryResultRow>(text: string | pg.QueryConfig, values?: unknown[]): Promise<pg.QueryResult<R>> {
    const answer = this.last.then(() => this.client.query<R>(text, values));
    this.last = answer.catch(() => undefined);
    return answer;
  }

  /** Ends the connection; what waits is refused. */
  async end(): Promise<void> {
    await this.client.end().catch(() => undefined);
  }
}
