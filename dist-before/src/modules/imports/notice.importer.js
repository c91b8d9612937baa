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
import { isDeepStrictEqual } from 'node:util';
import { PROBLEMS } from '../../platform/errors/codes.js';
import { Problem } from '../../platform/errors/problem.js';
import { regionOf } from '../../platform/identity/regions.js';
import { ContractsService } from '../contracts/contracts.service.js';
import { resolveParties } from '../organisations/parties.js';
import { factsOfRoots } from '../tenders/facts.store.js';
import { putNotice } from '../tenders/notice.projection.js';
import { openTender } from '../tenders/open-tender.js';
import { RecordingService } from '../tenders/recording.service.js';
import { TenderChangesService } from '../tenders/tender-changes.service.js';
import { correcting, mustBeChangeable, renamed } from './changed-row.rules.js';
import { rowFault } from './notice-row.errors.js';
import { followsUnknown, placementOf } from './notice-row.joining.js';
import { lotName, placeLots } from './notice-row.lots.js';
import { parseNoticeLine } from './notice-row.parser.js';
import { toRecording } from './notice-row.recording.js';
import { roundChanges } from './round.changes.rules.js';
import { RowRejected } from './row.rejected.js';
/** Where the row's fault lies in the row, for the conflicts that reject one. */
const POINTERS = {
    deadline_before_notice: '/bid_deadline',
    end_before_start: '/service_end',
};
const OPTIONS = { lenient: true, ownNotice: true };
/** Takes rows of a notices file by the same use cases as a person's recording. */
let NoticeImporter = class NoticeImporter {
    recording;
    changes;
    contracts;
    constructor(recording, changes, contracts) {
        this.recording = recording;
        this.changes = changes;
        this.contracts = contracts;
    }
    /** What is stored of these rows already, by their ids. One statement. */
    async known(tx, dataset, ids) {
        const rows = await tx.query(`SELECT reference, tender_id AS tender, raw FROM notice
       WHERE dataset = $1 AND reference = ANY ($2::text[]) AND raw IS NOT NULL`, [dataset, ids]);
        return new Map(rows.map((row) => [row.reference, row]));
    }
    isUnchanged(row, known) {
        return known !== undefined && isDeepStrictEqual(known.raw, JSON.parse(JSON.stringify(row.raw)));
    }
    /** Whole or not at all: the caller's savepoint goes back where it throws. Answers the tender. */
    async take(tx, dataset, row, known) {
        const earlier = known ? null : await this.earlier(tx, dataset, row);
        if (row.follows !== null && !known && earlier === null)
            throw new RowRejected([followsUnknown()], true);
        try {
            return await this.record(tx, dataset, row, known, earlier);
        }
        catch (error) {
            throw rejected(error) ?? error;
        }
    }
    async record(tx, dataset, row, known, earlier) {
        const joined = known?.tender ?? (placementOf(row.kind, earlier) === 'same_round' ? earlier?.tender : undefined);
        const before = known ? parsed(known.raw) : null;
        const [open, recording] = joined
            ? await this.join(tx, dataset, row, before, joined)
            : await this.begin(tx, dataset, row, earlier);
        const tender = open.tender.id;
        const old = before ? open.facts.filter((f) => f.source.reference === row.id) : [];
        await this.recording.recordOn(tx, open, correcting(recording.facts, old), OPTIONS);
        for (const { lot, facts } of recording.contractFacts) {
            const contract = await this.contracts.ofLot(tx, tender, lot);
            if (contract === null)
                continue;
            const stored = before ? ((await factsOfRoots(tx.manager, [contract])).get(contract) ?? []) : [];
            const own = stored.filter((f) => f.source.reference === row.id);
            await this.contracts.record(tx, contract, correcting(facts, own), OPTIONS);
        }
        await putNotice(tx, tender, {
            kind: row.kind,
            title: row.title,
            published: recording.source.publishedOn ?? null,
            url: row.url,
            reference: row.id,
            deadline: row.deadline,
            raw: row.raw,
        });
        return tender;
    }
    /** The row opens a round, of a new purchase or of one that is known. */
    async begin(tx, dataset, row, earlier) {
        const recording = toRecording(row, optionsOf(dataset));
        const buyer = await this.body(tx, dataset, row.buyer);
        const externalIds = recording.tender.externalIds?.map(({ id }) => ({ system: dataset.replace('import:', ''), id }));
        const given = { ...recording.tender, externalIds, ...(buyer !== null && { buyer }) };
        const options = earlier ? { round: { purchase: earlier.purchase } } : {};
        return [await this.recording.create(tx, given, options), recording];
    }
    /** The row speaks of a round that is known: it completes it, or changes what it said of it before. */
    async join(tx, dataset, row, before, tender) {
        if (before)
            mustBeChangeable(row, before);
        const open = await openTender(tx, tender);
        const said = (of, roundLots) => ({
            tender: toRecording(of, optionsOf(dataset, roundLots)).tender,
            lots: placeLots(of, roundLots).flatMap((lot) => lot.no === null ? [] : [{ ...lot, no: lot.no, name: lotName(lot, lot.no) }]),
        });
        const lotsNow = before ? renamed(open.lots, row, before) : open.lots;
        const { columns, lots } = roundChanges(open, said(row, lotsNow), before && said(before, open.lots));
        if (open.tender.buyer_id === null && row.buyer !== null)
            columns.buyer_id = await this.body(tx, dataset, row.buyer);
        return [await this.changes.apply(tx, open, columns, lots), toRecording(row, optionsOf(dataset, lotsNow))];
    }
    async body(tx, dataset, name) {
        if (name === null)
            return null;
        const [body] = await resolveParties(tx, dataset, [{ name }], () => '/buyer');
        return body ?? null;
    }
    /** The round a row points at: by `follows`, else the last one of the same buyer's project number. */
    async earlier(tx, dataset, row) {
        const called = `EXISTS (SELECT FROM notice n WHERE n.tender_id = t.id AND n.kind IN ('tender', 'single_source')) AS called`;
        if (row.follows !== null) {
            const [spot] = await tx.query(`SELECT t.id AS tender, t.purchase_id AS purchase, ${called} FROM tender t
         WHERE t.id = (SELECT tender_id FROM notice WHERE dataset = $1 AND reference = $2 LIMIT 1)`, [dataset, row.follows]);
            return spot ?? null;
        }
        if (row.projectNo === null || row.buyer === null)
            return null;
        const [spot] = await tx.query(`SELECT t.id AS tender, t.purchase_id AS purchase, ${called}
       FROM tender t JOIN organisation o ON o.id = t.buyer_id AND o.name = $3
       WHERE t.dataset = $1 AND t.project_no = $2 ORDER BY t.round DESC LIMIT 1`, [dataset, row.projectNo, row.buyer]);
        return spot ?? null;
    }
};
NoticeImporter = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [RecordingService,
        TenderChangesService,
        ContractsService])
], NoticeImporter);
export { NoticeImporter };
const optionsOf = (dataset, roundLots) => ({
    dataset,
    regionOf: (text) => regionOf(text)?.code ?? null,
    ...(roundLots && { roundLots }),
});
/** A row that was taken once is taken by the parser again. */
function parsed(raw) {
    const line = parseNoticeLine(JSON.stringify(raw), 0);
    return line.ok ? line.row : null;
}
/** Data exceptions, constraints and limits of PostgreSQL: the database cannot hold the row. */
const NOT_STORABLE = /^(22|23|54)/;
/** A refusal as the row's fault, so that one row never stops a file; null where the fault is not the row's. */
function rejected(error) {
    if (error instanceof Problem && error.status < 500) {
        const found = error.details.facts?.['contradictions'];
        const code = found?.[0]?.code;
        if (code !== undefined)
            return new RowRejected([rowFault(POINTERS[code] ?? '', code)]);
        const whole = { pointer: '', code: error.code, text: error.details.detail ?? PROBLEMS[error.code].title };
        return new RowRejected(error.details.errors ?? [whole]);
    }
    const state = error.code;
    if (typeof state !== 'string' || state.length !== 5 || !NOT_STORABLE.test(state))
        return null;
    const text = { en: 'The database cannot hold this row', zh: '数据库无法保存该行' };
    return new RowRejected([{ pointer: '', code: 'not_storable', text }]);
}
//# sourceMappingURL=notice.importer.js.map