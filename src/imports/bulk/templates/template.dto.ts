import { IsIn, IsOptional } from 'class-validator';
import { TABLE_FORMS, type TableForm } from '../../../kernel/http/tables/table-form.js';
import type { BulkKindName } from '../bulk-kind-names.js';
import type { BulkColumn, RootType } from '../columns.js';

export class TemplateQuery {
  /** As a file to be filled in; stronger than Accept. */
  @IsOptional()
  @IsIn(TABLE_FORMS)
  format?: TableForm;
}

/** A column of a template. */
export class TemplateColumnDto {
  /** Its name in NDJSON; a table may have it for a heading. */
  key: string;
  heading: string;
  type: BulkColumn['type'];
  required: boolean;
  /** What it names, by its id here or as `system:id`. */
  refers: RootType | null;
}

/** The columns of a kind of rows. */
export class TemplateDto {
  kind: BulkKindName;
  columns: TemplateColumnDto[];
}
