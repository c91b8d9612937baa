import { Injectable, StreamableFile } from '@nestjs/common';
import type { Scope } from '../../kernel/access/scope.js';
import type { PictureBlock } from '../../kernel/documents/papers/paper.js';
import { writePdf } from '../../kernel/documents/papers/paper-pdf.js';
import type { Language } from '../../kernel/errors/texts.js';
import { chooseForm } from '../../purchase/reviews/report/report-answer.js';
import { reportAsHtml } from '../../purchase/reviews/report/report-html.js';
import { FlagsQueries } from '../../watch/flags/flags.queries.js';
import { renderPng, renderSvg, type Picture } from '../pictures/drawing.js';
import { FlagFigures } from './flag-figures.queries.js';
import type { FlagReportQuery } from './flag-report.dto.js';
import { composeFlagReport } from './flag-report.rules.js';
import NAMES from './flag-report-words.json' with { type: 'json' };

/** Prints a flag as its reader sees it. */
@Injectable()
export class FlagReports {
  constructor(
    private readonly flags: FlagsQueries,
    private readonly figures: FlagFigures,
  ) {}

  async print(
    scope: Scope,
    id: string,
    query: FlagReportQuery,
    preferred: Language,
    accept: string | undefined,
  ): Promise<StreamableFile> {
    const lang = query.lang ?? preferred;
    const form = query.format ?? (chooseForm(accept) === 'application/pdf' ? 'pdf' : 'html');
    const flag = await this.flags.one(scope, id, lang);
    const drawn = await this.figures.draw(scope, flag, lang);
    const blocks = composeFlagReport(flag, await Promise.all(drawn.map(toPictureBlock)), lang);
    const title = `${NAMES.words.report[lang]} · ${flag.indicator} ${flag.title}`;
    if (form === 'html')
      return new StreamableFile(Buffer.from(reportAsHtml(title, blocks, lang)), { type: 'text/html; charset=utf-8' });
    // Its date is that of its contents.
    const latest = [flag.openedAt, ...flag.history.map(({ at }) => at)].toSorted().at(-1) ?? flag.openedAt;
    return new StreamableFile(await writePdf({ title, madeAt: new Date(latest), blocks, language: lang }), {
      type: 'application/pdf',
      disposition: `attachment; filename="flag-${flag.indicator}-${lang}.pdf"`,
    });
  }
}

async function toPictureBlock(picture: Picture): Promise<PictureBlock> {
  const { width, height, title, description } = picture;
  const [svg, png] = [await renderSvg(picture), await renderPng(picture)];
  return { kind: 'picture', text: `${title}: ${description}`, svg, png, width, height };
}
