import { cpSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { defineConfig, type DefaultTheme } from 'vitepress';

const pages = resolve(import.meta.dirname, '../pages');

/** What the index of the documentation lists, section by section: the site has no list of its own. */
function sidebar(): DefaultTheme.SidebarItem[] {
  const [, ...sections] = readFileSync(join(pages, 'docs/README.md'), 'utf8').split(/^## /m);
  return sections.map((section) => {
    const [text = '', ...lines] = section.split('\n');
    const items = lines.flatMap((line) => {
      const [, title = '', to = ''] = /^- \[([^\]]+)\]\(([^)]+)\)/.exec(line) ?? [];
      return to === '' || to.endsWith('/') ? [] : [{ text: title, link: `/docs/${to.replace(/\.md(?=#|$)/, '')}` }];
    });
    return { text, items };
  });
}

/** Whether a link leads to a file of the repository that is no page, such as a licence, a program or a folder. */
const isFile = (to: string): boolean => !/^[a-z]+:|^#/i.test(to) && !/\.(?:md|html|json)(?:#|$)/.test(to);

export default defineConfig({
  title: 'cdk-govuk-notify',
  description: 'Send emails, text messages and letters through GOV.UK Notify from a queue, once.',
  lang: 'en-GB',
  srcDir: 'pages',
  outDir: './dist',
  cacheDir: './.cache',
  rewrites: { 'README.md': 'index.md', 'docs/README.md': 'docs/index.md', 'docs/api/README.md': 'docs/api/index.md' },
  // Schemas are no pages, and are copied to the site below.
  ignoreDeadLinks: [/\.json$/],
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config: (md) => {
      md.core.ruler.push('files without a page', ({ tokens }) => {
        for (const { children } of tokens) {
          let inFile = false;
          for (const token of children ?? []) {
            if (token.type === 'link_open') inFile = isFile(String(token.attrGet('href')));
            if (inFile && token.type.startsWith('link_'))
              Object.assign(token, { tag: 'span', attrs: null, hidden: true });
          }
        }
      });
    },
  },
  themeConfig: {
    search: { provider: 'local' },
    sidebar: sidebar(),
    outline: [2, 3],
    nav: [
      { text: 'Documentation', link: '/docs/' },
      { text: 'API', link: '/docs/api/' },
      { text: 'Something is wrong', link: '/docs/troubleshooting' },
    ],
  },
  buildEnd: ({ outDir }) => {
    for (const folder of ['docs/events', 'docs/contract']) {
      cpSync(join(pages, folder), join(outDir, folder), { recursive: true });
    }
  },
});
