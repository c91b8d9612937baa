import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';

describe('boot', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  it('lists nothing on an empty database', async () => {
    const answer = await app.http.get('/api/v1/tenders').expect(200);
    expect(answer.body).toEqual({ items: [], next: null });
  });
});
