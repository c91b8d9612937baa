import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, type INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { Test } from '@nestjs/testing';
import request from 'supertest';
import { ApiAdapter } from '../http/api-adapter.js';
import { Deprecated } from './deprecated.js';

@Controller('old')
class OldController {
  @Deprecated({ since: '2027-01-01', until: '2028-01-01', instead: '/new' })
  @Get()
  list(): object {
    return { items: [], next: '/old?cursor=x' };
  }
}

describe('an operation that will go', () => {
  let app: INestApplication;
  beforeAll(async () => {
    const module = await Test.createTestingModule({ controllers: [OldController] }).compile();
    app = module.createNestApplication(new ApiAdapter());
    await app.init();
  });
  afterAll(() => app.close());

  it('says with each answer since when, until when and what takes its place, beside its next page', async () => {
    const { headers } = await request(app.getHttpServer()).get('/old').expect(200);
    expect(headers['deprecation']).toBe('@1798732800');
    expect(headers['sunset']).toBe('Fri, 31 Dec 2027 16:00:00 GMT');
    expect(headers['link']).toBe('</new>; rel="successor-version", </old?cursor=x>; rel="next"');
  });

  it('is marked in the document', () => {
    const document = SwaggerModule.createDocument(app, new DocumentBuilder().build());
    expect(document.paths['/old']?.get?.deprecated).toBe(true);
  });
});
