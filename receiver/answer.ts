import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

/**
 * Answers a delivery that starts no execution, and tells n8n that it is answered.
 * Plain text that no browser takes for anything else.
 */
export function answer(
	context: IWebhookFunctions,
	status: number,
	text = '',
): IWebhookResponseData {
	const response = context.getResponseObject();
	response.statusCode = status;
	if (text !== '') {
		response.setHeader('Content-Type', 'text/plain; charset=utf-8');
		response.setHeader('X-Content-Type-Options', 'nosniff');
	}
	// A known length: without it an empty answer, too, would go out in chunks.
	response.setHeader('Content-Length', Buffer.byteLength(text));
	response.end(text);
	return { noWebhookResponse: true };
}
