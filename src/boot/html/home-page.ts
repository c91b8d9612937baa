import type { Express, Request, RequestHandler, Response } from 'express';
import type { Settings } from '../../kernel/config/settings.js';
import type { Language } from '../../kernel/errors/texts.js';
import texts from './home-page.texts.json' with { type: 'json' };
import { readRequestedLanguage, toPage } from './page.js';

/** The words of the page, and its lists of links: where each leads, and what the reader finds there. */
const { words: HOME, more: MORE_LINKS, public: PUBLIC_LINKS } = texts;

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

/** The page in one language. */
function toHtml(lang: Language, { production }: Pick<Settings, 'production'>): string {
  const main = `<h1>Throughline 接续</h1>
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
<p>${HOME.accounts[lang]}</p>`;
  return toPage(lang, { title: 'Throughline 接续', description: HOME.summary[lang], address: '/', main });
}

/** Answers `/`: a page for people, and the same addresses as JSON for a client that prefers it. */
export function serveHomePage(
  server: Express,
  countPage: RequestHandler,
  settings: Pick<Settings, 'production'>,
): void {
  server.get('/', countPage, (request: Request, response: Response) => {
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
