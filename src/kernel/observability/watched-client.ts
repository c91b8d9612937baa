import { Logger } from '@nestjs/common';
import pg from 'pg';
import { HeardClient } from '../database/connections/heard-client.js';
import { nameStatement } from '../database/connections/named-statements.js';
import { joinRoundTrip, takePostponedStatements } from '../database/connections/postponed-statements.js';
import { findTraces } from './traces/traces.js';
import type { Span } from './traces/span.js';
import { findTrail } from './trail.js';

const logger = new Logger('Database');
const MOST_LETTERS = 1_000;

/** In so much of a long statement there are that many letters beside its spaces. */
const READ_LETTERS = 4 * MOST_LETTERS;

/** The words of a statement alone: parameters are no part of it. */
function shorten(text: string): string {
  const words = joinWords(text.slice(0, READ_LETTERS));
  const isWhole = text.length <= READ_LETTERS || words.length >= MOST_LETTERS;
  return (isWhole ? words : joinWords(text)).slice(0, MOST_LETTERS);
}
const joinWords = (text: string): string => text.replace(/\s+/g, ' ').trim();

const readText = (given: unknown): string | undefined =>
  typeof given === 'string' ? given : (given as { text?: string } | null | undefined)?.text;

/** What is known of a statement when it begins. */
class Observed {
  private readonly started = performance.now();
  private readonly request: string | null;
  private readonly span: Span | undefined;

  constructor(
    private readonly text: string,
    private readonly slowMs: number,
  ) {
    const trail = findTrail();
    this.request = trail?.request ?? null;
    this.span = trail?.span && findTraces()?.begin(/\S+/.exec(text)?.[0] ?? '', 'client', trail.span.traceparent);
    this.span?.set('db.system.name', 'postgresql');
    this.span?.set('db.query.text', shorten(text));
  }

  end(error: unknown): void {
    const failure = error ? ((error as { code?: string }).code ?? 'failed') : undefined;
    this.span?.end(failure);
    const ms = performance.now() - this.started;
    if (this.slowMs === 0 || ms < this.slowMs) return;
    logger.warn({
      msg: 'slow statement',
      ms: Math.round(ms),
      statement: shorten(this.text),
      ...(this.request !== null && { requestId: this.request }),
      ...(failure !== undefined && { sqlstate: failure }),
    });
  }
}

type Query = (this: pg.Client, ...given: unknown[]) => unknown;

/**
 * The class of a pool's connections, for its options: each keeps what comes often in transactions, sends what was postponed before
 * what comes next, logs its slow statements and makes spans of those of a traced request or job. It calls what `pg.Client` has by
 * then, so that whoever watches that one sees every statement as before.
 * @param slowMs from how long on a statement is slow; 0: none is
 */
export function createClientClass(slowMs: number): typeof pg.Client {
  class WatchedClient extends HeardClient {}
  const query: Query = function (...given) {
    const before = takePostponedStatements(this);
    if (before.length > 0) return joinRoundTrip(this, before, () => query.apply(this, given));
    const send = (pg.Client.prototype as unknown as { query: Query }).query;
    const text = readText(given[0]);
    const named = typeof given[0] === 'string' ? nameStatement(this, given[0], given[1]) : null;
    if (named) given.splice(0, 2, named);
    if (text === undefined || (slowMs === 0 && findTraces() === undefined)) return send.apply(this, given);
    const observed = new Observed(text, slowMs);
    const last = given.at(-1);
    if (typeof last === 'function') {
      given[given.length - 1] = (error: unknown, ...answer: unknown[]): unknown => {
        observed.end(error);
        return (last as (...answer: unknown[]) => unknown)(error, ...answer);
      };
      return send.apply(this, given);
    }
    const sent = send.apply(this, given);
    if (sent instanceof Promise)
      sent.then(
        () => observed.end(undefined),
        (error: unknown) => observed.end(error),
      );
    return sent;
  };
  Object.defineProperty(WatchedClient.prototype, 'query', { value: query, writable: true, configurable: true });
  return WatchedClient;
}
