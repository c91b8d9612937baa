var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import { Injectable, StreamableFile } from '@nestjs/common';
import { layOut } from './report.layout.rules.js';
import { reportAsHtml } from './report.html.js';
import { reportAsPdf } from './report.pdf.js';
import { ReviewsQueries } from './reviews.queries.js';
const FORMS = ['application/json', 'text/html', 'application/pdf'];
/** The form that is named first, heaviest weight before all; JSON where none of them is named. */
export function formOf(accept) {
    const wanted = (accept ?? '').split(',').flatMap((part, place) => {
        const [type = '', ...parameters] = part.trim().toLowerCase().split(';');
        const form = FORMS.find((f) => f === type);
        const q = parameters.map((p) => /^\s*q=([\d.]+)$/.exec(p)?.[1]).find((v) => v !== undefined);
        const weight = q === undefined ? 1 : Number(q);
        return form !== undefined && weight > 0 ? [{ form, weight, place }] : [];
    });
    return wanted.toSorted((a, b) => b.weight - a.weight || a.place - b.place)[0]?.form ?? 'application/json';
}
/** The report in the form that was asked for. */
let ReportAnswer = class ReportAnswer {
    queries;
    constructor(queries) {
        this.queries = queries;
    }
    async answer(accept, principal, tender, lot) {
        const report = await this.queries.report(principal, tender, lot);
        const form = formOf(accept);
        if (form === 'application/json')
            return report;
        const title = `评审报告 ${report.tender.title}`;
        const blocks = layOut(report);
        if (form === 'text/html')
            return new StreamableFile(Buffer.from(reportAsHtml(title, blocks)), { type: 'text/html; charset=utf-8' });
        return new StreamableFile(await reportAsPdf(title, new Date(report.reportedAt), blocks), {
            type: 'application/pdf',
            disposition: `attachment; filename="review-report-lot-${lot}.pdf"`,
        });
    }
};
ReportAnswer = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [ReviewsQueries])
], ReportAnswer);
export { ReportAnswer };
//# sourceMappingURL=report.answer.js.map