import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { Browser } from '../support/browser.js';
import { describeWith } from '../support/describe-with.js';
import { chromium } from '../support/optional-servers.js';

/** A browser makes the page of all operations in seconds, and in a minute where others use the machine. */
const LOADING_MS = 240_000;
const FILTER = '.operation-filter-input';
/** Texts, fields and pictures that reach out of the window and stand in nothing that scrolls. */
const CUT_OFF = `[...document.querySelectorAll('body *')].filter((element) => {
  const isOutside = (each) => each.getBoundingClientRect().right > innerWidth + 1;
  if (element.getBoundingClientRect().width === 0 || !isOutside(element)) return false;
  for (let parent = element.parentElement; parent; parent = parent.parentElement)
    if (/auto|scroll/.test(getComputedStyle(parent).overflowX) && !isOutside(parent)) return false;
  return true;
}).map((element) => element.tagName + ' ' + element.className)`;

describeWith(chromium, 'GET /docs in a browser', () => {
  let app: TestApp;
  let browser: Browser;
  beforeAll(async () => {
    app = await startTestApp();
    browser = await Browser.open(chromium.path ?? '');
  });
  afterAll(async () => {
    await browser.close();
    await app.close();
  });

  const count = (selector: string): Promise<number> =>
    browser.evaluate(`document.querySelectorAll(${JSON.stringify(selector)}).length`);
  const groups = (): Promise<string[]> =>
    browser.evaluate(`[...document.querySelectorAll('.opblock-tag')].map(({ dataset }) => dataset.tag)`);

  let shown = '';
  /** Loads the page in this window and language unless it is there: it makes a browser work for seconds. */
  const open = async (width: number, language: string): Promise<void> => {
    const wanted = `${width} ${language}`;
    if (shown === wanted) return clearFilter();
    shown = wanted;
    const metrics = { width, height: 844, deviceScaleFactor: 1, mobile: false };
    await browser.send('Emulation.setDeviceMetricsOverride', metrics);
    browser.events.length = 0;
    await browser.send('Page.navigate', { url: `${app.url}/docs?lang=${language}` });
    await browser.until(`location.search === '?lang=${language}' && document.querySelector('${FILTER}')`);
  };
  const clearFilter = async (): Promise<void> => {
    await browser.evaluate(`document.querySelector('${FILTER}').focus()`);
    await browser.evaluate(`document.querySelector('${FILTER}').select()`);
    const key = { key: 'Backspace', code: 'Backspace', windowsVirtualKeyCode: 8 };
    for (const type of ['keyDown', 'keyUp']) await browser.send('Input.dispatchKeyEvent', { type, ...key });
    await browser.until(`document.querySelectorAll('.opblock-tag').length > 40`);
  };
  const filterBy = async (phrase: string): Promise<void> => {
    await browser.evaluate(`document.querySelector('${FILTER}').focus()`);
    await browser.send('Input.insertText', { text: phrase });
    await browser.until(`document.querySelectorAll('.opblock-tag').length < 5`);
  };

  it(
    'shows the groups collapsed, with what each is about',
    async () => {
      await open(1280, 'en');
      await browser.until(`document.querySelectorAll('.opblock-tag').length > 40`);
      expect(await count('.opblock')).toBe(0);
      expect(await browser.evaluate(`document.body.innerText`)).toContain('Signing in and out, and passwords');
    },
    LOADING_MS,
  );

  const FILTERS = 'in %s leaves the groups that %s names, by group, path or summary';
  const leavesGroups = async (language: string, phrase: string, group: string): Promise<void> => {
    await open(1280, language);
    await filterBy(phrase);
    expect(await groups()).toContain(group);
  };
  const WIDTHS = 'cuts nothing off in a window %s pixels wide in %s, also of an open operation';
  const cutsNothingOff = async (width: number, language: string): Promise<void> => {
    await open(width, language);
    await browser.until(`document.querySelectorAll('.opblock-tag').length > 40`);
    expect(await browser.evaluate(CUT_OFF)).toEqual([]);
    await filterBy('api/v1/registrations');
    await browser.evaluate(`document.querySelector('.opblock-tag').click()`);
    await browser.until(`document.querySelector('.opblock-post')`);
    await browser.evaluate(`document.querySelector('.opblock-post .opblock-summary-control').click()`);
    await browser.until(`document.querySelector('.opblock-post table.responses-table .highlight-code')`);
    expect(await browser.evaluate(CUT_OFF)).toEqual([]);
    expect(await browser.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  };

  // What looks at one page in one window stands together, because `open` then loads it once.
  it.each([
    ['en', 'REGISTRATIONS', 'registrations'],
    ['en', '/notices/', 'tenders'],
  ])(FILTERS, leavesGroups, LOADING_MS);

  it.each([[1280, 'en']])(WIDTHS, cutsNothingOff, LOADING_MS);

  it.each([['zh', '密码', 'auth']])(FILTERS, leavesGroups, LOADING_MS);

  it(
    'asks for nothing from elsewhere and reports nothing',
    async () => {
      await open(1280, 'zh');
      await browser.until(`document.querySelectorAll('.opblock-tag').length > 40`);
      const elsewhere = browser.requests().filter((request) => !request.startsWith(`GET ${app.url}/`));
      expect(elsewhere.filter((request) => !request.startsWith('GET data:'))).toEqual([]);
      expect(browser.events.filter(({ method }) => /^Log\.entryAdded|^Runtime\.exception/.test(method))).toEqual([]);
    },
    LOADING_MS,
  );

  it.each([
    [1280, 'zh'],
    [390, 'zh'],
    [390, 'en'],
  ])(WIDTHS, cutsNothingOff, LOADING_MS);
});
