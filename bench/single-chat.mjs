// @ts-check
// Many messages to one chat, where only the time between two requests counts: Keep-Alive compared with loops without n8n.
// Argument: the sandbox's address. This process must trust the sandbox's certificate. Prints JSON.

import { setUp } from './batches.mjs';
import { median } from './median.mjs';

const COUNT = 200;

/** How many messages, by latency. */
const ROUNDS = { 0: 9, 50: 1 };

const NAMES = /** @type {const} */ (['plainLoop', 'fetchLoop', 'keepAlive', 'sparkbot']);

const { run, tearDown } = await setUp([...NAMES], process.argv[2]);
for (const name of NAMES) await run(name, { kind: 'singleChat', latency: 0, count: COUNT });

/** @type {{ name: string, latency: number, wall: number, ratio: number, connections: number }[]} */
const results = [];
for (const [latency, rounds] of Object.entries(ROUNDS)) {
	/** @type {Record<string, import('./batches.mjs').Figures[]>} */
	const measured = {};
	for (let round = 0; round < rounds; round++) {
		for (const name of NAMES) {
			(measured[name] ??= []).push(await run(name, { kind: 'singleChat', latency: Number(latency), count: COUNT }));
		}
	}
	for (const name of NAMES) {
		const walls = measured[name].map(({ wall }) => wall);
		results.push({
			name,
			latency: Number(latency),
			wall: median(walls),
			ratio: median(walls.map((wall, round) => wall / measured.plainLoop[round].wall)),
			connections: measured[name][0].connections,
		});
	}
}
await tearDown();
console.log(JSON.stringify({ count: COUNT, results }));
