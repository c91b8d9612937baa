import { Controller, Get, Param, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Lang, Permit } from '../../../kernel/access/decorators.js';
import type { Language } from '../../../kernel/errors/texts.js';
import { Operation } from '../../../kernel/http/operation.js';
import { chooseForm } from '../../../kernel/http/tables/table-form.js';
import { BULK_KIND_NAMES, BULK_PERMITS } from '../bulk-kind-names.js';
import { BulkTemplates } from './bulk-templates.js';
import { TemplateDto, TemplateQuery } from './template.dto.js';

@ApiTags('imports')
@Controller('imports/templates')
export class ImportTemplatesController {
  constructor(private readonly templates: BulkTemplates) {}

  @Get(':kind')
  @Permit('import.run', ...Object.values(BULK_PERMITS))
  @ApiParam({ name: 'kind', enum: BULK_KIND_NAMES })
  @ApiOkResponse({ type: TemplateDto })
  @Operation(
    'getImportTemplate',
    {
      en: 'What a file of a kind of rows looks like: its columns, or CSV or XLSX to fill in',
      zh: '查看某类数据行的导入模板：列定义，或供填写的 CSV、XLSX 文件',
    },
    'not_acceptable',
  )
  one(
    @Param('kind') kind: string,
    @Query() _query: TemplateQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @Lang() language: Language,
  ): Promise<TemplateDto | StreamableFile> {
    response.vary('Accept').vary('Accept-Language');
    return this.templates.write(kind, chooseForm(request), language);
  }
}
