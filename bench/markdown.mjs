// @ts-check
// Tables in Markdown.

/**
 * @param {string[][]} rows the first of them are the titles
 * @param {string[]} alignment of each column: `---` or `---:`
 */
export const table = ([titles, ...rows], alignment) =>
	[titles, alignment, ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
