import { getMetadataStorage } from 'class-validator';

/** Context of an id whose letters are part of a signed text. */
export const SIGNED_LETTERS = 'signed letters';

/** Where a class has ids, and objects that may have some. */
interface IdPlaces {
  ids: readonly string[];
  nested: readonly string[];
}

const places = new WeakMap<object, IdPlaces>();

/**
 * Ids are the same in capitals and in small letters. What is compared, kept or asked for goes on in small ones, as the database answers
 * them: of an instance of a checked class every id, in objects inside it too, also before the class is checked.
 */
export function lowerIds<T>(value: T): T {
  if (Array.isArray(value)) value.forEach(lowerIds);
  else if (typeof value === 'object' && value !== null && typeof value.constructor === 'function') {
    const { ids, nested } = findPlaces(value.constructor);
    const object = value as Record<string, unknown>;
    for (const name of ids) if (object[name] !== undefined) object[name] = toLowerCase(object[name]);
    for (const name of nested) lowerIds(object[name]);
  }
  return value;
}

const toLowerCase = (value: unknown): unknown => {
  if (typeof value === 'string') return value.toLowerCase();
  return Array.isArray(value) ? value.map(toLowerCase) : value;
};

function findPlaces(type: object): IdPlaces {
  const known = places.get(type);
  if (known !== undefined) return known;
  const rules = getMetadataStorage().getTargetValidationMetadatas(type as new () => object, '', false, false);
  const listNames = (isWanted: (rule: (typeof rules)[number]) => boolean): string[] => [
    ...new Set(rules.filter(isWanted).map(({ propertyName }) => propertyName)),
  ];
  const found = {
    ids: listNames(({ name, context }) => name === 'isUuid' && context !== SIGNED_LETTERS),
    nested: listNames(({ type: kind }) => kind === 'nestedValidation'),
  };
  places.set(type, found);
  return found;
}
