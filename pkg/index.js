// @ts-check
// The core for any JavaScript host: Node 20.19 or newer, a browser, n8n. This file is written by hand; glue.js and wasm.js are built
// from src/.
//
// Each call has an instance of its own, made from one compiled module. So no state passes from one execution to another, and a panic
// ends only its own execution. An instance costs about 0.2 ms.

import { sleepFor, turns } from './event-loop.js';
import { base64Of, bodyOf, bytesOf } from './files.js';
import glue from './glue.js';
import wasm from './wasm.js';

// Other threads compile it while the caller gets ready.
const compiled = WebAssembly.compile(decoded(wasm));
// Each call reports a failure. An unhandled rejection would end the process.
compiled.catch(() => {});

/** @type {import('./index.js').execute} */
export function execute(items, params) {
	return inOwnInstance((core) => core.execute(items, params));
}

/** @type {import('./index.js').loadOptions} */
export function loadOptions(method, params) {
	return inOwnInstance((core) => core.loadOptions(method, params));
}

/** @type {import('./index.js').listSearch} */
export function listSearch(method, params) {
	return inOwnInstance((core) => core.listSearch(method, params));
}

/** @typedef {typeof import('./index.js') & { initSync(given: { module: WebAssembly.Module }): void }} Core */

/**
 * @template T
 * @param {(core: Core) => Promise<T>} call
 * @returns {Promise<T>}
 */
async function inOwnInstance(call) {
	const module = await compiled;
	const { turn, end } = turns();
	/** @type {Promise<T>} */
	const called = new Promise((resolve, reject) => {
		/** @type {string | undefined} */
		let panic;
		/** @param {unknown} reason */
		const fail = (reason) => reject(reason instanceof WebAssembly.RuntimeError ? stopped(panic, reason) : reason);
		// The core runs in microtasks. An error that a microtask throws would end the whole process instead of this call.
		/** @param {() => void} task */
		const enqueue = (task) =>
			queueMicrotask(() => {
				try {
					task();
				} catch (reason) {
					fail(reason);
				}
			});
		try {
			/** @type {Core} */
			const core = glue(
				{ __proto__: null },
				(/** @type {string} */ message) => {
					panic = message;
				},
				bytesOf,
				bodyOf,
				base64Of,
				sleepFor,
				turn,
				fetchWithCode,
				enqueue,
				{ queueMicrotask: enqueue },
			);
			core.initSync({ module });
			call(core).then(resolve, fail);
		} catch (reason) {
			fail(reason);
		}
	});
	return await called.finally(end);
}

/**
 * @param {string} base64
 * @returns {BufferSource}
 */
function decoded(base64) {
	// Ten times as fast as what every platform has.
	if (typeof Buffer === 'function') return Buffer.from(base64, 'base64');
	const text = atob(base64);
	const bytes = new Uint8Array(text.length);
	// `Uint8Array.from` with a function takes ten times as long.
	for (let index = 0; index < text.length; index++) bytes[index] = text.charCodeAt(index);
	return bytes;
}

/**
 * @param {string | undefined} panic
 * @param {WebAssembly.RuntimeError} cause
 */
function stopped(panic, cause) {
	return Object.assign(new Error('The SparkBot node stopped because of a mistake in its own code', { cause }), {
		name: 'SparkBotError',
		kind: 'panic',
		code: 'PANIC',
		description: `Please report this, with what you did: ${panic ?? cause.message}`,
	});
}

/**
 * As `fetch`, but an error has its code as its name: the core reads only the name and the message, and undici's code is in the cause.
 *
 * @param {Request} request
 */
async function fetchWithCode(request) {
	try {
		return await fetch(request);
	} catch (reason) {
		const { name, message, cause } = /** @type {Error & { cause?: { code?: string, message?: string } }} */ (reason);
		throw Object.assign(new Error(cause?.message ?? message), { name: cause?.code ?? name });
	}
}
