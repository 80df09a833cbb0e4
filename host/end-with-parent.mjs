// @ts-check
// Loaded into n8n's process before n8n. The pipe on its standard input closes when the process that started it ends, also after a
// crash or a kill. n8n then ends too, with every process of its group.

import process from 'node:process';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
	process.stdin.once('close', () => process.kill(-process.pid, 'SIGKILL'));
	process.stdin.resume();
	process.stdin.unref();
}
