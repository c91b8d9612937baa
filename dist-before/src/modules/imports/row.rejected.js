/** A row that is not taken. `clean`: nothing of it was written yet, so nothing has to be taken back. */
export class RowRejected extends Error {
    errors;
    clean;
    constructor(errors, clean = false) {
        super('the row is rejected');
        this.errors = errors;
        this.clean = clean;
    }
}
//# sourceMappingURL=row.rejected.js.map