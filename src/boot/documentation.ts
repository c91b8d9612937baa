import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { fileURLToPath } from 'node:url';
import { serve, setup } from 'swagger-ui-express';
import { readExamples } from '../kernel/openapi/examples.js';
import { finishDocument } from '../kernel/openapi/document.js';

/** What lies beside the API and not below `/api/v1`. */
export const OUTSIDE_API: string[] = ['health/live', 'health/ready', 'metrics', 'openapi.json', 's'];

const EXAMPLES = fileURLToPath(new URL('../../openapi/examples', import.meta.url));

/** The OpenAPI document of the running application. Built on first use: it costs more than the rest of the start. */
export function openApiDocument(app: NestExpressApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Throughline 接续')
    .setDescription(
      'Follows one government-purchased social service from need to tender, contract, implementation, evaluation and what comes next. ' +
        'Money is a decimal string of yuan; dates are Asia/Shanghai; errors are RFC 9457 problems whose codes are listed in openapi/problems.md.',
    )
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/')
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', description: 'The access token of a session, or an API key.' },
      'bearer',
    )
    .build();
  return finishDocument(SwaggerModule.createDocument(app, config), readExamples(EXAMPLES));
}

/** `/openapi.json` and Swagger UI at `/docs`. */
export function documentation(app: NestExpressApplication): void {
  let document: OpenAPIObject | undefined;
  app.use('/openapi.json', (_request: Request, response: Response) => {
    document ??= openApiDocument(app);
    response.json(document);
  });
  app.use('/docs', serve, setup(undefined, { swaggerUrl: '/openapi.json', customSiteTitle: 'Throughline' }));
}
