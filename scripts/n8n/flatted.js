'use strict';

/**
 * Reads the format n8n's REST API has execution data in: a JSON list whose first entry is the
 * value, and in which every string inside a value is the position of what stands there.
 *
 * @param {string} text
 * @returns {any}
 */
function parseFlatted(text) {
	/** @type {unknown[]} */
	const entries = JSON.parse(text);
	const revived = new Set();

	/** @param {any} entry */
	const revive = (entry) => {
		if (entry === null || typeof entry !== 'object' || revived.has(entry)) return entry;
		revived.add(entry);
		for (const key of Object.keys(entry)) {
			const value = entry[key];
			if (typeof value === 'string') entry[key] = revive(entries[Number(value)]);
		}
		return entry;
	};
	return revive(entries[0]);
}

module.exports = { parseFlatted };
