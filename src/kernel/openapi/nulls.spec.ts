import { describe, expect, it } from '@jest/globals';
import { toJsonSchema } from './nulls.js';

const $ref = '#/components/schemas/X';

describe('null in the document', () => {
  it('is a type beside the type of the field', () => {
    expect(toJsonSchema({ type: 'string', format: 'date', nullable: true })).toEqual({
      type: ['string', 'null'],
      format: 'date',
    });
  });

  it('is one of the values of an enumeration, after the others in their order', () => {
    expect(toJsonSchema({ type: 'string', enum: ['b', 'a'], nullable: true })).toEqual({
      type: ['string', 'null'],
      enum: ['a', 'b', null],
    });
  });

  it('is an alternative to a referenced object', () => {
    const given = { type: 'object', description: 'A day.', nullable: true, allOf: [{ $ref }] };
    expect(toJsonSchema(given)).toEqual({ description: 'A day.', anyOf: [{ $ref }, { type: 'null' }] });
  });

  it('is nowhere else: a reference with a description stands as itself', () => {
    expect(toJsonSchema({ description: 'A day.', allOf: [{ $ref }] })).toEqual({ $ref, description: 'A day.' });
    expect(toJsonSchema({ type: 'string', nullable: false })).toEqual({ type: 'string' });
  });

  it('is found inside lists and objects; fields may be called like keywords', () => {
    const given = { type: 'object', properties: { type: { type: 'array', items: { type: 'number', nullable: true } } } };
    expect(toJsonSchema(given)).toEqual({
      type: 'object',
      properties: { type: { type: 'array', items: { type: ['integer', 'null'] } } },
    });
  });

  it('leaves a number that is not whole where a format says so', () => {
    expect(toJsonSchema({ type: 'number', format: 'double' })).toEqual({ type: 'number', format: 'double' });
  });
});
