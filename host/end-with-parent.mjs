// @ts-check
// Loaded into n8n before n8n itself: the pipe on its standard input closes when the process that started it is gone,
// however that ended. n8n then ends too, with every process of its group.

import process from 'node:process';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
	process.stdin.once('close', () => process.kill(-process.pid, 'SIGKILL'));
	process.stdin.resume();
	process.stdin.unref();
}
