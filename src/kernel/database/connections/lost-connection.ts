import { QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';

/**
 * TypeORM lets go of a connection that breaks, and refuses what a transaction asks of it afterwards as if the transaction
 * were over. Inside one that is not, its connection is lost.
 */
export const nameLostConnection = (error: unknown): unknown =>
  error instanceof QueryRunnerAlreadyReleasedError || error instanceof QueryRunnerProviderAlreadyReleasedError
    ? Object.assign(new Error('Connection terminated', { cause: error }), { code: '08006' })
    : error;
