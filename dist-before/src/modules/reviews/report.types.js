export {};
//# sourceMappingURL=report.types.js.map