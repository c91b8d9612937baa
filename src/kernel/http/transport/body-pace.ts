import type { NextFunction, Request, Response } from 'express';
import { Problem } from '../../errors/problem.js';
import { hasBody, isStreamed } from './body-kinds.js';

/** How the body of a request has to come. */
export interface Pace {
  /** So long without a byte that the server would take. */
  idleMs: number;
  /** So long it may take, however it comes; and so long the rest of one that was answered already. */
  wholeMs: number;
  /** A file may take longer while it comes, on the whole, with so many bytes a second. */
  bytesPerSecond: number;
}

/** What Node gave a whole request; and a slow telephone's pace, by which the largest import comes within a day. */
export const ORDINARY_PACE: Omit<Pace, 'idleMs'> = { wholeMs: 300_000, bytesPerSecond: 8 * 1024 };

/** Longest time in which whoever reads a body that stands still may say so. */
const GRACE_MS = 30_000;

const STALLED = 'stalled';

/** Tells whoever reads the body that it stands still: it answers, and the connection is closed behind the answer. */
export function listenForStall(request: Request, tell: (problem: Problem) => void): void {
  request.once(STALLED, () => tell(new Problem('upload_stalled')));
}

/**
 * Every body of every route is bounded here, one that nobody reads too: by the time without a byte, and by the time of the
 * whole. Node would bound each request alike, a long upload as well, so its own bound is off (`boundHeaders`).
 */
export const paceBodies =
  (pace: Pace) =>
  (request: Request, response: Response, next: NextFunction): void => {
    if (hasBody(request)) watchBody(request, response, pace);
    next();
  };

/** By steps and not by the clock: a process that was held up itself counts one, whatever waits for it meanwhile. */
function watchBody(request: Request, response: Response, { idleMs, wholeMs, bytesPerSecond }: Pace): void {
  const { socket } = request;
  const stepMs = Math.min(1000, Math.ceil(Math.min(idleMs, wholeMs) / 10));
  const isFile = isStreamed(request);
  const before = socket.bytesRead;
  let [seen, idle, whole, isAnswered] = [before, 0, 0, false];
  const timer = setInterval(() => {
    if (request.complete || socket.destroyed) {
      clearInterval(timer);
      return;
    }
    if (!isAnswered && response.writableEnded) [isAnswered, idle, whole] = [true, 0, 0];
    // What came and was not read yet is the server's delay, not the sender's.
    if (!isAnswered && request.readableLength > 0) return;
    idle = socket.bytesRead === seen ? idle + stepMs : 0;
    seen = socket.bytesRead;
    whole += stepMs;
    const more = isFile && !isAnswered ? ((seen - before) / bytesPerSecond) * 1000 : 0;
    if (idle < idleMs && whole < wholeMs + more) return;
    clearInterval(timer);
    endConnection(request, response);
  }, stepMs);
  timer.unref();
}

function endConnection(request: Request, response: Response): void {
  const { socket } = request;
  if (response.headersSent || request.listenerCount(STALLED) === 0) {
    socket.destroy();
    return;
  }
  response.setHeader('Connection', 'close');
  request.emit(STALLED);
  setTimeout(() => socket.destroy(), GRACE_MS).unref();
}
