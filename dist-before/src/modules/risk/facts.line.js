export {};
//# sourceMappingURL=facts.line.js.map