// @ts-check
// Tables in Markdown.

/**
 * @param {string[][]} rows the first row has the titles
 * @param {string[]} alignment `---` or `---:` for each column
 */
export const table = ([titles, ...rows], alignment) =>
	[titles, alignment, ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
