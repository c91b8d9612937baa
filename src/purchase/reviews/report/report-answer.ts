import { Injectable, StreamableFile } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import { writePdf } from '../../../kernel/documents/papers/paper-pdf.js';
import { composeBlocks } from './report-layout.rules.js';
import { reportAsHtml } from './report-html.js';
import type { ReviewReportDto } from './report.dto.js';
import { ReviewsQueries } from '../reviews.queries.js';

const FORMS = ['application/json', 'text/html', 'application/pdf'] as const;
type Form = (typeof FORMS)[number];

/** The form that is named first, heaviest weight before all; JSON where none of them is named. */
export function chooseForm(accept: string | undefined): Form {
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
@Injectable()
export class ReportAnswer {
  constructor(private readonly queries: ReviewsQueries) {}

  async answer(
    accept: string | undefined,
    principal: Principal,
    tender: string,
    lot: number,
  ): Promise<ReviewReportDto | StreamableFile> {
    const report = await this.queries.report(principal, tender, lot);
    const form = chooseForm(accept);
    if (form === 'application/json') return report;
    const title = `评审报告 ${report.tender.title}`;
    const blocks = composeBlocks(report);
    if (form === 'text/html')
      return new StreamableFile(Buffer.from(reportAsHtml(title, blocks)), { type: 'text/html; charset=utf-8' });
    return new StreamableFile(await writePdf({ title, madeAt: new Date(report.reportedAt), blocks, language: 'zh' }), {
      type: 'application/pdf',
      disposition: `attachment; filename="review-report-lot-${lot}.pdf"`,
    });
  }
}
