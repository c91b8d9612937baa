import { getMetadataStorage, type MetadataStorage } from 'class-validator';

type Find = MetadataStorage['getTargetValidationMetadatas'];
type Found = ReturnType<Find>;

/** Storages that remember already: there is one for each copy of class-validator. */
const remembering = new WeakSet<MetadataStorage>();

/**
 * What class-validator knows of a class does not change once the class is there, but it is gathered from all classes again
 * for each object that is checked, each item of a list too. Here it is gathered once per class.
 */
export function rememberMetadata(storage: MetadataStorage = getMetadataStorage()): void {
  if (remembering.has(storage)) return;
  remembering.add(storage);
  const find: Find = storage.getTargetValidationMetadatas.bind(storage);
  const known = new WeakMap<object, Map<string, Found>>();
  storage.getTargetValidationMetadatas = (target, schema, always, strictGroups, groups) => {
    const ways = known.get(target) ?? new Map<string, Found>();
    known.set(target, ways);
    const way = JSON.stringify([schema, always, strictGroups, groups]);
    const found = ways.get(way) ?? find(target, schema, always, strictGroups, groups);
    ways.set(way, found);
    return found;
  };
}
