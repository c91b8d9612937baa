export {};
//# sourceMappingURL=facts.bodies.js.map