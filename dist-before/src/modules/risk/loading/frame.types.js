export const sortedIds = (ids) => [...new Set(ids.filter((id) => typeof id === 'string'))].sort();
//# sourceMappingURL=frame.types.js.map