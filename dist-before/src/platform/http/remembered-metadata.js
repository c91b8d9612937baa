import { getMetadataStorage } from 'class-validator';
let done = false;
/**
 * What class-validator knows of a class does not change once the class is there, but it is gathered from all classes again
 * for each object that is checked, each item of a list too. Here it is gathered once per class.
 */
export function rememberMetadata() {
    if (done)
        return;
    done = true;
    const storage = getMetadataStorage();
    const find = storage.getTargetValidationMetadatas.bind(storage);
    const known = new WeakMap();
    storage.getTargetValidationMetadatas = (target, schema, always, strictGroups, groups) => {
        const ways = known.get(target) ?? new Map();
        known.set(target, ways);
        const way = JSON.stringify([schema, always, strictGroups, groups]);
        const found = ways.get(way) ?? find(target, schema, always, strictGroups, groups);
        ways.set(way, found);
        return found;
    };
}
//# sourceMappingURL=remembered-metadata.js.map