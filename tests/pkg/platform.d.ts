/** Node's own bytes, which other platforms lack: all that `pkg/` may use of Node. */
declare const Buffer: { new (): unknown; from(text: string, encoding: 'base64'): Uint8Array<ArrayBuffer> } | undefined;
