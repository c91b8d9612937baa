import { getMetadataStorage, type MetadataStorage } from 'class-validator';

type Find = MetadataStorage['getTargetValidationMetadatas'];
type Found = ReturnType<Find>;

let done = false;

/**
 * What class-validator knows of a class does not change once the class is there, but it is gathered from all classes again
 * for each object that is checked, each item of a list too. Here it is gathered once per class.
 */
export function rememberMetadata(): void {
  if (done) return;
  done = true;
  const storage = getMetadataStorage();
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
