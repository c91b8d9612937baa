import { Param } from '@nestjs/common';
import { Problem } from '../errors/problem.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What cannot be an id names nothing: 404, as a guessed one. */
const idPipe = {
  transform(value: unknown): string {
    if (typeof value !== 'string' || !UUID.test(value)) throw new Problem('not_found');
    return value.toLowerCase();
  },
};

/** A UUID of the path. */
export const Id = (name = 'id'): ParameterDecorator => Param(name, idPipe);
