import compression from 'compression';
import type { Request, RequestHandler, Response } from 'express';

/** Smaller answers travel as they are: packing them saves nothing. */
const LEAST_BYTES = 1024;

/** Below these stand tokens, keys, setup codes and what is an address only for who knows it. */
const SECRET = /^\/api\/v1\/(auth|me|api-keys|users|account-requests|registrations|webhook-endpoints)(\/|\?|$)/i;

/**
 * Whether an answer is packed. Where a secret stands beside what the request said, its packed length tells of it (BREACH):
 * so nothing is packed but what is read by GET, never below an address of secrets, never what leaves no trace in log and
 * figures. A stream of events is sent event by event.
 */
function isPacked(request: Request, response: Response): boolean {
  if (request.method !== 'GET' || request.unrecorded || SECRET.test(request.originalUrl)) return false;
  const type = response.getHeader('Content-Type');
  if (typeof type === 'string' && type.startsWith('text/event-stream')) return false;
  return compression.filter(request, response);
}

/** Packs answers by br or gzip as Accept-Encoding has it; pictures, papers and archives are packed already. */
export const packAnswers = (): RequestHandler => compression({ threshold: LEAST_BYTES, filter: isPacked });
