/**
 * The SparkBot core: what the operations of `node-descriptor.json` send, and what becomes of the answers.
 */

/**
 * Runs one operation for each item.
 *
 * Requests that change the same WhatsApp number run one after another, in the order of the items; all others run side by
 * side, up to `params.concurrency`. The results stand in the order of the items, and each says in `pairedItem` which
 * one it belongs to.
 *
 * @throws {SparkBotError} The first item that came to a bad end; with `continueOnFail` it becomes an item instead.
 */
export function execute(items: readonly object[], params: ExecuteParams): Promise<Item[]>;

/**
 * Loads the entries of a dropdown.
 *
 * @param method `getDevices`: all WhatsApp numbers of the account. Of the account are also `getTeam`, `getFiles`, `getCampaigns` and
 * `getWebhooks`; of a number `getGroups`, `getChannels`, `getTeamAgents`, `getDepartments`, `getLabels`, `getQuickReplies`,
 * `getContacts`, `getChats` and `getChatFiles`.
 * @throws {SparkBotError} Its message is one sentence that an editor can show.
 */
export function loadOptions(method: string, params: OptionsParams): Promise<Option[]>;

/**
 * Loads the entries of a dropdown that a search leaves, page by page; the methods are those of `loadOptions`. The API searches
 * where it can.
 *
 * @throws {SparkBotError} Its message is one sentence that an editor can show.
 */
export function listSearch(method: string, params: SearchParams): Promise<SearchResult>;

/** How the API is reached. */
export interface ConnectionParams {
	credentials: {
		/** Address of the API with its version, such as `https://api.example.com/v1`. */
		baseUrl: string;
		/** Only without `Host.request`: a host that sends adds the key by itself, so that the core never sees it. */
		apiKey?: string;
	};
	/** What the host lends. */
	host?: Host;
	/** The host's words for what messages send their reader to. */
	words?: Words;
}

/** Parts of sentences, such as "Check {baseUrl}." */
export interface Words {
	/** Default: "the base URL". */
	baseUrl?: string;
	/** Default: "the API key". */
	apiKey?: string;
	/** Default: "the storage for files". */
	fileStorage?: string;
}

/** What a dropdown depends on. */
export interface OptionsParams extends ConnectionParams {
	/** What the user has chosen so far: `device`, for the lists of a number. */
	parameters?: Parameters;
}

/** What to search for. */
export interface SearchParams extends OptionsParams {
	/** What the user has typed. Default: everything. */
	filter?: string;
	/** Where to go on: what the last result said. */
	paginationToken?: string;
}

/** A part of what a search found. */
export interface SearchResult {
	results: Option[];
	/** Set when there is more. */
	paginationToken?: string;
}

/** What to run. */
export interface ExecuteParams extends ConnectionParams, RunParams {
	/** A resource's value in `node-descriptor.json`, such as `session`. */
	resource: string;
	/** An operation's value, such as `rebootDevice`. */
	operation: string;
	/**
	 * The operation's parameters by name: one object for all items, or a function that gives an item's. It is called once for
	 * each item, in order, with the names of the parameters that the operation reads.
	 */
	parameters: Parameters | ((itemIndex: number, names: readonly string[]) => Parameters);
	/** Give an item with `json.error` for each input that fails, and go on. Default: false. */
	continueOnFail?: boolean;
}

/** How to run it. */
export interface RunParams {
	/** Requests that run at once, 1 to 50. Default: 10. */
	concurrency?: number;
	/** How often a request is sent again, 0 to 10. One that may have taken effect is sent again only when it is idempotent. Default: 3. */
	retries?: number;
	/** Seconds to wait for an answer, 1 to 3600, beyond the time for which the API was asked to hold it. Default: 30; 600 with files. */
	timeout?: number;
	/**
	 * A unique name for this run, which stays the same when the run is tried again. When it is set, each message is sent exactly
	 * once: the core gives it a reference made of this name and the item's index, unless it has one of its own, and looks it up
	 * before it is sent and after an answer that got lost.
	 */
	idempotencyKey?: string;
	/**
	 * What earlier tries of this run did. A host that tries a run again hands in the same map; the core fills it. Under the index of
	 * an item stands its outcome, when the item must not be sent again. Under an ordering key (such as a chat) stands the index of the
	 * last item that was sent; an item before that one is not sent any more.
	 */
	memory?: Map<number | string, Item[] | SparkBotError | number>;
}

/** Parameter values, as they stand in a workflow. */
export type Parameters = Record<string, unknown>;

/** What a host lends the core. */
export interface Host {
	/**
	 * Without it the core uses the platform's `fetch`, and the key of the credentials.
	 *
	 * Sends one request, once, with the key, without following redirects. Resolves for every status; rejects when no answer
	 * came, with the reason's code (such as `ECONNREFUSED`) in `code`, or when the item has no such file, with `kind: 'parameter'`.
	 */
	request?(request: HttpRequest): Promise<HttpResponse>;
	/** Waits so many milliseconds, or until `signal` is aborted. */
	sleep?(milliseconds: number): Promise<void>;
	/** Shows the user a line about how the execution went, such as "12 of 1,000 requests were retried." */
	notify?(line: string): void;
	/** Aborted when the execution is cancelled: nothing new starts, and `request` ends what runs. */
	signal?: AbortSignal;
	/** Converts a local date-time to an ISO instant in the workflow's time zone. Default: it is sent as it is. */
	resolveLocalTime?(local: string): string | null;
	/**
	 * Stores a file, and gives the value for `binary` of an item. Default: `FileData`. `file` is the `body` of a response: bytes, or the
	 * stream that the host gave in their place.
	 */
	storeBinary?(file: unknown, fileName: string, mimeType: string): Promise<unknown>;
	/** Reads the bytes of an item's binary data. Default: those of `FileData` in the items. */
	readBinary?(itemIndex: number, property: string): Promise<Uint8Array>;
}

/** One request, complete but for the key. */
export interface HttpRequest {
	method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** Absolute and percent-encoded. */
	url: string;
	headers: Record<string, string>;
	/** JSON text. */
	body?: string;
	/** The file to send instead. */
	file?: FilePart;
	/** `stream`: the answer is a file, and its `body` may be anything that `Host.storeBinary` takes, unless it is JSON or a refusal. */
	responseType?: 'stream';
	/** Milliseconds within which the answer must be there. */
	timeout: number;
}

/** An answer. */
export interface HttpResponse {
	status: number;
	/** With names in lower case. */
	headers: Record<string, unknown>;
	/** A `Uint8Array`, but for a file that was asked for. */
	body: unknown;
}

/** A file of an item that goes out with a request. */
export interface FilePart {
	itemIndex: number;
	/** The item's field of binary data. */
	property: string;
	/** Set where the file is the member `file` of a form (multipart/form-data): its other members. Otherwise it is the whole body. */
	form?: Array<[name: string, value: string]>;
}

/** An item of n8n. */
export interface Item {
	json: Record<string, unknown>;
	/** Files by property; the core uses `data`. */
	binary?: Record<string, unknown>;
	/** Index of the item that this one came of. */
	pairedItem: { item: number };
	/**
	 * With `continueOnFail`: what happened. `json` then holds `error` (its message), `code`, `status` when there was one, and
	 * `mayHaveTakenEffect: true` when the request may have taken effect.
	 */
	error?: SparkBotError;
}

/** A file, where the host does not keep it. One that goes in may have its bytes as Base64 text. */
export interface FileData {
	data: Uint8Array | string;
	fileName?: string;
	mimeType: string;
}

/** An entry of a dropdown. */
export interface Option {
	name: string;
	value: string;
	description?: string;
}

/** What happened and what to do, in words for the person who reads it. */
export interface SparkBotError extends Error {
	name: 'SparkBotError';
	/** `parameter`: can never be right, nothing was sent. `api`: refused, or no useful answer. */
	kind: 'parameter' | 'api' | 'cancelled' | 'panic';
	/** Details and what to do, one a line; may be empty. */
	description: string;
	/** The API's code, or one such as `ECONNREFUSED`, `INVALID_ANSWER`, `INVALID_PARAMETER`, `HTTP_404`. */
	code: string;
	/** The HTTP status, when there was an answer. */
	status?: number;
	/** The item, when one item is to blame. */
	itemIndex?: number;
}
