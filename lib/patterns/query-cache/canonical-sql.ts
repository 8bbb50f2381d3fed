/**
 * What PostgreSQL's scanner takes as one: white space and line comments, which end with a line feed or a carriage
 * return; strings; quoted names; strings in dollars; words with their digits, to which every character beyond ASCII
 * belongs; parameters; any other character.
 */
const token =
  /(?<blank>[ \t\n\r\f\v]+|--[^\n\r]*)|(?<quoted>'(?:[^']|'')*'|"(?:[^"]|"")*"|(?<![\w$\x80-\u{10ffff}])\$(?<tag>(?:[A-Za-z_\x80-\u{10ffff}][\w\x80-\u{10ffff}]*)?)\$[^]*?\$\k<tag>\$)|(?<plain>[\w\x80-\u{10ffff}][\w$\x80-\u{10ffff}]*|\$\d+|[^'"$])/uy;

/**
 * One spelling for SQL that differs in white space, in comments, in the case of words, or in a last semicolon, and in
 * nothing that PostgreSQL would tell apart: whatever stands in quotes stays as it is.
 *
 * A key that differs too often costs a miss, one that differs too seldom a wrong answer. So SQL stays as it is if its
 * meaning may depend on a server setting or on a line break: if it has a backslash, or two strings with only blanks
 * between them.
 *
 * @see https://www.postgresql.org/docs/current/sql-syntax-lexical.html
 * @returns the text itself where a quote or a comment does not close: Postgres will refuse it
 */
export function canonicalSql(text: string): string {
  if (text.includes('\\')) return text;
  let spelled = '';
  let isAfterString = false;
  // A blank is written only between two tokens that need one, so it is held back until the next is known.
  let blank = false;
  for (let at = 0; at < text.length;) {
    const afterComment = text.startsWith('/*', at) ? endOfComment(text, at) : at;
    if (afterComment === undefined) return text;
    if (afterComment > at) {
      blank = true;
      at = afterComment;
      continue;
    }
    token.lastIndex = at;
    const found = token.exec(text);
    if (!found) return text;
    at = token.lastIndex;
    const { quoted, plain } = found.groups as { quoted?: string; plain?: string };
    if (quoted === undefined && plain === undefined) {
      blank = true;
      continue;
    }
    const written = quoted ?? asciiLower(plain!);
    const isString = quoted !== undefined && !quoted.startsWith('"');
    if (blank && isString && isAfterString) return text;
    isAfterString = isString;
    if (blank && needsBlank(spelled, written)) spelled += ' ';
    blank = false;
    spelled += written;
  }
  return spelled.replace(/[; ]+$/, '');
}

/** PostgreSQL folds the case of words; beyond ASCII it depends on the server, so that is left alone. */
function asciiLower(word: string): string {
  return word.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** Brackets and commas end a token by themselves; anything else may mean another thing when it is drawn together. */
function needsBlank(before: string, after: string): boolean {
  return before !== '' && !/[(),]$/.test(before) && !/^[(),]/.test(after);
}

/** Comments nest. @returns where it ends; undefined where it does not */
function endOfComment(text: string, from: number): number | undefined {
  const ends = /\/\*|\*\//g;
  ends.lastIndex = from;
  let depth = 0;
  for (let found = ends.exec(text); found; found = ends.exec(text)) {
    depth += found[0] === '/*' ? 1 : -1;
    if (depth === 0) return ends.lastIndex;
  }
  return undefined;
}
