import { pino } from 'pino';
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
export class JsonLogger {
    pino;
    constructor(level) {
        this.pino = pino({
            level,
            base: null,
            timestamp: pino.stdTimeFunctions.isoTime,
            redact: { paths: SECRET.flatMap((key) => [key, `*.${key}`]), censor: '[removed]' },
        });
    }
    log(message, ...rest) {
        this.pino.info(fields(message, rest));
    }
    error(message, ...rest) {
        this.pino.error(fields(message, rest));
    }
    warn(message, ...rest) {
        this.pino.warn(fields(message, rest));
    }
    debug(message, ...rest) {
        this.pino.debug(fields(message, rest));
    }
    verbose(message, ...rest) {
        this.pino.trace(fields(message, rest));
    }
    fatal(message, ...rest) {
        this.pino.fatal(fields(message, rest));
    }
}
/** Nest hands over the context as the last argument and a stack before it. */
function fields(message, rest) {
    const context = rest.at(-1);
    const stack = rest.length > 1 ? rest[0] : undefined;
    return {
        ...(typeof context === 'string' && { context }),
        ...(typeof stack === 'string' && { stack }),
        ...(message !== null && typeof message === 'object' ? message : { msg: String(message) }),
    };
}
//# sourceMappingURL=json.logger.js.map