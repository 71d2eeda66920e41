import { randomBytes, randomUUID } from 'crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'http';
import type { AddressInfo, Socket } from 'net';

/** What the documentation leaves open: set it either way. */
export interface Unknowns {
	/** How long a call for events is held while there are none. */
	holdMs: number;
	/** Events of one answer at most. */
	eventsPerCall: number;
	/** What an answer without events looks like. */
	emptyAnswer: '[]' | 'null' | 'nothing' | 'no content';
	/** How long an event that was given out and not deleted stays hidden. */
	visibilityMs: number;
	/** Whether an event has another receipt handle each time it is given out. */
	handlesChange: boolean;
	/** What becomes of a call that deletes with a handle that no longer counts. */
	staleHandle: 'ignored' | 'refused';
	order: 'first in, first out' | 'random';
	/** How often an event is given out a second time although it is hidden: at least once is the promise. */
	extraCopies: number;
	tokenLifeS: number;
	/** Tokens issued within a minute, the further requests are answered 429. */
	tokensPerMinute: number;
}

const DEFAULTS: Unknowns = {
	holdMs: 0,
	eventsPerCall: 1000,
	emptyAnswer: '[]',
	visibilityMs: 30_000,
	handlesChange: true,
	staleHandle: 'ignored',
	order: 'first in, first out',
	extraCopies: 0,
	tokenLifeS: 3 * 3600,
	tokensPerMinute: 1000,
};

/** What goes wrong with a call. */
export type Breakage =
	/** The connection is closed, nothing has happened. */
	| { kind: 'unreached' }
	/** The call is carried out, but its answer is lost. */
	| { kind: 'answer lost' }
	/** The call is carried out, and half of its answer arrives. */
	| { kind: 'half an answer' }
	/** The call is carried out, and its answer is cut to something that is not JSON. */
	| { kind: 'malformed' }
	/** The call is carried out, and its answer comes a byte at a time. */
	| { kind: 'dripping'; everyMs: number }
	/** All tokens are void from now on. */
	| { kind: 'tokens void' }
	| { kind: 'status'; status: number; headers?: Record<string, string>; body?: unknown };

/** Each way a call can break, by what it is called. */
export const BREAKAGES: Array<[string, Breakage]> = [
	['a connection that is cut', { kind: 'unreached' }],
	['an answer that is lost', { kind: 'answer lost' }],
	['half an answer', { kind: 'half an answer' }],
	['malformed JSON', { kind: 'malformed' }],
	['429 without Retry-After', { kind: 'status', status: 429 }],
	['429 with Retry-After', { kind: 'status', status: 429, headers: { 'retry-after': '1' } }],
	['500', { kind: 'status', status: 500, body: { message: 'Oops' } }],
	['503', { kind: 'status', status: 503 }],
	['404', { kind: 'status', status: 404 }],
	['403', { kind: 'status', status: 403 }],
	[
		'the page of a proxy',
		{
			kind: 'status',
			status: 200,
			headers: { 'content-type': 'text/html' },
			body: '<html>Log in to the network</html>',
		},
	],
];

/** Now and then one of them, or the end of all tokens. */
export function anyBreakage(often: number): Breakage | undefined {
	if (Math.random() >= often) return undefined;
	const kinds: Breakage[] = [...BREAKAGES.map(([, breakage]) => breakage), { kind: 'tokens void' }];
	return kinds[Math.floor(Math.random() * kinds.length)];
}

/** A call as it arrived. */
export interface Call {
	method: string;
	/** Path and query, below the API's version. */
	path: string;
	authorization: string | undefined;
	contentType: string | undefined;
	body: unknown;
	at: number;
	/** Of the answer; 0 where there was none. */
	status: number;
}

interface Queued {
	id: string;
	envelope: object;
	handle: string;
	visibleAt: number;
	givenOut: number;
}

const BASE_PATH = '/api/v1.2';

/** The account the stand-in knows. */
export const ACCOUNT = {
	apiKey: '3f0c1a52-7be4-4d19-9a86-52c0d1e8b7f4',
	apiSecret: 'a-secret-of-the-stand-in',
	userName: 'api-user@example.com',
};

/**
 * Stands in for Glassix's API: tokens, the user's status, and a queue of events as its clients
 * (github.com/Glassix/glassix-sharp, github.com/Glassix/glassix-js) and documentation show it.
 */
export class GlassixStandIn {
	readonly calls: Call[] = [];

	/** Decides what goes wrong with a call, before it is carried out. */
	breaks: (call: Call) => Breakage | undefined = () => undefined;

	/** Whom it lets in, and how it says no: that is not documented either. */
	account: { apiKey: string; apiSecret: string; userName: string } = { ...ACCOUNT };

	refusal: { status: number; body: unknown } = {
		status: 401,
		body: { message: 'Invalid credentials' },
	};

	hasAccess = true;

	/** What `GET /tickets/get/{id}` answers, by the ticket's id. */
	readonly tickets = new Map<string, unknown>();

	private readonly queue = new Map<string, Queued>();

	private readonly tokens = new Map<string, number>();

	private tokenTimes: number[] = [];

	private readonly sockets = new Set<Socket>();

	private readonly held = new Set<() => void>();

	private constructor(
		private readonly server: Server,
		readonly unknowns: Unknowns,
	) {
		server.on('connection', (socket: Socket) => {
			this.sockets.add(socket);
			socket.on('close', () => this.sockets.delete(socket));
		});
		server.on('request', (request: IncomingMessage, response: ServerResponse) => {
			void this.take(request, response);
		});
	}

	static async start(unknowns: Partial<Unknowns> = {}): Promise<GlassixStandIn> {
		const server = createServer({ keepAliveTimeout: 500 });
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return new GlassixStandIn(server, { ...DEFAULTS, ...unknowns });
	}

	async stop(): Promise<void> {
		this.wake();
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	get baseUrl(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}${BASE_PATH}`;
	}

	/** The fields of a Glassix API credential that leads here. */
	get credential() {
		return { environment: 'other', workspace: '', baseUrl: this.baseUrl, ...ACCOUNT };
	}

	/** @returns the message's id. */
	enqueue(envelope: object): string {
		const id = randomUUID();
		this.queue.set(id, { id, envelope, handle: '', visibleAt: 0, givenOut: 0 });
		this.wake();
		return id;
	}

	get queued(): string[] {
		return [...this.queue.keys()];
	}

	get openConnections(): number {
		return this.sockets.size;
	}

	get heldCalls(): number {
		return this.held.size;
	}

	/** Makes the receipts given out for a message void, as time does. */
	expireReceipt(id: string): void {
		const message = this.queue.get(id);
		if (message) message.handle = randomUUID();
	}

	voidTokens(): void {
		this.tokens.clear();
	}

	callsOf(path: string): Call[] {
		return this.calls.filter((call) => call.path.split('?', 1)[0] === path);
	}

	private wake(): void {
		for (const wake of [...this.held]) wake();
	}

	private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const text = Buffer.concat(chunks).toString('utf8');
		const call: Call = {
			method: request.method ?? '',
			path: (request.url ?? '').replace(BASE_PATH, ''),
			authorization: request.headers.authorization,
			contentType: request.headers['content-type'],
			body: text === '' ? undefined : JSON.parse(text),
			at: Date.now(),
			status: 0,
		};
		this.calls.push(call);
		const breakage = this.breaks(call);
		if (breakage?.kind === 'unreached') {
			request.socket.destroy();
			return;
		}
		if (breakage?.kind === 'tokens void') this.voidTokens();
		const answer =
			breakage?.kind === 'status'
				? { status: breakage.status, body: breakage.body, headers: breakage.headers }
				: await this.carryOut(call, response);
		if (response.destroyed) return;
		this.answer(call, response, answer, breakage);
	}

	private answer(
		call: Call,
		response: ServerResponse,
		{ status, body, headers = {} }: { status: number; body?: unknown; headers?: object },
		breakage: Breakage | undefined,
	): void {
		if (breakage?.kind === 'answer lost') {
			response.socket?.destroy();
			return;
		}
		const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
		call.status = status;
		const isMalformed = breakage?.kind === 'malformed';
		const sent = isMalformed ? `${text.slice(0, Math.floor(text.length / 2))}"` : text;
		response.writeHead(status, {
			'content-type': 'application/json; charset=utf-8',
			...headers,
			...(status !== 204 && { 'content-length': Buffer.byteLength(sent) }),
		});
		if (breakage?.kind === 'half an answer' && sent.length > 1) {
			response.write(sent.slice(0, Math.floor(sent.length / 2)), () => response.destroy());
			return;
		}
		if (breakage?.kind === 'dripping') {
			drip(response, sent, breakage.everyMs);
			return;
		}
		response.end(status === 204 ? undefined : sent);
	}

	private async carryOut(
		call: Call,
		response: ServerResponse,
	): Promise<{ status: number; body?: unknown; headers?: object }> {
		const [path, query] = call.path.split('?');
		const route = `${call.method} ${path}`;
		if (route === 'POST /token/get') return this.issueToken(call);
		const token = call.authorization?.replace(/^Bearer /, '') ?? '';
		if ((this.tokens.get(token) ?? 0) <= Date.now()) {
			return { status: 401, body: { Message: 'Authorization has been denied for this request.' } };
		}
		if (!this.hasAccess) return { status: 403, body: { message: 'No access to the department' } };
		switch (route) {
			case 'GET /users/getstatus':
				return { status: 200, body: { status: 'Online' } };
			case 'GET /webhooks/getevents':
				return await this.giveOut(new URLSearchParams(query).get('deleteEvents'), response);
			case 'POST /webhooks/deleteevents':
				return this.delete(call.body);
			default:
				return this.ticketAt(route) ?? { status: 404, body: { message: 'Not found' } };
		}
	}

	private ticketAt(route: string): { status: number; body: unknown } | undefined {
		const [, id = ''] = /^GET \/tickets\/get\/(\d+)$/.exec(route) ?? [];
		return this.tickets.has(id) ? { status: 200, body: this.tickets.get(id) } : undefined;
	}

	private issueToken({ body }: Call): { status: number; body: unknown; headers?: object } {
		const { tokensPerMinute, tokenLifeS } = this.unknowns;
		this.tokenTimes = this.tokenTimes.filter((at) => at > Date.now() - 60_000);
		if (this.tokenTimes.length >= tokensPerMinute) {
			const waitS = Math.ceil((this.tokenTimes[0] + 60_000 - Date.now()) / 1000);
			return {
				status: 429,
				body: { message: 'Too many requests' },
				headers: { 'retry-after': String(waitS) },
			};
		}
		this.tokenTimes.push(Date.now());
		const { apiKey, apiSecret, userName } = body as Record<string, unknown>;
		const isKnown =
			apiKey === this.account.apiKey &&
			apiSecret === this.account.apiSecret &&
			userName === this.account.userName;
		if (!isKnown) return this.refusal;
		const token = randomBytes(24).toString('base64url');
		this.tokens.set(token, Date.now() + tokenLifeS * 1000);
		return {
			status: 200,
			body: { access_token: token, token_type: 'bearer', expires_in: tokenLifeS },
		};
	}

	private async giveOut(
		deleteEvents: string | null,
		response: ServerResponse,
	): Promise<{ status: number; body?: unknown }> {
		const { holdMs, eventsPerCall, emptyAnswer, visibilityMs, handlesChange } = this.unknowns;
		const deadline = Date.now() + holdMs;
		while (this.visible().length === 0 && Date.now() < deadline && !response.destroyed) {
			await this.untilSomethingHappens(deadline, response);
		}
		// Nobody is there to take them.
		if (response.destroyed) return { status: 0 };
		const given = this.visible().slice(0, eventsPerCall);
		if (given.length === 0) {
			if (emptyAnswer === 'no content') return { status: 204 };
			if (emptyAnswer === 'nothing') return { status: 200 };
			return { status: 200, body: JSON.parse(emptyAnswer) as unknown };
		}
		const isCopied = () => Math.random() < this.unknowns.extraCopies;
		for (const message of given) {
			message.givenOut += 1;
			if (handlesChange || message.handle === '') message.handle = randomUUID();
			message.visibleAt = isCopied() ? 0 : Date.now() + visibilityMs;
			if (deleteEvents !== 'false') this.queue.delete(message.id);
		}
		return {
			status: 200,
			body: given.map(({ id, handle, envelope }) => ({
				...envelope,
				queueReceiptHandle: handle,
				queueMessageId: id,
			})),
		};
	}

	private visible(): Queued[] {
		const now = Date.now();
		const visible = [...this.queue.values()].filter(({ visibleAt }) => visibleAt <= now);
		return this.unknowns.order === 'random'
			? visible
					.map((message) => ({ message, place: Math.random() }))
					.sort((a, b) => a.place - b.place)
					.map(({ message }) => message)
			: visible;
	}

	/** A new event, one that becomes visible again, the end of the hold, or the caller's leaving. */
	private async untilSomethingHappens(deadline: number, response: ServerResponse): Promise<void> {
		const nextVisible = Math.min(
			...[...this.queue.values()].map(({ visibleAt }) => visibleAt),
			deadline,
		);
		await new Promise<void>((resolve) => {
			const wake = () => {
				clearTimeout(timer);
				response.off('close', wake);
				this.held.delete(wake);
				resolve();
			};
			const timer = setTimeout(wake, Math.max(nextVisible - Date.now(), 1));
			response.on('close', wake);
			this.held.add(wake);
		});
	}

	private delete(body: unknown): { status: number; body?: unknown } {
		const receipts = body as Array<{ queueReceiptHandle?: string; queueMessageId?: string }>;
		if (!Array.isArray(receipts) || receipts.length === 0) {
			return { status: 400, body: { message: 'No events' } };
		}
		const isCurrent = ({ queueReceiptHandle, queueMessageId }: (typeof receipts)[number]) => {
			const message = this.queue.get(queueMessageId ?? '');
			return message !== undefined && message.handle === queueReceiptHandle;
		};
		// An event that is gone already is no reason to refuse.
		const isStale = (receipt: (typeof receipts)[number]) =>
			this.queue.has(receipt.queueMessageId ?? '') && !isCurrent(receipt);
		if (this.unknowns.staleHandle === 'refused' && receipts.some(isStale)) {
			return { status: 400, body: { message: 'The receipt handle has expired.' } };
		}
		for (const receipt of receipts.filter(isCurrent)) this.queue.delete(receipt.queueMessageId!);
		return { status: 200, body: {} };
	}
}

/** Sends a text a byte at a time, for as long as somebody listens. */
function drip(response: ServerResponse, text: string, everyMs: number): void {
	const bytes = [...Buffer.from(text)];
	const timer = setInterval(() => {
		const byte = bytes.shift();
		if (byte === undefined) response.end();
		else response.write(Buffer.of(byte));
		if (byte === undefined || response.destroyed) clearInterval(timer);
	}, everyMs);
	response.on('close', () => clearInterval(timer));
}
