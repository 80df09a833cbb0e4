// @ts-check
// The start of the tests in n8n: a sandbox, a real n8n with the node in it, and pages with its editor.

import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { installN8n } from '../install.mjs';
import { startN8n } from '../n8n.mjs';
import { startSandbox } from '../sandbox.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PICTURES = join(ROOT, 'target/pictures');
const WINDOW = { width: 1440, height: 800 };
const PATIENCE_MS = 60_000;

/** The longest time for a test, with the start of n8n on a busy machine. */
export const LIMIT = { timeout: 300_000 };

/**
 * @typedef {object} Scene
 * @property {import('../sandbox.mjs').Sandbox} sandbox
 * @property {import('../n8n.mjs').N8n} n8n
 * @property {(use: (page: any) => Promise<void>) => Promise<void>} inEditor opens the editor as a user who has just
 *   signed in. When the test fails, it saves a picture of the page
 * @property {() => Promise<void>} stop
 */

/** @returns {Promise<Scene>} */
export async function startScene() {
	const installation = await installN8n();
	/** @type {(() => Promise<void>)[]} */
	const ends = [];
	const stop = async () => {
		for (const end of ends.reverse()) await end();
	};
	try {
		// A hundred times as fast: a session restarts in 0.08 seconds instead of 8.
		const sandbox = await startSandbox({ program: built('SPARKBOT_SANDBOX'), clock: 100 });
		ends.push(sandbox.stop);
		const n8n = await startN8n({ installation, tarball: built('SPARKBOT_TARBALL') });
		ends.push(n8n.stop);

		/** @type {Scene['inEditor']} */
		const inEditor = async (use) => {
			const browser = await launchBrowser(installation);
			try {
				const page = await openPage(browser, n8n.url);
				try {
					await signIn(page, n8n.rest);
					await use(page);
				} catch (error) {
					const path = join(PICTURES, `failed-${process.pid}.png`);
					await page.screenshot({ path });
					console.error(`What the page showed: ${path}`);
					throw error;
				}
			} finally {
				await browser.close();
			}
		};
		return { sandbox, n8n, inEditor, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

/**
 * The path of a picture: with UPDATE_SCREENSHOT=1 it is in the documentation.
 *
 * @param {string} name
 */
export function picture(name) {
	return join(process.env.UPDATE_SCREENSHOT === '1' ? join(ROOT, 'docs/images') : PICTURES, name);
}

/**
 * The path of a program or package that the tests need.
 *
 * @param {'SPARKBOT_SANDBOX' | 'SPARKBOT_TARBALL'} variable
 */
export function built(variable) {
	const path = process.env[variable];
	if (!path) throw new Error(`${variable} is not set. Run these tests with "cargo xtask e2e".`);
	return path;
}

/** @param {import('../install.mjs').Installation} installation */
export async function launchBrowser(installation) {
	const playwright = installation.require('playwright-core');
	playwright.selectors.setTestIdAttribute('data-test-id');
	return await playwright.chromium.launch({
		executablePath: chromium(),
		chromiumSandbox: process.getuid?.() !== 0,
		args: ['--disable-gpu', '--disable-quic'],
	});
}

/**
 * A page that can reach only `url`.
 *
 * @param {any} browser
 * @param {string} url
 */
export async function openPage(browser, url) {
	const context = await browser.newContext({ viewport: WINDOW, baseURL: url });
	context.setDefaultTimeout(PATIENCE_MS);
	// Tests need no network: every other request of the editor fails.
	await context.route(
		(/** @type {URL} */ address) => address.origin !== url,
		(/** @type {any} */ route) => route.abort(),
	);
	return await context.newPage();
}

/**
 * @param {any} page
 * @param {{ email: string, password: string }} owner
 */
async function signIn(page, { email, password }) {
	await page.goto('/signin');
	await page.getByLabel('Email').fill(email);
	await page.getByLabel('Password').fill(password);
	await page.getByRole('button', { name: 'Sign in' }).click();
	await page.waitForURL('**/home/**');
}

function chromium() {
	const onPath = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].flatMap((name) =>
		(process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)),
	);
	const applications = ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
	const found = process.env.CHROMIUM ?? [...onPath, ...applications].find((path) => existsSync(path));
	if (!found) {
		throw new Error('The browser tests need Chromium or Chrome: install one, or name it in the variable CHROMIUM.');
	}
	return found;
}
