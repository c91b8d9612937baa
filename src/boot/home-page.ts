import type { Express, Request, Response } from 'express';
import type { Settings } from '../kernel/config/settings.js';
import { chooseLanguage, type Language } from '../kernel/errors/texts.js';
import texts from './home-page.texts.json' with { type: 'json' };

/** The words of the page, and its lists of links: where each leads, and what the reader finds there. */
const { words: HOME, more: MORE_LINKS, public: PUBLIC_LINKS } = texts;

const STYLE = `
:root { color-scheme: light dark; --text: #1b1f24; --soft: #57606a; --line: #d0d7de; --back: #ffffff; --link: #0a58a6; --button: #0a58a6; --label: #ffffff; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --soft: #9da7b3; --line: #3d444d; --back: #10151b; --link: #79b8ff; --button: #79b8ff; --label: #10151b; } }
body { margin: 0 auto; max-width: 42rem; padding: 1rem 1.25rem 2rem; font: 1.0625rem/1.65 system-ui, 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif; color: var(--text); background: var(--back); overflow-wrap: anywhere; }
nav { text-align: right; }
h1 { font-size: 1.75rem; line-height: 1.3; margin: 0.5rem 0; }
h2 { font-size: 1.125rem; margin: 2rem 0 0.25rem; }
ol, ul { padding-left: 1.25rem; margin: 0.5rem 0; }
li { padding: 0.2rem 0; }
a { color: var(--link); }
a.button { display: inline-block; margin: 0.75rem 0; padding: 0.6rem 1.1rem; border-radius: 6px; background: var(--button); color: var(--label); text-decoration: none; font-weight: 600; }
a:focus-visible { outline: 3px solid #bf8700; outline-offset: 2px; }
p.note { border-left: 4px solid var(--line); padding-left: 0.75rem; color: var(--soft); }
footer { margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: 0.5rem; color: var(--soft); font-size: 0.9rem; }
`;

/** What a program reads at `/`: addresses relative to this server. */
interface HomeJson {
  name: string;
  description: string;
  links: Record<'documentation' | 'openapi' | 'api' | 'residents' | 'health', string>;
}

const toList = (links: typeof MORE_LINKS, lang: Language): string =>
  links
    .map(({ href, name, what }) => {
      const address = href.replaceAll('&', '&amp;');
      return `<li><a href="${address}">${name[lang]}</a>${lang === 'zh' ? '：' : ': '}${what[lang]}</li>`;
    })
    .join('\n');

/** The page in one language, complete in itself: no script, nothing from elsewhere. */
function toHtml(lang: Language, { production }: Pick<Settings, 'production'>): string {
  const other = lang === 'zh' ? 'en' : 'zh';
  const tags = { en: 'en', zh: 'zh-CN' };
  return `<!doctype html>
<html lang="${tags[lang]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="${HOME.summary[lang]}">
<title>Throughline 接续</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<nav><a href="/?lang=${other}" lang="${tags[other]}" hreflang="${tags[other]}">${HOME.otherLanguage[lang]}</a></nav>
<main>
<h1>Throughline 接续</h1>
<p>${HOME.summary[lang]}</p>
<ol>
${HOME.questions.map((question) => `<li>${question[lang]}</li>`).join('\n')}
</ol>
<p>${HOME.server[lang]}</p>
<p><a class="button" href="/docs">${HOME.documentation[lang]}</a></p>
${production ? '' : `<p class="note">${HOME.demonstration[lang]}</p>`}
<h2>${HOME.publicHeading[lang]}</h2>
<ul>
${toList(PUBLIC_LINKS, lang)}
</ul>
<h2>${HOME.moreHeading[lang]}</h2>
<ul>
${toList(MORE_LINKS, lang)}
</ul>
<h2>${HOME.accountsHeading[lang]}</h2>
<p>${HOME.accounts[lang]}</p>
</main>
<footer>Apache-2.0</footer>
</body>
</html>
`;
}

/** `?lang=` before Accept-Language, so that a link can switch the language of the page. */
function readRequestedLanguage(request: Request): Language {
  const { lang } = request.query;
  return lang === 'zh' || lang === 'en' ? lang : chooseLanguage(request.headers['accept-language']);
}

/** Answers `/`: a page for people, and the same addresses as JSON for a client that prefers it. */
export function serveHomePage(server: Express, settings: Pick<Settings, 'production'>): void {
  server.get('/', (request: Request, response: Response) => {
    const lang = readRequestedLanguage(request);
    response.vary('Accept, Accept-Language').set('Content-Language', lang);
    if (request.accepts(['html', 'json']) !== 'json') {
      response.type('html').send(toHtml(lang, settings));
      return;
    }
    const answer: HomeJson = {
      name: 'Throughline 接续',
      description: HOME.summary[lang],
      links: {
        documentation: '/docs',
        openapi: '/openapi.json',
        api: '/api/v1',
        residents: '/s',
        health: '/health/ready',
      },
    };
    response.json(answer);
  });
}
