import { ModulesContainer } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import compression from 'compression';
import type { Express, Request, RequestHandler, Response } from 'express';
import { fileURLToPath } from 'node:url';
import type { Language, Text } from '../kernel/errors/texts.js';
import { readExamples } from '../kernel/openapi/examples.js';
import { finishDocument } from '../kernel/openapi/document.js';
import { answersAnew } from '../kernel/http/revalidation.js';
import { listTables, type Tables } from '../kernel/http/tables/list-tables.js';
import { serveDocsPages } from './docs/docs-page.js';
import { NAMED_LISTS } from './docs/named-lists.js';
import { NAMED_OBJECTS } from './named-objects.js';
import { OPERATION_GROUPS } from './docs/operation-groups.texts.js';

/** What lies beside the API and not below `/api/v1`. */
export const OUTSIDE_API: string[] = ['health/live', 'health/ready', 'metrics', 'openapi.json', 's'];

/** The most that the document may weigh in either language on its way to a reader, by gzip. */
export const MOST_DOCUMENT_BYTES = 200_000;

const EXAMPLES = fileURLToPath(new URL('../../openapi/examples', import.meta.url));

const DESCRIPTION: Text = {
  en:
    'Follows one government-purchased social service from need to tender, contract, implementation, evaluation and what comes next. ' +
    'Money is a decimal string of yuan; dates are Asia/Shanghai; errors are RFC 9457 problems: each answer names their codes, whose titles stand in [problems.md](/docs/problems.md).',
  zh:
    '跟踪一项政府购买社会服务，从需求、采购、合同、实施、评估到之后的接续。' +
    '金额为以元为单位的十进制文本；日期按北京时间（Asia/Shanghai）；错误遵循 RFC 9457，各答复列出其错误码，含义见 [problems.md](/docs/problems.md)。字段说明为英文。',
};

/** What was made of the controllers of one application. */
interface Made {
  controllers: ReadonlySet<unknown>;
  generated: OpenAPIObject;
  tables: Tables | undefined;
}

/** It follows from the classes of the controllers alone: a process that starts one application after another makes it once. */
let made: Made | undefined;

/** The OpenAPI documents of the running application. Built on first use: it costs more than the rest of the start. */
export class ApiDocuments {
  private own: Made | undefined;

  constructor(private readonly app: NestExpressApplication) {}

  /** The document in the words of one language. */
  buildDocument(language: Language): OpenAPIObject {
    const wording = { language, groups: OPERATION_GROUPS, lists: NAMED_LISTS, namedKinds: NAMED_OBJECTS };
    const document = finishDocument(this.generateOnce().generated, readExamples(EXAMPLES), wording);
    return { ...document, info: { ...document.info, description: DESCRIPTION[language] } };
  }

  /** Every list as a table. */
  findTables(): Tables {
    const known = this.generateOnce();
    return (known.tables ??= listTables(this.buildDocument('en')));
  }

  private generateOnce(): Made {
    return (this.own ??= this.generate());
  }

  private generate(): Made {
    const modules = [...this.app.get(ModulesContainer).values()];
    const controllers = new Set(modules.flatMap((module) => [...module.controllers.keys()]));
    if (made?.controllers.size !== controllers.size || ![...controllers].every((one) => made?.controllers.has(one)))
      made = { controllers, generated: SwaggerModule.createDocument(this.app, this.config()), tables: undefined };
    return made;
  }

  private config(): Omit<OpenAPIObject, 'paths'> {
    return new DocumentBuilder()
      .setTitle('Throughline 接续')
      .setVersion('1')
      .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
      .addServer('/')
      .addBearerAuth(
        { type: 'http', scheme: 'bearer', description: 'The access token of a session, or an API key.' },
        'bearer',
      )
      .build();
  }
}

/** `/openapi.json`, in Chinese with `?lang=zh`, and Swagger UI at `/docs`. */
export function serveDocumentation(server: Express, countPage: RequestHandler, documents: ApiDocuments): void {
  const texts = new Map<Language, string>();
  server.get('/openapi.json', countPage, compression(), (request: Request, response: Response) => {
    const language: Language = request.query.lang === 'zh' ? 'zh' : 'en';
    const text = texts.get(language) ?? JSON.stringify(documents.buildDocument(language));
    texts.set(language, text);
    response.setHeader('Cache-Control', 'no-cache');
    response.type('json');
    if (answersAnew(request, response, text)) response.send(text);
    else response.status(304).end();
  });
  serveDocsPages(server, countPage);
}
