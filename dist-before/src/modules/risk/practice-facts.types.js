export {};
//# sourceMappingURL=practice-facts.types.js.map