import * as is from './shape';

/*
 * The classes of github.com/Glassix/glassix-sharp, member by member; the values are ours. Texts, lists and objects
 * may be null there, and value types only where they are marked so.
 */

const DEPARTMENT = '7b1f6a20-3c94-4d58-8e07-a2c5d9104f63';
const MIRA = 'c3d9e6b1-58a4-4f72-9b0e-16d27fa8c540';
export const TOMAS = 'f40b8c57-2e19-4a6d-b3c8-95d1706e2ab4';
const BOT = '0d5c7e92-814b-4b36-a9f1-3e62c8d0751f';
const FLOW = '91e4a3c6-7f20-4d8b-b5a9-c0637e18d2f5';
const CARD = '5a82d0f7-c613-4e9b-8d24-7bf10e96a35c';
export const AT = '2026-05-06T07:45:09.1830427Z';

/** A value that is set in every payload: an id, a state. */
const kept = (shape: is.Leaf): is.Leaf => ({ ...shape, none: shape.sample });

/** GlassixSharp/Users/Models/User.cs */
const user = is.members({
	id: kept(is.netGuid(TOMAS)),
	gender: is.netName('Male'),
	UserName: is.text('tomas.eide@example.com'),
	culture: is.text('en-US'),
	isAnonymous: is.netFlag(false),
	uniqueArgument: is.text('agent-17'),
	type: kept(is.netName('AGENT')),
	fullName: is.text('Tomas Eide'),
	shortName: is.text('Tomas'),
	jobTitle: is.text('Support'),
	status: is.netName('Online'),
	roles: is.list(is.text('DepartmentUser')),
});

/** GlassixSharp/Tickets/Models/Participant.cs */
const participant = is.members({
	id: kept(is.netInteger(1)),
	name: is.text('Mira Solberg'),
	type: kept(is.netName('Client')),
	identifier: is.text('15550100123'),
	departmentIdentifier: is.text('15550100999'),
	displayName: is.text('Mira'),
	protocolType: is.netName('WhatsApp'),
	subProtocolType: is.netName('Undefined'),
	isActive: is.netFlag(true),
	isDeleted: is.netFlag(false),
	contactId: is.netGuid(MIRA),
	userName: is.text(''),
});

const client = is.maximal(participant) as Record<string, unknown>;

const agent = {
	...client,
	id: 2,
	name: 'Tomas Eide',
	type: 'User',
	identifier: TOMAS,
	departmentIdentifier: '',
	displayName: 'Tomas',
	protocolType: 'Web',
	contactId: is.NO_GUID,
	userName: 'tomas.eide@example.com',
};

const system = {
	...agent,
	id: 3,
	name: '',
	type: 'System',
	identifier: '',
	displayName: '',
	userName: '',
};

/** GlassixSharp/Tickets/Models/Transaction.cs */
const attachment = is.members({
	id: is.netInteger(3308),
	type: is.text('Image'),
	fileIdentifier: is.text('a1d5c3e70b424f968d7062e9f4b8c013.jpg'),
	originalFileName: is.text('box.jpg'),
	thumbnails: is.list(is.link('https://files.example.com/box-small.jpg')),
	thumbnailsFileIdentifiers: is.list(is.text('a1d5c3e7-small.jpg')),
	uri: is.link('https://files.example.com/box.jpg?expires=10800'),
	isEmbedded: is.netFlag(false),
	sanitizationState: is.netName('Allowed'),
});

/** The same file. */
const transaction = is.members({
	guidTransactionId: kept(is.netGuid('e8b17c04-96d3-4a5f-b2e0-7c41d8f93a26')),
	id: kept(is.netInteger(551207)),
	dateTime: kept(is.netTime(AT)),
	fromProtocolType: is.netName('WhatsApp'),
	type: is.text('Message'),
	text: is.text('The box was open, the lamp is missing.'),
	html: is.text('<p>The box was open, the lamp is missing.</p>'),
	status: is.text('Delivered'),
	fromParticipant: participant,
	attachments: is.list(attachment),
	payload: is.json({ enableFreeTextInput: true }),
});

/** GlassixSharp/Tickets/Models/Ticket.cs, as all up to the ticket itself. */
const referral = is.members({
	utmParameters: is.json({ utm_source: 'newsletter', utm_medium: 'email' }),
	adId: is.text('120010'),
	adTitle: is.text('Lamps'),
	refData: is.text('spring'),
	productId: is.text('lamp-4'),
	fbPostId: is.text('88120'),
	instagramStoryId: is.text('st-771'),
	instagramStoryMediaUrl: is.link('https://media.example.com/story.jpg'),
	appleIntentId: is.text('returns'),
	appleGroupId: is.text('support'),
	twitterRootTweetId: is.text('19210'),
	tikTokVideoId: is.text('v-310'),
	tikTokCommentId: is.text('c-92'),
	whatsappHeadline: is.text('New lamps'),
	whatsappBody: is.text('See what is new'),
	whatsappSourceType: is.text('ad'),
	whatsappSourceId: is.text('wa-5512'),
	whatsappSourceUrl: is.link('https://shop.example.com/lamps'),
});

const details = is.members({
	userAgent: is.text('Mozilla/5.0 (X11; Linux x86_64)'),
	iPAddress: is.text('192.0.2.44'),
	location: is.text('Bergen, Norway'),
	cardsPath: is.text('Main/Name/Order'),
	source: is.members({
		title: is.text('Help center'),
		uri: is.link('https://help.example.com/contact'),
	}),
	externalLink: is.link('https://crm.example.com/cases/7718'),
	isMobile: is.netFlag(true),
	identityTokenClaims: is.json({ customerNumber: '2044' }),
	referral,
});

const dynamicParameter = is.members({
	id: is.netGuid(CARD),
	flowId: is.netGuid(FLOW),
	name: is.text('order'),
	strValue: is.text('7718'),
	boolValue: is.netFlag(false),
	numValue: is.netNumber(0.5),
	intValue: is.netInteger(0),
	type: is.text('String'),
	description: is.text('Number of the order'),
	creationDatetime: is.netTime('2026-05-06T07:41:12Z'),
});

const cardData = is.members({
	departmentId: is.netGuid(DEPARTMENT),
	botConversationId: is.netGuid(BOT),
	flowId: is.netGuid(FLOW),
	flowVersion: is.netNumber(1.2),
	flowName: is.text('Main'),
	stepType: is.text('Card'),
	uniqueCardId: is.netGuid(CARD),
	cardFriendlyName: is.text('Order'),
	visitDatetime: is.netTime('2026-05-06T07:41:10.05Z'),
});

const ticketOf = (state: string, closedAt = is.UNSET_TIME) =>
	is.members({
		id: kept(is.netInteger(90412)),
		departmentId: kept(is.netGuid(DEPARTMENT)),
		field1: is.text('Parcel arrived open'),
		field2: is.text('Order 7718'),
		field3: is.text('Value 3'),
		field4: is.text('Value 4'),
		field5: is.text('Value 5'),
		field6: is.text('Value 6'),
		field7: is.text('Value 7'),
		field8: is.text('Value 8'),
		field9: is.text('Value 9'),
		field10: is.text('Value 10'),
		culture: is.text('en-US'),
		ticketType: is.text('Regular'),
		tags: is.list(is.text('delivery')),
		owner: user,
		state: kept(is.netName(state)),
		open: kept(is.netTime('2026-05-06T07:40:58.2201139Z')),
		close: kept(is.netTime(closedAt)),
		lastActivity: kept(is.netTime('2026-05-06T07:45:09.183Z')),
		uniqueArgument: is.text('order-7718'),
		details,
		primaryProtocolType: is.netName('WhatsApp'),
		movedToTicketId: is.netInteger(90500),
		movedToDepartmentId: is.netGuid(FLOW),
		movedFromTicketId: is.netInteger(90001),
		movedFromDepartmentId: is.netGuid(BOT),
		firstCustomerMessageDateTime: is.time('2026-05-06T07:40:58.2201139Z'),
		firstAgentMessageDateTime: is.time('2026-05-06T07:43:01.55Z'),
		firstAgentMessageUserId: is.guid(TOMAS),
		agentAssignToResponseTimeGross: is.text('00:01:12.4000000'),
		agentAssignToResponseTimeNet: is.text('00:01:12.4000000'),
		lastCustomerMessageDateTime: is.time('2026-05-06T07:45:09.183Z'),
		lastAgentMessageDateTime: is.time('2026-05-06T07:43:01.55Z'),
		queueTimeGross: is.text('00:00:40'),
		queueTimeNet: is.text('00:00:40'),
		firstAgentResponseTimeGross: is.text('00:02:03.3298861'),
		firstAgentResponseTimeNet: is.text('00:02:03.3298861'),
		firstAgentAllocationTimestamp: is.time('2026-05-06T07:41:38.22Z'),
		lastAgentAllocationTimestamp: is.time('2026-05-06T07:41:38.22Z'),
		agentMediaCount: is.netInteger(0),
		customerMediaCount: is.netInteger(1),
		agentMessagesCount: is.netInteger(1),
		customerMessagesCount: is.netInteger(2),
		durationNet: is.netSpan('00:04:11'),
		durationGross: is.netSpan('1.02:04:11'),
		agentResponseAverageTimeNet: is.text('00:02:03'),
		totalConversationTimeNet: is.text('00:04:11'),
		agentCannedRepliesCount: is.netInteger(0),
		botConversationId: is.netGuid(BOT),
		botConversations: is.list(is.netGuid(BOT)),
		isIncoming: is.netFlag(true),
		isScrambled: is.netFlag(false),
		participants: is.list(participant, [client, agent, system]),
		transactions: is.list(transaction),
		dynamicParameters: is.list(dynamicParameter),
		botConversationSteps: is.list(cardData),
		ticketSummary: is.members({
			userId: is.netGuid(TOMAS),
			lastUpdateTimestamp: is.time('2026-05-06T08:02:11.4Z'),
			value: is.text('Lamp missing, new one sent.'),
		}),
		nestedTicketsIds: is.list(is.netInteger(90413)),
		parentNestedTicketId: is.netInteger(90400),
		wasClosedAutomatically: is.netFlag(false),
		transactionsCount: is.netInteger(5),
	});

/** GlassixSharp/Protocols/Models/Message.cs */
const message = is.members({
	text: is.text('Your new lamp is on its way.'),
	html: is.text('<p>Your new lamp is on its way.</p>'),
	protocolType: is.netName('WhatsApp'),
	attachmentUris: is.list(is.link('https://files.example.com/label.pdf')),
	from: is.text('15550100999'),
	to: is.text('15550100123'),
	dateTime: kept(is.netTime('2026-05-06T12:08:31.312595Z')),
	providerMessageId: is.text('b47f0d3e-9a12-4c68-8f55-2d70e1c6a983'),
	departmentId: kept(is.netGuid(DEPARTMENT)),
	status: is.text('Delivered'),
	files: is.list(is.text('label.pdf')),
	serviceProvider: is.netInteger(19),
});

/** GlassixSharp/Tickets/Models/Survey.cs */
const survey = is.members({
	id: kept(is.netInteger(6105)),
	surveyId: kept(is.netInteger(58)),
	title: is.text('How well did we help you?'),
	value: is.text('5'),
	headerTitle: is.text('Your opinion'),
	isDisabled: is.netFlag(false),
	isMandatory: is.netFlag(true),
	questionType: kept(is.netName('Rating')),
});

const rated = is.maximal(survey) as Record<string, unknown>;
const written = {
	...rated,
	id: 6106,
	title: 'What could we do better?',
	value: 'Thicker boxes.',
	isMandatory: false,
	questionType: 'Text',
};

const ticketId = is.integer(90412);
const change = (event: string, members: Record<string, is.Shape>) =>
	is.members({ _event: is.required(is.text(event)), ...members });

/** GlassixSharp/Webhooks/Models/WebhookEvent.cs: the members that belong to each event. */
export const changes: Record<string, is.Members> = {
	// The vendor's class has `object`: the members of a document are not known.
	DOCUMENT_SIGNED: change('DOCUMENT_SIGNED', {
		ticketId,
		document: is.json({ id: 4471, name: 'Damage report' }),
	}),
	NEW_MESSAGE: change('NEW_MESSAGE', {
		ticketId,
		transaction: is.own(transaction),
		ticket: is.own(ticketOf('Open')),
	}),
	NEW_TICKET: change('NEW_TICKET', { ticketId, ticket: is.own(ticketOf('Open')) }),
	NON_TICKET_MESSAGE_STATUS: change('NON_TICKET_MESSAGE_STATUS', { message: is.own(message) }),
	SURVEY_UPDATE: change('SURVEY_UPDATE', {
		ticketId,
		participant: is.own(participant),
		surveys: is.own(is.list(survey, [rated, written])),
	}),
	TICKET_OWNER_CHANGE: change('TICKET_OWNER_CHANGE', {
		ticketId,
		ownerId: is.guid(TOMAS),
		ownerUserName: is.text('tomas.eide@example.com'),
		ticket: is.own(ticketOf('Open')),
	}),
	TICKET_STATE_CHANGE: change('TICKET_STATE_CHANGE', {
		ticketId,
		ticketState: is.text('Closed'),
		ticket: is.own(ticketOf('Closed', AT)),
	}),
	USER_STATUS_CHANGE: change('USER_STATUS_CHANGE', {
		userId: is.guid(TOMAS),
		userName: is.text('tomas.eide@example.com'),
		userStatus: is.name('Break2'),
		doNotDisturb: is.flag(true),
	}),
};

/** All members of a change, each null: the vendor's class has them whatever the event. */
export const ALL_NULL = {
	ticketId: null,
	ticketState: null,
	ticket: null,
	ownerId: null,
	ownerUserName: null,
	userId: null,
	userName: null,
	userStatus: null,
	doNotDisturb: null,
	transaction: null,
	document: null,
	message: null,
	participant: null,
	surveys: null,
};

export const envelope = (events: unknown[], own: object = {}) => ({
	key: DEPARTMENT,
	dateTime: AT,
	changes: events,
	...own,
});

/** Changes that name the event and one thing of it. */
export const absent: Record<string, object> = {
	DOCUMENT_SIGNED: {},
	NEW_MESSAGE: {
		ticketId: 90412,
		transaction: { guidTransactionId: 'e8b17c04-96d3-4a5f-b2e0-7c41d8f93a26' },
	},
	NEW_TICKET: { ticketId: 90412, ticket: { id: 90412 } },
	NON_TICKET_MESSAGE_STATUS: { message: { status: 'Delivered' } },
	SURVEY_UPDATE: { surveys: [{ id: 6105 }] },
	TICKET_OWNER_CHANGE: { ticketId: 90412 },
	TICKET_STATE_CHANGE: { ticketId: 90412, ticketState: 'Closed' },
	USER_STATUS_CHANGE: { userId: TOMAS, userStatus: 'Break2' },
};
