export {};
//# sourceMappingURL=bid-file.states.js.map