// @ts-check
// Parameters that only refer to fields of the item are read without n8n's expression engine, with the same result.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { stopEngine } from './harness/engine.mjs';
import { unpack } from './harness/package.mjs';

const require = createRequire(import.meta.url);
/** @type {typeof import('n8n-workflow')} */
const { Workflow } = require('n8n-workflow');
/** @type {{ resolve: (value: unknown, json: object) => unknown }} */
const { resolve } = require(join(unpack(), 'dist', 'nodes', 'SparkBot', 'references.js'));

after(stopEngine);

const ITEM = {
	phone: '+15551101000',
	count: 3,
	zero: 0,
	fraction: 1.5,
	yes: true,
	no: false,
	empty: '',
	nothing: null,
	expression: '={{ $json.phone }}',
	braces: '{{ $json.phone }}',
	'with space': 'a b',
	'with.dot': 'a.b',
	"with'quote": "a'b",
	$dollar: '$',
	address: { street: ['High Street', 7], zip: '08001' },
	list: [{ name: 'first' }, { name: 'second' }],
	date: new Date(0),
	constructor: 'own',
	length: 12,
	0: 'zero',
};

/** Read without the engine: the form that n8n writes when a user drags a field into a parameter. */
const READ = [
	'={{ $json.phone }}',
	'={{$json.phone}}',
	'={{ $json["phone"] }}',
	"={{ $json['with space'] }}",
	'={{ $json["with.dot"] }}',
	`={{ $json["with'quote"] }}`,
	'={{ $json.count }}',
	'={{ $json.zero }}',
	'={{ $json.fraction }}',
	'={{ $json.yes }}',
	'={{ $json.no }}',
	'={{ $json.empty }}',
	'={{ $json.$dollar }}',
	'={{ $json.address.street[0] }}',
	'={{ $json.address.street[1] }}',
	'={{ $json["address"]["zip"] }}',
	'={{ $json.address.street.length }}',
	'={{ $json.list[1].name }}',
	'={{ $json.length }}',
	'={{ $json[0] }}',
	'={{ $json.expression }}',
	'={{ $json.braces }}',
	'=Hello {{ $json.phone }}!',
	'={{ $json.phone }} ',
	'= {{ $json.count }}',
	'=\n{{ $json.phone }}\n{{ $json.address.zip }}',
	'={{ $json.phone }}{{ $json.count }}{{ $json.zero }}{{ $json.no }}{{ $json.empty }}',
	'=$1 $& {{ $json.$dollar }}',
	'=no expression at all',
	'=',
	'no expression',
	7,
	null,
	{ __rl: true, mode: 'id', value: '={{ $json.phone }}' },
	{ tags: ['={{ $json.count }}', 'fixed'], inner: { on: true, text: '=+{{ $json.zero }}' } },
];

/** Left to the engine: it does more, or the item has no such field of its own. */
const LEFT = [
	'={{ $json.missing }}',
	'={{ $json.missing.deeper }}',
	'={{ $json.nothing }}',
	'={{ $json.address }}',
	'={{ $json.list }}',
	'={{ $json.date }}',
	'={{ $json.phone.length }}',
	'={{ $json.phone[0] }}',
	'={{ $json.list[5] }}',
	'={{ $json.toString }}',
	'={{ $json.phone.trim() }}',
	'={{ $json.phone + 1 }}',
	'={{ $json?.phone }}',
	'={{ $json }}',
	'={{ $jsonphone }}',
	'={{ "text" }}',
	'={{ }}',
	'=Hello {{ $json.phone }} {{ $json.missing }}',
	'=Hello {{ $json.phone }} {{ 1 + 1 }}',
	'=Hello {{ $json.phone',
	'=Hello \\{{ $json.phone }}',
	'=C:\\\\{{ $json.phone }}',
	'=}} {{ $json.phone }}',
	'={{ $json.phone // comment }}',
	{ text: '={{ $json.phone }}', other: '={{ $now.year }}' },
];

/** The value of a parameter by the engine. */
async function evaluated(/** @type {any} */ value) {
	const node = {
		id: '1',
		name: 'Node',
		type: 'type',
		typeVersion: 1,
		position: /** @type {any} */ ([0, 0]),
		parameters: {},
	};
	const nodeTypes = /** @type {any} */ ({ getByNameAndVersion: () => ({ description: { properties: [] } }) });
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const items = [{ json: /** @type {any} */ (ITEM) }];
	const run = /** @type {any} */ ({ resultData: { runData: {} } });
	return await workflow.expression.withIsolate(async () =>
		workflow.expression.getParameterValue(value, run, 0, 0, 'Node', items, 'manual', {}),
	);
}

for (const value of READ) {
	test(`read: ${JSON.stringify(value)}`, async () => {
		const read = resolve(value, ITEM);
		assert.notEqual(read, undefined);
		assert.deepEqual(read, await evaluated(value));
	});
}

for (const value of LEFT) {
	test(`left to the engine: ${JSON.stringify(value)}`, () => assert.equal(resolve(value, ITEM), undefined));
}

test('no name of the language is read, even when the item has such a field', () => {
	assert.equal(resolve('={{ $json.constructor }}', ITEM), undefined);
	assert.equal(resolve('={{ $json.__proto__ }}', JSON.parse('{"__proto__":"own"}')), undefined);
});
