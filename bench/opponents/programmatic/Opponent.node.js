// The programmatic opponent as most are written: one item after another.

const { credentialOf, describe, perform } = require('./send');

class Opponent {
	description = describe('opponent');

	async execute() {
		const credential = await credentialOf(this);
		const results = [];
		for (const itemIndex of this.getInputData().keys()) results.push(...(await perform(this, credential, itemIndex)));
		return [results];
	}
}

module.exports = { Opponent };
