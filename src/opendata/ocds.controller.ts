import { Controller, Get, Param, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { Public } from '../kernel/access/decorators.js';
import { Settings } from '../kernel/config/settings.js';
import { ListUrl } from '../kernel/http/lists/list.js';
import { Operation } from '../kernel/http/operation.js';
import { Revalidated } from '../kernel/http/revalidation.js';
import { PackagesQuery, RecordPackageDto, ReleasePackageDto, ReleasePackagePageDto } from './ocds.dto.js';
import { OcdsQueries } from './ocds.queries.js';

const findOrigin = (request: Request, { publicOrigin }: Settings): string =>
  publicOrigin ?? `${request.protocol}://${request.get('host') ?? 'localhost'}`;

/** What is published of purchases, in the words of the Open Contracting Data Standard 1.1.5. */
@ApiTags('open-data')
@Controller('ocds')
export class OcdsController {
  constructor(
    private readonly queries: OcdsQueries,
    private readonly settings: Settings,
  ) {}

  @Get('releases/:ocid')
  @Public()
  @Revalidated()
  @Operation(
    'getOcdsReleases',
    { en: 'The OCDS releases of a purchase, as a release package', zh: '以 OCDS 发布包查看采购项目' },
    'not_found',
    'ocds_not_configured',
  )
  releases(@Req() request: Request, @Param('ocid') ocid: string): Promise<ReleasePackageDto> {
    return this.queries.releases(ocid, `${findOrigin(request, this.settings)}${request.originalUrl}`);
  }

  @Get('records/:ocid')
  @Public()
  @Revalidated()
  @Operation(
    'getOcdsRecord',
    { en: 'The OCDS record of a purchase with its compiled release', zh: '查看采购项目的 OCDS 记录与合并发布' },
    'not_found',
    'ocds_not_configured',
  )
  records(@Req() request: Request, @Param('ocid') ocid: string): Promise<RecordPackageDto> {
    return this.queries.records(ocid, `${findOrigin(request, this.settings)}${request.originalUrl}`);
  }

  @Get('packages')
  @Public()
  @Revalidated()
  @Operation(
    'listOcdsPackages',
    {
      en: 'What is published of every purchase of a dataset, as OCDS release packages',
      zh: '分页获取数据集的 OCDS 发布包',
    },
    'ocds_not_configured',
  )
  packages(
    @Req() request: Request,
    @Query() query: PackagesQuery,
    @ListUrl() url: string,
  ): Promise<ReleasePackagePageDto> {
    return this.queries.packages(query, url, findOrigin(request, this.settings));
  }
}
