/** Collects the parameters and conditions of one hand-written statement. Values never enter the text. */
export class Sql {
    params = [];
    conditions = [];
    /** `$1`, `$2`, … for a value. */
    p(value) {
        this.params.push(value);
        return `$${this.params.length}`;
    }
    and(condition) {
        this.conditions.push(condition);
        return this;
    }
    /** Adds the condition only where the value was given. */
    when(value, condition) {
        if (value !== undefined && value !== null)
            this.and(condition(this.p(value), value));
        return this;
    }
    get where() {
        return this.conditions.length === 0 ? 'true' : this.conditions.map((c) => `(${c})`).join(' AND ');
    }
}
//# sourceMappingURL=sql.js.map