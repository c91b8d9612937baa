import type { NextFunction, Request, Response } from 'express';

/** `mark_data_error`, as JSON has it, names in an address what `mark-data-error` does. */
export function spellAction(request: Request, _response: Response, next: NextFunction): void {
  request.url = request.url.replace(/\/actions\/\w+/, (path) => path.replaceAll('_', '-'));
  next();
}
