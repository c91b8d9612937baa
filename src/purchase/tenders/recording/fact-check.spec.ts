import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validateSync } from 'class-validator';
import fc from 'fast-check';
import { isFaultless } from '../../../kernel/http/validation/find-faults.js';
import { TENDER_FACT_DATA } from '../tender-facts.dto.js';
import { CONTRACT_FACT_DATA } from './contract-facts.dto.js';

const CLASSES: [string, new () => object][] = Object.entries({ ...TENDER_FACT_DATA, ...CONTRACT_FACT_DATA });
const ID = '8b0c1a52-5d5e-4c61-9d4a-0d8f3d0c6a11';

const namesOf = (type: new () => object): string[] => [
  ...new Set(
    getMetadataStorage()
      .getTargetValidationMetadatas(type, '', false, false)
      .map(({ propertyName }) => propertyName),
  ),
];
const text = fc.constantFrom<unknown[]>(
  '甲',
  '',
  '2020-02',
  '2020-02-30',
  '2020-02-03T09:00:00+08:00',
  '3000.00',
  '87.35',
  ID,
);
const other = fc.constantFrom<unknown[]>(
  1,
  6000,
  0.5,
  true,
  false,
  null,
  { more: 1 },
  { name: '甲' },
  { organisation: ID },
  { start: '2020' },
);
const value = fc.oneof({ weight: 3, arbitrary: text }, other, fc.array(other, { maxLength: 2 }));

describe('the data of a fact', () => {
  it.each(CLASSES)('%s is faultless where class-validator finds no fault, and there alone', (_, type) => {
    const data = fc.dictionary(fc.constantFrom(...namesOf(type), 'more'), value, { maxKeys: 4 });
    fc.assert(
      fc.property(data, (given) => {
        const object = plainToInstance(type, given);
        const found = validateSync(object, { whitelist: true, forbidNonWhitelisted: true });
        expect(isFaultless(object)).toBe(found.length === 0);
      }),
      { numRuns: 300 },
    );
  });
});
