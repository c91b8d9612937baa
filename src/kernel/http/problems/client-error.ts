import type { Socket } from 'node:net';
import { Problem, problemBody } from '../../errors/problem.js';

/** What Node answers by itself; everything else that is not HTTP is a 400. */
const LINES: Record<string, string> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/**
 * Answers what never becomes a request. An address that was not encoded (`?q=养老` typed into a command line) is told so;
 * the rest gets its status alone.
 */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const body = error.code === 'HPE_INVALID_URL' ? JSON.stringify(problemBody(new Problem('malformed_url'), 'en')) : '';
  const head = [
    `HTTP/1.1 ${LINES[error.code ?? ''] ?? '400 Bad Request'}`,
    'Connection: close',
    'Cache-Control: no-store',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...(body === '' ? [] : ['Content-Type: application/problem+json; charset=utf-8']),
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
