import { Injectable, StreamableFile } from '@nestjs/common';
import { Problem } from '../../../kernel/errors/problem.js';
import type { Language } from '../../../kernel/errors/texts.js';
import { TABLE_TYPES, type TableForm } from '../../../kernel/http/tables/table-form.js';
import { BULK_KIND_NAMES, type BulkKindName } from '../bulk-kind-names.js';
import { BulkKinds } from '../bulk-kinds.js';
import type { TemplateDto } from './template.dto.js';
import { formatTemplateHeading, writeCsvTemplate, writeXlsxTemplate } from './template.rules.js';

const isKind = (name: string): name is BulkKindName => (BULK_KIND_NAMES as string[]).includes(name);

/** What a file of each kind is to look like. */
@Injectable()
export class BulkTemplates {
  constructor(private readonly kinds: BulkKinds) {}

  /** In a form, or its columns. @throws Problem `not_found` for what is no kind */
  async write(name: string, form: TableForm | null, language: Language): Promise<TemplateDto | StreamableFile> {
    if (!isKind(name)) throw new Problem('not_found');
    const { columns } = this.kinds.get(name);
    if (form === null)
      return {
        kind: name,
        columns: columns.map((column) => ({
          key: column.key,
          heading: formatTemplateHeading(column, language),
          type: column.type,
          required: column.required ?? false,
          refers: column.refers ?? null,
        })),
      };
    const content =
      form === 'csv' ? writeCsvTemplate(columns, language) : await writeXlsxTemplate(name, columns, language);
    return new StreamableFile(content, {
      type: form === 'csv' ? `${TABLE_TYPES.csv}; charset=utf-8` : TABLE_TYPES.xlsx,
      disposition: `attachment; filename="${name}.${form}"`,
    });
  }
}
