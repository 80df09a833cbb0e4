import type { GenericValue, IDataObject } from 'n8n-workflow';

/** A reference to a field of the item, in the form that n8n writes when a user drags the field: `{{ $json.address["street"][0] }}`. */
const REFERENCE = /\{\{\s*\$json((?:\.[A-Za-z_$][\w$]*|\[\d+\]|\["[^"\\]*"\]|\['[^'\\]*'\])+)\s*\}\}/;

const STEP = /\.([\w$]+)|\[(\d+)\]|\["([^"]*)"\]|\['([^']*)'\]/g;

/** Signs of code, besides text and references. */
const CODE = /\{\{|\}\}|\\/;

/**
 * The value of a parameter whose expressions only refer to fields of the item: the same as by n8n's expression engine, which takes a
 * hundred times as long. Undefined when an expression does more, or when the item has no such field of its own: then the engine must
 * evaluate the parameter.
 */
export function resolve(value: unknown, json: IDataObject): unknown {
	if (typeof value === 'string') return value.startsWith('=') ? resolveText(value.slice(1), json) : value;
	if (typeof value !== 'object' || value === null) return value;
	const entries = Object.entries(value).map(([key, inner]) => [key, resolve(inner, json)] as const);
	if (entries.some(([, inner]) => inner === undefined)) return undefined;
	return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

/** A value keeps its type when the reference is the whole text. */
function resolveText(text: string, json: IDataObject): GenericValue | undefined {
	// Texts and paths alternate.
	const parts = text.split(REFERENCE);
	if (parts.length === 3 && parts[0] === '' && parts[2] === '') return field(parts[1], json);
	const values = parts.map((part, place) => {
		if (place % 2 === 1) return field(part, json);
		return CODE.test(part) ? undefined : part;
	});
	return values.includes(undefined) ? undefined : values.join('');
}

/** The text, number or boolean at a path of the item's own members. */
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
