import type { FieldError } from '../../platform/errors/problem.js';

/** A row that is not taken, thrown so that its savepoint goes back. */
export class RowRejected extends Error {
  constructor(readonly errors: FieldError[]) {
    super('the row is rejected');
  }
}
