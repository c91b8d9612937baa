import { applyDecorators, Header } from '@nestjs/common';
import type { Request, Response } from 'express';
import { createHash } from 'node:crypto';

const KEPT = 'no-cache';

/**
 * The answer is the same for whoever may ask, and may be kept: it bears the hash of its body as ETag, and who names that in
 * If-None-Match is answered 304 for as long as it is the same; `*` names whatever there is (RFC 9110 section 13.1.2). Never by the version of a root: time changes a state without it.
 */
export const Revalidated = (): MethodDecorator =>
  applyDecorators(Header('Cache-Control', KEPT), Header('Vary', 'Accept-Language, Authorization'));

export const isRevalidated = (response: Response): boolean => response.getHeader('Cache-Control') === KEPT;

/** Marks the body; true where the client has not got it already. The mark is a weak one: a packed body bears it too. */
export function answersAnew(request: Request, response: Response, text: string): boolean {
  const mark = `"${createHash('sha256').update(text).digest('base64url')}"`;
  response.setHeader('ETag', `W/${mark}`);
  if (request.principal !== undefined && request.principal.kind !== 'public')
    response.setHeader('Cache-Control', `private, ${KEPT}`);
  const known = (request.knownEtags ?? '').split(',').map((etag) => etag.trim().replace(/^W\//, ''));
  return !known.includes(mark) && request.knownEtags?.trim() !== '*';
}
