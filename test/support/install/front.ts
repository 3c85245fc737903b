import { request as httpRequest } from 'node:http';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { request as httpsRequest } from 'node:https';

/** Who answers for a name: where, and whom to trust there. */
export interface Target {
  readonly url: string;
  readonly ca?: string;
}

/** Passes each request on to who answers for its host and path; `onForm` may change a form on its way. */
export function passOn(
  targetOf: (host: string, path: string) => Target | undefined,
  onForm: (form: URLSearchParams) => URLSearchParams,
): RequestListener {
  return (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const target = targetOf(request.headers.host ?? '', request.url ?? '/');
      if (target === undefined) {
        response.statusCode = 404;
        response.end();
        return;
      }
      const body = Buffer.concat(chunks);
      const isForm =
        request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
      const given = isForm ? Buffer.from(onForm(new URLSearchParams(body.toString())).toString()) : body;
      send(target, request, given, response);
    });
  };
}

function send(target: Target, asked: IncomingMessage, body: Buffer, response: ServerResponse): void {
  const { 'transfer-encoding': _, ...headers } = asked.headers;
  const to = new URL(asked.url ?? '/', target.url);
  const options = {
    method: asked.method,
    headers: { ...headers, host: to.host, 'content-length': body.length, 'x-forwarded-proto': 'https' },
    ...(target.ca === undefined ? {} : { ca: target.ca }),
  };
  const onward = (to.protocol === 'https:' ? httpsRequest : httpRequest)(to, options, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => {
    response.statusCode = 502;
    response.end();
  });
  onward.end(body);
}
