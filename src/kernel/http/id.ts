import { Param } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import { Problem } from '../errors/problem.js';
import { documentParameter } from '../openapi/parameter.js';

/** The id of a record. */
export type Uuid = string;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What cannot be an id names nothing: 404, as a guessed one. */
const idPipe = {
  transform(value: unknown): string {
    if (typeof value !== 'string' || !UUID.test(value)) throw new Problem('not_found');
    return value.toLowerCase();
  },
};

/** A UUID of the path. */
export const Id = (name = 'id'): ParameterDecorator =>
  documentParameter(Param(name, idPipe), ApiParam({ name, schema: { type: 'string', format: 'uuid' } }));

/** A place in a list, counted from 1. What cannot be one names nothing. */
const placePipe = {
  transform(value: unknown): number {
    if (!/^[1-9]\d{0,4}$/.test(String(value))) throw new Problem('not_found');
    return Number(value);
  },
};

export const Place = (name: string): ParameterDecorator =>
  documentParameter(Param(name, placePipe), ApiParam({ name, schema: { type: 'integer', minimum: 1 } }));

/** A parameter of a path by its name: `no` is a place, every other one an id. */
export const PathParameter = (name: string): ParameterDecorator => (name === 'no' ? Place(name) : Id(name));
