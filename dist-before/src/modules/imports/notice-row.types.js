export {};
//# sourceMappingURL=notice-row.types.js.map