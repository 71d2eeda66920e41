import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** As much of GitHub's API as n8n's GitHub trigger asks for when it is published. */
export interface GitHub {
	url: string;
	/** What n8n asked GitHub to sign with. @throws Where no trigger is published. */
	secret(): string;
	close(): void;
}

/** https://docs.github.com/en/rest/repos/webhooks */
export async function startGitHub(): Promise<GitHub> {
	let secret: string | undefined;
	const answer = async (request: http.IncomingMessage, response: http.ServerResponse) => {
		response.setHeader('content-type', 'application/json');
		if (request.method === 'POST') {
			const hook = (await json(request)) as { config: { secret?: string } };
			secret = hook.config.secret;
			response.statusCode = 201;
			response.end(JSON.stringify({ id: 1, active: true, ...hook }));
			return;
		}
		response.statusCode = request.method === 'DELETE' ? 204 : 200;
		response.end(request.method === 'DELETE' ? '' : '[]');
	};
	const server = http.createServer((request, response) => void answer(request, response));
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		secret() {
			if (secret === undefined) throw new Error('n8n registered no webhook with GitHub');
			return secret;
		},
		close() {
			server.closeAllConnections();
			server.close();
		},
	};
}
