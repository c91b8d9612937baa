import { describe, expect, it } from '@jest/globals';
import { getMetadataStorage, IsInt, IsString, validateSync, type MetadataStorage } from 'class-validator';
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
/** What is found of a class, in any order. */
const rulesOf = (storage: MetadataStorage, type: new () => object): string[] =>
  storage.getTargetValidationMetadatas(type, '', false, false).map(({ propertyName }) => propertyName);

describe('what class-validator knows of a class', () => {
  it('is gathered once, and is the same, inherited rules too', () => {
    // A storage of its own: that of the process remembers since another suite has started the application in it.
    const storage = Object.create(getMetadataStorage()) as MetadataStorage;
    const gather = storage.getTargetValidationMetadatas.bind(storage);
    const gathered: unknown[] = [];
    storage.getTargetValidationMetadatas = (type, ...how) => {
      gathered.push(type);
      return gather(type, ...how);
    };
    rememberMetadata(storage);
    rememberMetadata(storage);
    for (let i = 0; i < 5; i++) {
      expect(rulesOf(storage, Child).sort()).toEqual(['age', 'name']);
      expect(rulesOf(storage, Parent)).toEqual(['name']);
    }
    expect(gathered).toEqual([Child, Parent]);
  });

  it('refuses the same as before, of a class and of those that inherit from it', () => {
    rememberMetadata();
    for (let i = 0; i < 5; i++) {
      expect(faults(Object.assign(new Child(), { name: 1, age: 'x' })).sort()).toEqual(['age', 'name']);
      expect(faults(Object.assign(new Child(), { name: 'x', age: 1 }))).toEqual([]);
      expect(faults(Object.assign(new Parent(), { name: 1 }))).toEqual(['name']);
    }
  });
});
