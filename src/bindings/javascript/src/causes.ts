// SPDX-License-Identifier: MIT
/* From what a runtime or an SDK says about a failure without an answer to the name of a client
 * error. */
import { clientNameOfErrno } from './client';
import { get, isObject } from './value';

const MAX_CAUSES = 16;
const MAX_MESSAGE = 1000;

/* Codes of Node and undici. A code that ends in '*' stands for all that begin so. */
const CODES: readonly (readonly [code: string, client: string])[] = [
  ['UND_ERR_CONNECT_TIMEOUT', 'ConnectionTimeout'],
  ['UND_ERR_HEADERS_TIMEOUT', 'ReadTimeout'],
  ['UND_ERR_BODY_TIMEOUT', 'ReadTimeout'],
  ['UND_ERR_SOCKET', 'ConnectionLost'],
  ['UND_ERR_ABORTED', 'Cancelled'],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'ResponseTruncated'],
  ['ABORT_ERR', 'Cancelled'],
  ['ERR_CANCELED', 'Cancelled'],
  ['ERR_STREAM_PREMATURE_CLOSE', 'ConnectionLost'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'CertificateRejected'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'CertificateRejected'],
  ['HOSTNAME_MISMATCH', 'CertificateRejected'],
  ['INVALID_CA', 'CertificateRejected'],
  ['INVALID_PURPOSE', 'CertificateRejected'],
  ['CERT_*', 'CertificateRejected'],
  ['UNABLE_TO_*', 'CertificateRejected'],
  ['ERR_TLS_CERT_*', 'CertificateRejected'],
  ['ERR_TLS_*', 'TlsFailed'],
  ['ERR_SSL_*', 'TlsFailed'],
  ['EPROTO', 'TlsFailed'],
  ['HPE_*', 'ResponseUnparsable'],
];

/* What a browser's network stack calls its errors, and what a mini program passes on. */
const NET_ERRORS: readonly (readonly [name: RegExp, client: string])[] = [
  [/^(?:NAME_NOT_RESOLVED|NAME_RESOLUTION_FAILED|DNS_)/, 'NameResolutionFailed'],
  [/^CONNECTION_TIMED_OUT/, 'ConnectionTimeout'],
  [/^TIMED_OUT/, 'ReadTimeout'],
  [/^(?:CERT_|BAD_SSL_CLIENT_AUTH_CERT)/, 'CertificateRejected'],
  [/^SSL_/, 'TlsFailed'],
  [/^(?:CONTENT_LENGTH_MISMATCH|INCOMPLETE_CHUNKED_ENCODING)/, 'ResponseTruncated'],
  [/^(?:INVALID_RESPONSE|INVALID_HTTP_RESPONSE|RESPONSE_HEADERS)/, 'ResponseUnparsable'],
  [/^(?:CONNECTION_REFUSED|CONNECTION_FAILED|ADDRESS_|INTERNET_DISCONNECTED)/, 'ConnectionFailed'],
  [/^(?:PROXY_CONNECTION_FAILED|TUNNEL_CONNECTION_FAILED)/, 'ConnectionFailed'],
  [/^(?:CONNECTION_|EMPTY_RESPONSE|NETWORK_|SOCKET_|HTTP2_|QUIC_)/, 'ConnectionLost'],
  [/^ABORTED/, 'Cancelled'],
];

/* Whole messages of SDKs and of fetch. */
const MESSAGES: readonly (readonly [message: RegExp, client: string])[] = [
  [/^timeout$/, 'ReadTimeout'],
  [/^CORS blocked or network error$/, 'CorsBlocked'],
  [/^get ETag error, please add "ETag" to CORS/, 'CorsBlocked'],
  [
    /^(?:Failed to fetch(?: \(|$)|Load failed$|NetworkError when attempting to fetch)/,
    'CorsBlocked',
  ],
  [/^Network request failed$/, 'ConnectionLost'],
  [/^socket hang up$/, 'ConnectionLost'],
];

/* What follows "request:fail " in a mini program, of Android and of iOS. */
const FAILURES: readonly (readonly [message: RegExp, client: string])[] = [
  [/not in domain list|合法域名列表/i, 'DomainNotAllowed'],
  [/^(?:fail:? ?)?abort/i, 'Cancelled'],
  [/\bcert|trust anchor|证书/i, 'CertificateRejected'],
  [/\bssl\b|\btls\b|hand ?shake/i, 'TlsFailed'],
  [/hostname could not be found|unknown ?host|未能找到使用指定主机名/i, 'NameResolutionFailed'],
  [/connect(?:ion)? time(?:d )?-?out/i, 'ConnectionTimeout'],
  [/time(?:d )?-? ?out|请求超时/i, 'ReadTimeout'],
  [/offline|似乎已断开|could not connect|未能连接到服务器|connection refused/i, 'ConnectionFailed'],
  [
    /^interrupted|connection was lost|网络连接已中断|socket hang up|connection reset/i,
    'ConnectionLost',
  ],
  [/invalid url|parameter error/i, 'InvalidRequest'],
];

/* What the SDKs refuse before they send anything: how their messages begin. */
const REFUSALS: readonly RegExp[] = [
  /^(?:missing param |param Region |Region format error|Bucket should format)/,
  /^(?:CopySource format error|getAuthorization callback params |The Getobject Key is illegal)/,
  /^params? (?:Body|"?\w+"?) (?:format error|should be)/,
];

function isRefusal(message: string): boolean {
  for (let i = 0; i < REFUSALS.length; i++) {
    if ((REFUSALS[i] as RegExp).test(message)) {
      return true;
    }
  }
  return false;
}

function nameOfCode(code: unknown): string | undefined {
  if (typeof code !== 'string') {
    return undefined;
  }
  for (let i = 0; i < CODES.length; i++) {
    const known = CODES[i] as readonly [string, string];
    const length = known[0].length - 1;
    const isPrefix = known[0].charAt(length) === '*';
    if (isPrefix ? code.slice(0, length) === known[0].slice(0, length) : code === known[0]) {
      return known[1];
    }
  }
  return clientNameOfErrno(code);
}

function firstOf(
  known: readonly (readonly [RegExp, string])[],
  message: string,
): string | undefined {
  for (let i = 0; i < known.length; i++) {
    const pair = known[i] as readonly [RegExp, string];
    if (pair[0].test(message)) {
      return pair[1];
    }
  }
  return undefined;
}

/** What `errMsg` of a mini program begins with; the rest is the reason. */
const FAILED = /^(?:request|uploadFile|downloadFile):fail:?\s*/;

export function isFailureOfWx(message: string | undefined): boolean {
  return message !== undefined && FAILED.test(message);
}

/** The client error that a message stands for. */
export function nameOfMessage(message: unknown): string | undefined {
  if (typeof message !== 'string' || message.length > MAX_MESSAGE) {
    return undefined;
  }
  if (isRefusal(message)) {
    return 'InvalidRequest';
  }
  const net = /\bnet::ERR_([A-Z0-9_]+)/.exec(message);
  if (net !== null) {
    return firstOf(NET_ERRORS, net[1] as string);
  }
  return FAILED.test(message)
    ? firstOf(FAILURES, message.replace(FAILED, ''))
    : firstOf(MESSAGES, message);
}

function nameOfType(name: unknown): string | undefined {
  return name === 'AbortError' ? 'Cancelled' : name === 'TimeoutError' ? 'ReadTimeout' : undefined;
}

/** A timeout while connecting; of `connect`, `syscall` and the message the SDK keeps the last. */
function isConnectTimeout(error: unknown): boolean {
  const message = get(error, 'message');
  return (
    get(error, 'connect') === true ||
    get(error, 'syscall') === 'connect' ||
    (typeof message === 'string' && /^(?:connect )?ETIMEDOUT/.test(message))
  );
}

/** One error by itself. */
function nameOf(error: unknown): string | undefined {
  const code = get(error, 'code');
  return code === 'ETIMEDOUT' && isConnectTimeout(error)
    ? 'ConnectionTimeout'
    : nameOfCode(code) || nameOfCode(get(error, 'errno')) || nameOfType(get(error, 'name'));
}

/** The client error of the first of an error and its causes that has a code. */
export function nameOfCauses(error: unknown): string | undefined {
  const queue: unknown[] = [error];
  for (let i = 0; i < queue.length && i < MAX_CAUSES; i++) {
    const name = nameOf(queue[i]);
    if (name !== undefined) {
      return name;
    }
    const inner = [
      get(queue[i], 'cause'),
      get(queue[i], 'error'),
      get(get(queue[i], 'errors'), '0'),
    ];
    for (let j = 0; j < inner.length; j++) {
      if (isObject(inner[j])) {
        queue.push(inner[j]);
      }
    }
  }
  return undefined;
}
