import type { Request } from 'express';
import { chooseLanguage, type Language } from '../../kernel/errors/texts.js';

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

/** One language of a page that has both. */
interface Page {
  title: string;
  description: string;
  /** Its path on this server. */
  address: string;
  /** HTML. */
  main: string;
}

const TAGS = { en: 'en', zh: 'zh-CN' };
const OTHER = { en: { lang: 'zh', name: '中文' }, zh: { lang: 'en', name: 'English' } } as const;

/** A page in one language, complete in itself: no script, nothing from elsewhere. */
export function toPage(lang: Language, { title, description, address, main }: Page): string {
  const other = OTHER[lang];
  const tag = TAGS[other.lang];
  return `<!doctype html>
<html lang="${TAGS[lang]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="${description}">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<nav><a href="${address}?lang=${other.lang}" lang="${tag}" hreflang="${tag}">${other.name}</a></nav>
<main>
${main}
</main>
<footer>Apache-2.0</footer>
</body>
</html>
`;
}

/** `?lang=` before Accept-Language, so that a link can switch the language of the page. */
export function readRequestedLanguage(request: Request): Language {
  const { lang } = request.query;
  return lang === 'zh' || lang === 'en' ? lang : chooseLanguage(request.headers['accept-language']);
}
