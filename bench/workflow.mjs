// @ts-check
// The time to create a Workflow object. n8n does this before each run of a workflow and when a user opens it; the time grows with
// the node's properties. Prints JSON.

import { createRequire } from 'node:module';
import { loadTestedPackage, stopEngine } from '../tests/node/harness/engine.mjs';
import { SALES } from '../tests/node/harness/sandbox.mjs';
import { median } from './median.mjs';

/** @type {typeof import('n8n-workflow')} */
const { NodeHelpers, Workflow } = createRequire(import.meta.url)('n8n-workflow');

const WARM_UP_ROUNDS = 100;
const ROUNDS = 1001;

const host = await loadTestedPackage();
const ours = /** @type {any} */ (host.node);
const [property] = ours.description.properties;
const small = { description: { ...ours.description, properties: [property] } };

const parameters = {
	resource: 'send-messages',
	operation: 'sendText',
	device: SALES,
	target: 'phone',
	phone: '={{ $json.phone }}',
	message: 'Hello',
};

/** @returns {number} milliseconds */
function create(/** @type {any} */ type) {
	const nodeTypes = /** @type {any} */ ({
		getByName: () => type,
		getByNameAndVersion: () => NodeHelpers.getVersionedNodeType(type, 1),
		getKnownTypes: () => ({}),
	});
	const nodes = /** @type {any} */ ([
		{ id: '1', name: 'SparkBot', type: host.nodeType, typeVersion: 1, position: [0, 0], parameters: { ...parameters } },
	]);
	const begun = performance.now();
	new Workflow({ nodes, connections: {}, active: false, nodeTypes });
	return performance.now() - begun;
}

/** @type {{ sparkbot: number[], oneProperty: number[] }} */
const times = { sparkbot: [], oneProperty: [] };
for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
	const [sparkbot, oneProperty] = [create(ours), create(small)];
	if (round < 0) continue;
	times.sparkbot.push(sparkbot);
	times.oneProperty.push(oneProperty);
}
await stopEngine();
console.log(
	JSON.stringify({
		sparkbot: median(times.sparkbot),
		oneProperty: median(times.oneProperty),
		properties: ours.description.properties.length,
		bytes: Buffer.byteLength(JSON.stringify(ours.description)),
	}),
);
