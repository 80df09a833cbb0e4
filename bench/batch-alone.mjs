// @ts-check
// One large batch in a process of its own, and the memory that it needs. Prints JSON.
// Arguments: contestant, kind, latency, number of items.

import { setUp } from './batches.mjs';

const SAMPLE_EVERY_MS = 10;

const [name, kind, latency, count] = process.argv.slice(2);
const who = /** @type {import('./batches.mjs').Name} */ (name);
const { run, tearDown } = await setUp([who]);
await run(who, { kind, latency: 0, count: 100 });

globalThis.gc?.();
const before = process.memoryUsage.rss();
let highest = before;
const sampling = setInterval(() => {
	highest = Math.max(highest, process.memoryUsage.rss());
}, SAMPLE_EVERY_MS);
const place = { kind, latency: Number(latency), count: Number(count) };
const figures = await run(who, place);
clearInterval(sampling);
await tearDown();
console.log(JSON.stringify({ name, ...place, ...figures, memory: highest - before }));
