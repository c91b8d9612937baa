export {};
//# sourceMappingURL=indicator.types.js.map