import type { FieldError } from '../../kernel/errors/problem.js';

/** A row that is not taken. `clean`: nothing of it was written yet, so nothing has to be taken back. */
export class RowRejected extends Error {
  constructor(
    readonly errors: FieldError[],
    readonly clean = false,
  ) {
    super('the row is rejected');
  }
}
