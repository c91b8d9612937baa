var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import * as openapi from "@nestjs/swagger";
import { Transform } from 'class-transformer';
import { IsBoolean, IsOptional, Matches } from 'class-validator';
export class ImportQuery {
    /** Take nothing, say what would happen. */
    dryRun;
    /** The rows belong to the dataset `import:name`. */
    name;
    static _OPENAPI_METADATA_FACTORY() {
        return { dryRun: { required: false, type: () => Boolean, description: "Take nothing, say what would happen." }, name: { required: true, type: () => String, description: "The rows belong to the dataset `import:name`.", pattern: "^[a-z0-9][a-z0-9-]{0,39}$" } };
    }
}
__decorate([
    IsOptional(),
    Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value)),
    IsBoolean(),
    __metadata("design:type", Boolean)
], ImportQuery.prototype, "dryRun", void 0);
__decorate([
    Matches(/^[a-z0-9][a-z0-9-]{0,39}$/),
    __metadata("design:type", String)
], ImportQuery.prototype, "name", void 0);
export class ImportDto {
    id;
    /** `failed`: the last attempt broke off; the next one goes on where it stopped. */
    state;
    dryRun;
    dataset;
    /** Rows received. */
    rows;
    accepted;
    /** Rows that are stored already in the same words. */
    unchanged;
    rejected;
    createdAt;
    finishedAt;
    static of(row) {
        return {
            id: row.id,
            state: row.state === 'done' ? 'done' : row.error === null ? 'running' : 'failed',
            dryRun: row.dry_run,
            dataset: row.dataset,
            rows: row.rows,
            accepted: row.accepted,
            unchanged: row.unchanged,
            rejected: row.rejected,
            createdAt: row.created_at.toISOString(),
            finishedAt: row.finished_at?.toISOString() ?? null,
        };
    }
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, state: { required: true, description: "`failed`: the last attempt broke off; the next one goes on where it stopped.", enum: ["failed", "done", "running"] }, dryRun: { required: true, type: () => Boolean }, dataset: { required: true, type: () => String }, rows: { required: true, type: () => Number, description: "Rows received." }, accepted: { required: true, type: () => Number }, unchanged: { required: true, type: () => Number, description: "Rows that are stored already in the same words." }, rejected: { required: true, type: () => Number }, createdAt: { required: true, type: () => String }, finishedAt: { required: true, type: () => String, nullable: true } };
    }
}
export class RejectDto {
    /** Number of the line in the file, from 1. */
    line;
    /** The row's own id, where it could be read. */
    id;
    errors;
    /** The line as received: corrected, the rejects alone can be imported again. */
    raw;
    static of(row, lang) {
        const errors = row.errors.map(({ pointer, code, text }) => ({ pointer, code, text: text[lang] }));
        return { line: row.line, id: row.row_id, errors, raw: row.raw };
    }
    static _OPENAPI_METADATA_FACTORY() {
        return { line: { required: true, type: () => Number, description: "Number of the line in the file, from 1." }, id: { required: true, type: () => String, nullable: true, description: "The row's own id, where it could be read." }, errors: { required: true, type: () => [({ pointer: { required: true, type: () => String }, code: { required: true, type: () => String }, text: { required: true, type: () => String } })] }, raw: { required: true, type: () => String, description: "The line as received: corrected, the rejects alone can be imported again." } };
    }
}
export class RejectListDto {
    items;
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [RejectDto] }, next: { required: true, type: () => String, nullable: true } };
    }
}
//# sourceMappingURL=imports.dto.js.map