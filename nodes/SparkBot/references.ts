import type { GenericValue, IDataObject } from 'n8n-workflow';

/** A reference to a field of the item, as n8n writes it when a user drags the field: `{{ $json.address["street"][0] }}`. */
const REFERENCE = /\{\{\s*\$json((?:\.[A-Za-z_$][\w$]*|\[\d+\]|\["[^"\\]*"\]|\['[^'\\]*'\])+)\s*\}\}/;

const STEP = /\.([\w$]+)|\[(\d+)\]|\["([^"]*)"\]|\['([^']*)'\]/g;

/** What in a text is more than text and references. */
const CODE = /\{\{|\}\}|\\/;

/**
 * What n8n's expression engine makes of a parameter whose expressions only refer to fields of the item; undefined when they do
 * more, or when the field is not plainly there: the engine knows what to do then. It takes a hundred times as long.
 */
export function resolve(value: unknown, json: IDataObject): unknown {
	if (typeof value === 'string') return value.startsWith('=') ? resolveText(value.slice(1), json) : value;
	if (typeof value !== 'object' || value === null) return value;
	const entries = Object.entries(value).map(([key, inner]) => [key, resolve(inner, json)] as const);
	if (entries.some(([, inner]) => inner === undefined)) return undefined;
	return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

/** A reference that is all of the text keeps its type. */
function resolveText(text: string, json: IDataObject): GenericValue | undefined {
	// Text and paths in turn.
	const parts = text.split(REFERENCE);
	if (parts.length === 3 && parts[0] === '' && parts[2] === '') return field(parts[1], json);
	const values = parts.map((part, place) => {
		if (place % 2 === 1) return field(part, json);
		return CODE.test(part) ? undefined : part;
	});
	return values.includes(undefined) ? undefined : values.join('');
}

/** A text, number or boolean at a path that nothing but the data itself leads along. */
function field(path: string, json: IDataObject): string | number | boolean | undefined {
	let place: unknown = json;
	for (const [, ...names] of path.matchAll(STEP)) {
		const key = names.find((name) => name !== undefined) as string;
		if (typeof place !== 'object' || place === null || key in Object.prototype || !Object.hasOwn(place, key)) {
			return undefined;
		}
		place = (place as Record<string, unknown>)[key];
	}
	if (typeof place === 'number') return Number.isFinite(place) ? place : undefined;
	return typeof place === 'string' || typeof place === 'boolean' ? place : undefined;
}
