import pg from 'pg';

/**
 * A pool's connection that the server may end in the moment in which it begins: its error comes before anybody listens and
 * would end the process, while the first statement tells it anyway.
 */
export class HeardClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}
