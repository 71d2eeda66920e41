import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { secretsOf } from '../../../receiver/secrets';
import { byName } from '../../support/services';

const propertiesOf = (properties: unknown): INodeProperties[] =>
	(properties as INodeProperties[]).flatMap((property) => [
		property,
		...(property.options ?? []).flatMap((option) =>
			'values' in option ? propertiesOf(option.values) : [],
		),
	]);

describe.each(byName)('%s Trigger', (name, tested) => {
	const { service } = tested;
	const trigger = tested.newTrigger();
	const { description } = trigger;
	const webhooks = description.webhooks!;

	it('has no expression in its webhooks that n8n must evaluate', () => {
		expect(JSON.stringify(webhooks)).not.toContain('={{');
		expect(webhooks.flatMap((webhook) => Object.values(webhook))).not.toContainEqual(
			expect.stringMatching(/^=/),
		);
	});

	it('has version 1.1, so n8n hands over the body unread', () => {
		expect(description.version).toBe(1.1);
	});

	it('lets n8n acknowledge a delivery with an empty 200 as soon as n8n has stored it', () => {
		const deliveries = webhooks.filter((webhook) => webhook.name === 'default');

		expect(deliveries.length).toBeGreaterThan(0);
		for (const webhook of deliveries) {
			expect(webhook).toMatchObject({ responseMode: 'onReceived', responseData: 'noData' });
		}
	});

	it('has every webhook method for each of its webhooks', () => {
		for (const webhook of webhooks) {
			expect(trigger.webhookMethods![webhook.name]).toEqual({
				checkExists: expect.any(Function),
				create: expect.any(Function),
				delete: expect.any(Function),
			});
		}
	});

	it('lists "All Events" and every event, sorted by name, and selects no event', () => {
		const triggerOn = description.properties.find((property) => property.name === 'triggerOn')!;
		const options = triggerOn.options as INodePropertyOptions[];
		const names = options.map((option) => option.name);

		expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'en')));
		expect(options.map((option) => option.value).sort()).toEqual(
			['allEvents', ...Object.keys(service.events)].sort(),
		);
		expect(triggerOn.default).toEqual([]);
	});

	it('has only one output, so no event can leave through an unconnected one', () => {
		expect(description.outputs).toEqual(['main']);
	});

	it('says where to enter its URL in the service', () => {
		const [notice] = description.properties;

		expect(notice.type).toBe('notice');
		expect(notice.displayName).toContain(`In ${name}`);
	});

	it('lists its options sorted by name', () => {
		const options = description.properties.find((property) => property.name === 'options')!;
		const names = (options.options as INodeProperties[]).map((option) => option.displayName);

		expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'en')));
	});

	it('requires its own credential and has a test for it', () => {
		const [credential] = description.credentials!;

		expect(credential).toMatchObject({ name: tested.newCredential().name, required: true });
		expect(credential.name).toBe(service.credential);
		expect(trigger.methods!.credentialTest).toHaveProperty(credential.testedBy as string);
	});

	it('hides every secret of its credential behind dots', () => {
		const fields = propertiesOf(tested.newCredential().properties);
		const secrets = fields.filter(({ name: field, type }) => type === 'string' && field !== 'name');

		expect(secrets.map((field) => field.name)).toEqual(
			expect.arrayContaining(secretsOf(service).map(({ field }) => field)),
		);
		for (const field of secrets) expect(field.typeOptions).toMatchObject({ password: true });
	});
});
