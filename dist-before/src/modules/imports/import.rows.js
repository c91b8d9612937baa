var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import { Injectable } from '@nestjs/common';
import { BatchTx } from '../../platform/database/batch.js';
import { parseNoticeLine } from './notice-row.parser.js';
import { NoticeImporter } from './notice.importer.js';
import { RowRejected } from './row.rejected.js';
/** Faults said of one row: a line of a megabyte can have more of them than anybody reads. */
const MAX_FAULTS = 100;
const bounded = (parsed) => parsed.ok ? parsed : { ...parsed, errors: parsed.errors.slice(0, MAX_FAULTS) };
/** Takes the rows of some lines, in their order. */
let ImportRows = class ImportRows {
    importer;
    constructor(importer) {
        this.importer = importer;
    }
    /** Together first; a row that must be taken back is rare, and then each is taken in a savepoint of its own. */
    take(unit, { id, dataset }, lines) {
        const parsed = lines.map(({ line, raw }) => bounded(parseNoticeLine(raw, line)));
        return BatchTx.run(unit, { import: id }, async (tx) => {
            try {
                return await tx.attempt(() => this.takeAll(tx, dataset, parsed, false));
            }
            catch (error) {
                if (!(error instanceof RowRejected))
                    throw error;
                return this.takeAll(tx, dataset, parsed, true);
            }
        });
    }
    async takeAll(tx, dataset, lines, alone) {
        const figures = { accepted: 0, unchanged: 0, rejected: 0 };
        const rejects = [];
        const ids = lines.flatMap((parsed) => (parsed.ok ? [parsed.row.id] : []));
        const known = await this.importer.known(tx, dataset, ids);
        for (const parsed of lines) {
            const { line } = parsed;
            if (!parsed.ok) {
                figures.rejected++;
                rejects.push({ line, id: parsed.id, errors: parsed.errors });
                continue;
            }
            try {
                figures[await this.takeRow(tx, dataset, parsed.row, known, alone)]++;
            }
            catch (error) {
                if (!(error instanceof RowRejected) || !(alone || error.clean))
                    throw error;
                figures.rejected++;
                rejects.push({ line, id: parsed.row.id, errors: error.errors });
            }
        }
        return { figures, rejects };
    }
    async takeRow(tx, dataset, row, known, alone) {
        const before = known.get(row.id);
        if (this.importer.isUnchanged(row, before))
            return 'unchanged';
        const take = () => this.importer.take(tx, dataset, row, before);
        const tender = alone ? await tx.attempt(take) : await take();
        // The same id may come again further down.
        known.set(row.id, { tender, raw: row.raw });
        return 'accepted';
    }
};
ImportRows = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [NoticeImporter])
], ImportRows);
export { ImportRows };
//# sourceMappingURL=import.rows.js.map