import { describe, expect, it, jest } from '@jest/globals';
import { getMetadataStorage, IsInt, IsString, validateSync } from 'class-validator';
import { rememberMetadata } from './remembered-metadata.js';

class Parent {
  @IsString()
  name: unknown;
}
class Child extends Parent {
  @IsInt()
  age: unknown;
}

const faults = (given: object): string[] => validateSync(given).map((e) => e.property);

describe('what class-validator knows of a class', () => {
  it('is gathered once, and is the same, inherited rules too', () => {
    const gathered = jest.spyOn(getMetadataStorage(), 'getTargetValidationMetadatas');
    rememberMetadata();
    for (let i = 0; i < 5; i++) {
      expect(faults(Object.assign(new Child(), { name: 1, age: 'x' })).sort()).toEqual(['age', 'name']);
      expect(faults(Object.assign(new Child(), { name: 'x', age: 1 }))).toEqual([]);
      expect(faults(Object.assign(new Parent(), { name: 1 }))).toEqual(['name']);
    }
    expect(gathered.mock.calls.filter(([type]) => type === Child)).toHaveLength(1);
    expect(gathered.mock.calls.filter(([type]) => type === Parent)).toHaveLength(1);
  });
});
