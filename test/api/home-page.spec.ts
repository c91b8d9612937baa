import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { Browser } from '../support/browser.js';
import { describeWith } from '../support/describe-with.js';
import { chromium } from '../support/optional-servers.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const linksOf = (page: string): string[] => [...page.matchAll(/<a [^>]*href="([^"]+)"/g)].map(([, href = '']) => href);
const pageIn = async (language: string): Promise<string> =>
  (await app.http.get('/').set('Accept', 'text/html').set('Accept-Language', language).expect(200)).text;

describe('GET /', () => {
  it.each([
    ['zh-CN,zh;q=0.9,en;q=0.5', 'zh', '查看接口文档'],
    ['en-GB,en;q=0.9', 'en', 'Read the documentation of the API'],
    ['fr', 'en', 'Read the documentation of the API'],
  ])('answers a page for Accept-Language %s in %s', async (asked, language, words) => {
    const { text, headers } = await app.http
      .get('/')
      .set('Accept', 'text/html')
      .set('Accept-Language', asked)
      .expect(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['content-language']).toBe(language);
    expect(headers['vary']).toBe('Accept, Accept-Language');
    expect(headers['cache-control']).toBe('no-store');
    expect(text).toContain(words);
  });

  it('leads to the documentation and to nothing that does not answer', async () => {
    const links = linksOf(await pageIn('zh'));
    expect(links).toEqual(expect.arrayContaining(['/docs', '/openapi.json', '/s', '/api/v1/notices?limit=10']));
    for (const link of links) {
      const { status } = await app.http.get(link.replaceAll('&amp;', '&'));
      expect([link, status]).toEqual([link, 200]);
    }
  });

  it('takes the language of its link before the language of the browser', async () => {
    const chinese = await pageIn('zh');
    const [toEnglish] = linksOf(chinese);
    expect(toEnglish).toBe('/?lang=en');
    const english = await app.http.get('/?lang=en').set('Accept-Language', 'zh').expect(200);
    expect(english.headers['content-language']).toBe('en');
    expect(linksOf(english.text).slice(1)).toEqual(linksOf(chinese).slice(1));
    expect((await app.http.get('/?lang=xx').set('Accept-Language', 'zh')).headers['content-language']).toBe('zh');
  });

  it('carries everything that it shows and runs no script', async () => {
    for (const language of ['zh', 'en']) {
      const page = await pageIn(language);
      expect(page).not.toMatch(/<script|https?:|\ssrc=|<link(?! rel="icon" href="data:,")|@import|url\(|\son\w+=/);
    }
    expect((await app.http.get('/')).headers['content-security-policy']).toMatch(/script-src 'self'/);
  });

  it('answers the same addresses as JSON to a client that asks for it', async () => {
    const { body, headers } = await app.http
      .get('/')
      .set('Accept', 'application/json')
      .set('Accept-Language', 'zh')
      .expect(200);
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(body).toEqual({
      name: 'Throughline 接续',
      description: expect.stringContaining('从需求、采购、合同'),
      links: {
        documentation: '/docs',
        openapi: '/openapi.json',
        api: '/api/v1',
        residents: '/s',
        health: '/health/ready',
      },
    });
    expect((await app.http.get('/').set('Accept', '*/*')).headers['content-type']).toContain('text/html');
  });

  it('answers HEAD without a body, and no other method', async () => {
    expect((await app.http.head('/').expect(200)).text).toBeUndefined();
    expect((await app.http.post('/')).body).toMatchObject({ code: 'method_not_allowed' });
  });

  it('tells of the demonstration outside production', async () => {
    expect(await pageIn('en')).toContain('does not run in production mode');
  });
});

describeWith(chromium, 'GET / in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await Browser.open(chromium.path ?? '');
  });
  afterAll(() => browser.close());

  it.each([390, 1280])('fits a window %s pixels wide, asks for nothing else and reports nothing', async (width) => {
    await browser.send('Emulation.setDeviceMetricsOverride', {
      width,
      height: 844,
      deviceScaleFactor: 1,
      mobile: false,
    });
    for (const language of ['zh', 'en']) {
      const address = `${app.url}/?lang=${language}`;
      browser.events.length = 0;
      await browser.send('Page.navigate', { url: address });
      await browser.until(`location.href === ${JSON.stringify(address)} && document.readyState === 'complete'`);
      expect(await browser.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      expect(await browser.evaluate<string>('document.querySelector("a.button").innerText')).not.toBe('');
      expect(browser.requests().filter((request) => !request.includes(' data:'))).toEqual([`GET ${address}`]);
      expect(browser.events.filter(({ method }) => /^Log\.entryAdded|^Runtime\.exception/.test(method))).toEqual([]);
    }
  });
});
