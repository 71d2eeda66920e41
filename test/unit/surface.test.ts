import { readFileSync, writeFileSync } from 'fs';
import type {
	ICredentialType,
	INodeProperties,
	INodePropertyOptions,
	INodeType,
} from 'n8n-workflow';
import { join } from 'path';

import { GlassixApi } from '../../credentials/GlassixApi.credentials';
import { GlassixPollingTrigger } from '../../nodes/Glassix/GlassixPollingTrigger.node';
import { services } from '../../nodes';
import { itemSchema } from '../../receiver/item';
import { z } from 'zod/v4';
import {
	testedGlartek,
	testedGlassix,
	testedSocialBoards,
	testedSupportBee,
} from '../support/services';

const FILE = join(__dirname, '..', 'fixtures', 'surface.json');

const triggers: INodeType[] = [
	...[testedGlartek, testedGlassix, testedSocialBoards, testedSupportBee].map(({ newTrigger }) =>
		newTrigger(),
	),
	new GlassixPollingTrigger(),
];

const credentials = [
	...[testedGlartek, testedGlassix, testedSocialBoards, testedSupportBee].map(({ newCredential }) =>
		newCredential(),
	),
	new GlassixApi(),
] as ICredentialType[];

const isChoice = (option: object): option is INodePropertyOptions => 'value' in option;

/** A parameter as workflows and credentials store it: its name, its label, its default, and the values it may have. */
function stored({
	name,
	displayName,
	type,
	default: initial,
	options = [],
}: INodeProperties): object {
	return {
		name,
		displayName,
		type,
		default: initial,
		...(options.length > 0 && {
			options: options.map((option) =>
				isChoice(option)
					? `${String(option.value)}: ${option.name}`
					: 'values' in option
						? { name: option.name, values: option.values.map(stored) }
						: stored(option),
			),
		}),
	};
}

const surface = {
	nodes: triggers.map(({ description }) => ({
		name: description.name,
		displayName: description.displayName,
		version: description.version,
		webhooks: (description.webhooks ?? []).map(
			({ httpMethod, path }) => `${String(httpMethod)} ${path}`,
		),
		credentials: description.credentials!.map(({ name }) => name),
		parameters: description.properties.filter(({ type }) => type !== 'notice').map(stored),
	})),
	credentials: credentials.map(({ name, displayName, properties }) => ({
		name,
		displayName,
		fields: properties.map(stored),
	})),
	events: Object.fromEntries(
		services.map(({ id, events }) => [
			id,
			Object.fromEntries(Object.entries(events).map(([event, { name }]) => [event, name])),
		]),
	),
	item: Object.keys(itemSchema('service', z.string(), z.unknown()).shape),
};

describe('What workflows store', () => {
	/*
	 * Whoever changes this breaks workflows that exist: see CONTRIBUTING, "Versions of a node". Where it is meant,
	 * `UPDATE_SURFACE=true npm run test:unit` writes the file anew.
	 */
	it('stays unchanged: names, labels, values, credential fields, item fields, and events', () => {
		const now = JSON.parse(JSON.stringify(surface));
		if (process.env.UPDATE_SURFACE === 'true') {
			writeFileSync(FILE, `${JSON.stringify(now, null, '\t')}\n`);
		}
		expect(now).toEqual(JSON.parse(readFileSync(FILE, 'utf8')));
	});
});
