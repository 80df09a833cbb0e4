// The same opponent with ten items at once, whatever they change: messages to one chat overtake each other.

const { default: pLimit } = require('p-limit');
const { credentialOf, describe, perform } = require('../programmatic/send');

const CONCURRENCY = 10;

class Limited {
	description = describe('limited');

	async execute() {
		const credential = await credentialOf(this);
		const limit = pLimit(CONCURRENCY);
		const indexes = [...this.getInputData().keys()];
		const results = await Promise.all(indexes.map((index) => limit(() => perform(this, credential, index))));
		return [results.flat()];
	}
}

module.exports = { Limited };
