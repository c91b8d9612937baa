export {};
//# sourceMappingURL=facts.seats.js.map