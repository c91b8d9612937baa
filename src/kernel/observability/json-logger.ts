import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';

/** Keys whose values never reach a log, wherever they stand. */
const SECRET = [
  'password',
  'token',
  'accessToken',
  'refreshToken',
  'secret',
  'authorization',
  'code',
  'residentId',
  'phone',
];

/** JSON lines on standard output. */
export class JsonLogger implements LoggerService {
  readonly pino: Logger;

  constructor(level: string) {
    this.pino = pino({
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: SECRET.flatMap((key) => [key, `*.${key}`]), censor: '[removed]' },
    });
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.pino.info(fields(message, rest));
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.pino.error(fields(message, rest));
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.pino.warn(fields(message, rest));
  }
  debug(message: unknown, ...rest: unknown[]): void {
    this.pino.debug(fields(message, rest));
  }
  verbose(message: unknown, ...rest: unknown[]): void {
    this.pino.trace(fields(message, rest));
  }
  fatal(message: unknown, ...rest: unknown[]): void {
    this.pino.fatal(fields(message, rest));
  }
}

/** Nest hands over the context as the last argument and a stack before it. */
function fields(message: unknown, rest: unknown[]): object {
  const context = rest.at(-1);
  const stack = rest.length > 1 ? rest[0] : undefined;
  return {
    ...(typeof context === 'string' && { context }),
    ...(typeof stack === 'string' && { stack }),
    ...(message !== null && typeof message === 'object' ? message : { msg: String(message) }),
  };
}
