export {};
//# sourceMappingURL=demonstration.types.js.map