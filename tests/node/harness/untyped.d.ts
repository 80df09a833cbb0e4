/** The parts that the tests use of what comes without types for Node. */

declare module '@n8n/scan-community-package/scanner/scanner.mjs' {
	import type { Linter } from 'eslint';

	/** The files of the sources that n8n's scanner reads. */
	export const SOURCE_FILE_PATTERNS: string[];
	/** The rules that n8n's scanner applies. */
	export function buildScanConfig(): Promise<Linter.Config[]>;
}

/** TypeScript has it only together with all of a browser's DOM. */
declare namespace WebAssembly {
	type Module = object;
	const Module: { imports(module: Module): { module: string; name: string; kind: string }[] };
	function compile(bytes: Uint8Array): Promise<Module>;
}
