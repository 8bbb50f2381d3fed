import 'server-only';
import { createCssVariablesTheme, createHighlighterCore } from 'shiki/core';
import { createOnigurumaEngine } from 'shiki/engine/oniguruma';

const languages = { ts: 'typescript', lua: 'lua', md: 'markdown', html: 'html' } as const;

/** Colours are variables of app/globals.css, so that code follows the theme like everything else. */
const theme = createCssVariablesTheme({ name: 'tokens', variablePrefix: '--code-' });

const highlighter = createHighlighterCore({
  themes: [theme],
  langs: [
    import('shiki/langs/typescript.mjs'),
    import('shiki/langs/lua.mjs'),
    import('shiki/langs/markdown.mjs'),
    import('shiki/langs/html.mjs'),
  ],
  engine: createOnigurumaEngine(import('shiki/wasm')),
});

/** Marks up source text as HTML. @param ending of the file's name: ts, lua, md, html */
export async function highlight(text: string, ending: keyof typeof languages): Promise<string> {
  return (await highlighter).codeToHtml(text.trimEnd(), {
    lang: languages[ending],
    theme: 'tokens',
  });
}
