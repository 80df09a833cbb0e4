/**
 * The SparkBot core: it makes the requests of the operations of `node-descriptor.json`, sends them, and reads the answers.
 */

/**
 * Runs one operation for each item.
 *
 * Requests that change the same object, such as a chat or a number, run one after another, in the order of the items. All others run
 * side by side, up to `params.concurrency`. The results are in the order of the items. `pairedItem` of a result is the index of its
 * input.
 *
 * @throws {SparkBotError} The error of the first item that failed. With `continueOnFail`, a failed item gives an item instead.
 */
export function execute(items: readonly object[], params: ExecuteParams): Promise<Item[]>;

/**
 * Loads the entries of a dropdown.
 *
 * @param method The name of the list. Lists of the account: `getDevices` (its WhatsApp numbers), `getTeam`, `getFiles`, `getCampaigns`,
 * `getWebhooks`. Lists of a number: `getGroups`, `getChannels`, `getTeamAgents`, `getDepartments`, `getLabels`, `getQuickReplies`,
 * `getContacts`, `getChats`, `getChatFiles`.
 * @throws {SparkBotError} Its message is one sentence that an editor can show.
 */
export function loadOptions(method: string, params: OptionsParams): Promise<Option[]>;

/**
 * Loads the entries of a dropdown that match a search, page by page. The methods are those of `loadOptions`. The API searches where it
 * can; for the other lists, the core searches.
 *
 * @throws {SparkBotError} Its message is one sentence that an editor can show.
 */
export function listSearch(method: string, params: SearchParams): Promise<SearchResult>;

/** How the core reaches the API. */
export interface ConnectionParams {
	credentials: {
		/** Address of the API with its version, such as `https://api.example.com/v1`. */
		baseUrl: string;
		/** Only without `Host.request`. A host that sends requests adds the key itself, so the core never gets it. */
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
	/** What holds the address and the key. Default: "the credentials". */
	credential?: string;
	/** What the reader runs the core with: "This version of {client} has no operation …" Default: "the core". */
	client?: string;
	/** What gives items: "connect a {step} that gives a file". Default: "step". */
	step?: string;
	/** What the reader does so that messages get no reference: "or {withoutReferences}." Default: "leave out the idempotency key". */
	withoutReferences?: string;
}

/** The values that a dropdown depends on. */
export interface OptionsParams extends ConnectionParams {
	/** The parameters that the user has set: `device`, for the lists of a number. */
	parameters?: Parameters;
}

/** A search. */
export interface SearchParams extends OptionsParams {
	/** The text that the user has typed. Default: all entries. */
	filter?: string;
	/** The token of the last result, for the next page. */
	paginationToken?: string;
}

/** A page of the entries that a search found. */
export interface SearchResult {
	results: Option[];
	/** Set when more entries exist. */
	paginationToken?: string;
}

/** An operation to run. */
export interface ExecuteParams extends ConnectionParams, RunParams {
	/** The value of a resource in `node-descriptor.json`, such as `session`. */
	resource: string;
	/** The value of an operation, such as `rebootDevice`. */
	operation: string;
	/**
	 * The operation's parameters by name: one object for all items, or a function that gives an item's. It is called once for
	 * each item, in order, with the names of the parameters that the operation reads.
	 */
	parameters: Parameters | ((itemIndex: number, names: readonly string[]) => Parameters);
	/** Give an item with `json.error` for each input that fails, and go on. Default: false. */
	continueOnFail?: boolean;
}

/** How to run an operation. */
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

/** Parameter values, as a workflow holds them. */
export type Parameters = Record<string, unknown>;

/** The functions and values that a host gives the core. */
export interface Host {
	/**
	 * Sends one request, once, with the key, without following redirects. Resolves for every status. Rejects when no answer came, with
	 * a code (such as `ECONNREFUSED`) in `code`. Rejects with `kind: 'parameter'` when the item has no such file.
	 *
	 * Default: the core uses the platform's `fetch`, and the key of the credentials.
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

/** One request, complete except for the key. */
export interface HttpRequest {
	method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** Absolute and percent-encoded. */
	url: string;
	headers: Record<string, string>;
	/** JSON text. */
	body?: string;
	/** A file to send in place of `body`. */
	file?: FilePart;
	/** `stream`: the answer is a file, and its `body` may be anything that `Host.storeBinary` takes, unless it is JSON or a refusal. */
	responseType?: 'stream';
	/** Milliseconds within which the answer must be there. */
	timeout: number;
}

/** An answer. */
export interface HttpResponse {
	status: number;
	/** The names are in lower case. */
	headers: Record<string, unknown>;
	/** A `Uint8Array`, except for a requested file. */
	body: unknown;
}

/** A file of an item that is sent with a request. */
export interface FilePart {
	itemIndex: number;
	/** The name of the item's binary field. */
	property: string;
	/** The other members of a form (multipart/form-data) that has the file as its member `file`. Default: the file is the whole body. */
	form?: Array<[name: string, value: string]>;
}

/** An item of n8n. */
export interface Item {
	json: Record<string, unknown>;
	/** Files by field; the core uses `data`. */
	binary?: Record<string, unknown>;
	/** Index of the input that this item is a result of. */
	pairedItem: { item: number };
	/**
	 * With `continueOnFail`: what happened. `json` then holds `error` (its message), `code`, `status` when there was one, and
	 * `mayHaveTakenEffect: true` when the request may have taken effect.
	 */
	error?: SparkBotError;
}

/** A file that the host does not store. `data` of an input can be Base64 text. */
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

/** An error with words for the user: what happened and what to do. */
export interface SparkBotError extends Error {
	name: 'SparkBotError';
	/** `parameter`: a parameter is invalid, and nothing was sent. `api`: the API rejected the request, or gave no valid answer. */
	kind: 'parameter' | 'api' | 'cancelled' | 'panic';
	/** Details and what to do, one on each line. Can be empty. */
	description: string;
	/** The API's code, or one such as `ECONNREFUSED`, `INVALID_ANSWER`, `INVALID_PARAMETER`, `HTTP_404`. */
	code: string;
	/** The HTTP status, when the API answered. */
	status?: number;
	/** The index of the item that caused the error, if one did. */
	itemIndex?: number;
}
