import { posix } from 'node:path';

/** A link that leads nowhere. */
export interface DeadLink {
  readonly from: string;
  readonly to: string;
}

/**
 * The links of Markdown pages that lead to no file beside them, or to no heading of one. Links to the web are not looked
 * at.
 *
 * @param pages what each page says, by its path
 * @param paths of all files there are
 */
export function deadLinks(pages: ReadonlyMap<string, string>, paths: readonly string[]): readonly DeadLink[] {
  const headings = new Map([...pages].map(([path, text]) => [path, anchorsOf(text)]));
  return [...pages].flatMap(([from, text]) =>
    linksOf(text)
      .filter((to) => !leadsSomewhere(from, to))
      .map((to) => ({ from, to })),
  );

  function leadsSomewhere(from: string, to: string): boolean {
    const [path = '', anchor] = to.split('#');
    const target = path === '' ? from : posix.join(posix.dirname(from), path);
    const isThere = paths.some((each) => each === target || each.startsWith(`${target.replace(/\/$/, '')}/`));
    return isThere && (anchor === undefined || (headings.get(target)?.has(anchor) ?? false));
  }
}

/** Code is no text: what looks like a link or a heading in it is none. */
const withoutCode = (text: string): string => text.replace(/^(`{3,}|~{3,})[^]*?^\1/gm, '').replace(/`[^`\n]*`/g, '``');

function linksOf(text: string): readonly string[] {
  const inline = /\]\((?:<([^>\n]+)>|([^)\s]+))(?:\s+"[^"]*")?\)/g;
  const references = /^\[[^\]]+\]:\s*<?([^\s>]+)/gm;
  const code = withoutCode(text);
  const links = [inline, references].flatMap((pattern) =>
    [...code.matchAll(pattern)].map(([, one, other]) => one ?? other ?? ''),
  );
  return links.filter((to) => !/^[a-z][a-z+.-]*:/i.test(to));
}

/** A heading's anchor as GitHub and npm make it. */
function anchorsOf(text: string): ReadonlySet<string> {
  const withoutBlocks = text.replace(/^(`{3,}|~{3,})[^]*?^\1/gm, '');
  const anchors = new Set<string>();
  for (const [, heading = ''] of withoutBlocks.matchAll(/^#{1,6}\s+(.*?)\s*#*$/gm)) {
    const words = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const anchor = words.replace(/[^\p{L}\p{N}\p{M}_\- ]/gu, '').replaceAll(' ', '-');
    let again = 0;
    while (anchors.has(again ? `${anchor}-${again}` : anchor)) again += 1;
    anchors.add(again ? `${anchor}-${again}` : anchor);
  }
  return anchors;
}
