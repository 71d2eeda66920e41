import { createServer, type Server } from 'http';
import type { AddressInfo } from 'net';

import type { GlassixStandIn } from '../support/glassix-stand-in';
import {
	pollingPair,
	stateChange,
	until,
	type PollingWorkflow,
} from '../support/inProcess/pollingTrigger';

let glassix: GlassixStandIn;
let workflow: PollingWorkflow;
let end: () => Promise<void>;
let elsewhere: Server;
let seen: Array<{ url: string | undefined; authorization: string | undefined }>;

beforeEach(async () => {
	({ glassix, workflow, end } = await pollingPair({ visibilityMs: 300 }));
	seen = [];
	elsewhere = createServer((request, response) => {
		seen.push({ url: request.url, authorization: request.headers.authorization });
		response.setHeader('content-type', 'application/json');
		response.end(JSON.stringify([{ ...stateChange(666), queueMessageId: 'evil' }]));
	});
	await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
	await end();
	elsewhere.closeAllConnections();
	await new Promise((resolve) => elsewhere.close(resolve));
});

/** Has Glassix point elsewhere, where the path begins so. */
const point = (path: string, status: number) => {
	const { port } = elsewhere.address() as AddressInfo;
	glassix.breaks = (call) =>
		call.path.startsWith(path)
			? {
					kind: 'status',
					status,
					headers: { location: `http://localhost:${port}/events?token=secret` },
				}
			: undefined;
};

it.each([301, 302, 303, 307, 308])(
	'a fetch that Glassix redirects with %i is not followed, and runs nothing',
	async (status) => {
		await workflow.publish();
		point('/webhooks/getevents', status);

		await until('a fault is logged', () => workflow.log.length > 0);

		expect(seen).toEqual([]);
		expect(workflow.runs).toEqual([]);
		expect(workflow.log[0]).toContain(
			`could not fetch events: ${glassix.baseUrl} answered webhooks/getevents by pointing to localhost (${status}). The credential's secret and token go nowhere else: check Workspace`,
		);
		expect(workflow.log.join('')).not.toContain('token=secret');
	},
);

it('a deletion that Glassix redirects is not followed, and is made once Glassix answers again', async () => {
	point('/webhooks/deleteevents', 307);
	glassix.enqueue(stateChange(1));
	await workflow.publish();
	await until('a fault is logged', () => workflow.log.length > 0);
	glassix.breaks = () => undefined;

	await until('it is deleted', () => glassix.queued.length === 0);

	expect(seen).toEqual([]);
	expect(workflow.runs).toHaveLength(1);
});

it.each(['/users/getstatus', '/token/get'])(
	'a workflow cannot be published if %s redirects to another server',
	async (path) => {
		point(path, 307);

		await expect(workflow.publish()).rejects.toThrow('by pointing to localhost (307)');

		expect(seen).toEqual([]);
	},
);

it.each([
	['with the options of version 4 of the node', { followRedirect: true, followAllRedirects: true }],
	[
		'with a maximum number of redirects',
		{ followRedirect: true, followAllRedirects: true, maxRedirects: 21 },
	],
	['with no option for redirects', {}],
])('an HTTP Request node with the credential follows no redirect, %s', async (_how, asked) => {
	point('/tickets/get/1', 302);
	const { helpers } = workflow.context('trigger', 'activate');

	const calling = helpers.requestWithAuthentication.call(
		workflow.context('trigger', 'activate'),
		'glassixApi',
		{ method: 'GET', uri: `${glassix.baseUrl}/tickets/get/1`, json: true, ...asked },
	);

	await expect(calling).rejects.toThrow();
	expect(glassix.callsOf('/tickets/get/1').length).toBeGreaterThan(0);
	expect(seen).toEqual([]);
});
