// SPDX-License-Identifier: MIT
/* From a request's method, URL and headers to its operation; from a host name to bucket and
 * region. */
import { hasAt, lower, until } from './ascii';
import { hosts } from './catalog.data';
import type { HostRow, OperationRow } from './data';
import { getOperations, operationAt, type Operation } from './operation';
import { header, type HeadersLike } from './value';

const SERVICE = 1;
const BUCKET = 2;
const OBJECT = 3;

export interface Url {
  readonly host: string;
  /** With its first '/'. */
  readonly path: string;
  readonly query: string;
}

export function splitUrl(url: string): Url {
  let rest = url;
  let host = '';
  const scheme = until(rest, ':/?#').length;
  if (rest.slice(scheme, scheme + 3) === '://') {
    rest = rest.slice(scheme + 3);
    host = until(rest, '/?#');
    rest = rest.slice(host.length);
  }
  const path = until(rest, '?#');
  rest = rest.slice(path.length);
  return { host, path, query: rest.charAt(0) === '?' ? until(rest.slice(1), '#') : '' };
}

/* ---------------------------------------------------------------------------------------- hosts */

export interface Place {
  readonly bucket: string;
  readonly region: string;
}

let table: readonly HostRow[] | undefined;

function getHosts(): readonly HostRow[] {
  return table || (table = hosts());
}

/** Where the label at `begin` ends: at a dot, or at `end`. */
function endOfLabel(host: string, begin: number, end: number): number {
  const dot = host.indexOf('.', begin);
  return dot >= 0 && dot < end ? dot : end;
}

/** What a host name, in lowercase, says by one pattern; undefined when it does not fit. `written`
 * is the same host name as the caller wrote it. */
function fitHost(row: HostRow, host: string, written: string): Place | undefined {
  const end = host.length - row[3].length;
  if (end < 0 || !hasAt(host, row[3], end)) {
    return undefined;
  }
  const bucket = row[0] !== 0 ? endOfLabel(host, 0, end) : 0;
  const begin = bucket + row[1].length;
  if ((row[0] !== 0 && bucket === 0) || begin > end || !hasAt(host, row[1], bucket)) {
    return undefined;
  }
  const region = row[2] !== 0 ? endOfLabel(host, begin, end) : begin;
  return region === end && (row[2] === 0 || region > begin)
    ? { bucket: written.slice(0, bucket), region: written.slice(begin, region) }
    : undefined;
}

/* Failures come from one host again and again. */
let lastHost: string | undefined;
let lastPlace: Place | undefined;

/** Bucket and region of a host name of the service; undefined when it is none. */
export function readHost(host: string): Place | undefined {
  if (host === lastHost) {
    return lastPlace;
  }
  const known = getHosts();
  const plain = lower(host);
  let place: Place | undefined;
  for (let i = 0; i < known.length && place === undefined; i++) {
    place = fitHost(known[i] as HostRow, plain, host);
  }
  lastHost = host;
  lastPlace = place;
  return place;
}

/** A host name of the service without its bucket: then the bucket is in the path, if at all. */
function lacksBucket(host: string): boolean {
  const known = getHosts();
  const plain = lower(host);
  for (let i = 0; i < known.length; i++) {
    const row = known[i] as HostRow;
    const found =
      row[2] === 0
        ? row[3] !== '' && plain === row[3].slice(1)
        : row[1] !== '' && fitHost([0, row[1].slice(1), 1, row[3]], plain, plain) !== undefined;
    if (row[0] !== 0 && found) {
      return true;
    }
  }
  return false;
}

/** Bucket, region and key of an address `host/key`, or the key of `/key`. */
export function readAddress(address: string): Place & { key: string } {
  const host = address.charAt(0) === '/' ? '' : until(address, '/:');
  const place = host !== '' ? readHost(host) : undefined;
  const path = address.slice(host.length);
  const isKnown = place !== undefined || address.charAt(0) === '/';
  return {
    bucket: place !== undefined ? place.bucket : '',
    region: place !== undefined ? place.region : '',
    key: isKnown && path.charAt(0) === '/' ? path.slice(1) : '',
  };
}

/* ------------------------------------------------------------------------------------ operation */

function levelOf(url: Url): number {
  const host = until(url.host, ':');
  const place = readHost(host);
  const isInPath = place !== undefined ? place.bucket === '' : lacksBucket(host);
  const path = url.path.charAt(0) === '/' ? url.path.slice(1) : url.path;
  if (!isInPath) {
    return path !== '' ? OBJECT : BUCKET;
  }
  if (path === '') {
    return SERVICE;
  }
  return until(path, '/').length + 1 < path.length ? OBJECT : BUCKET;
}

/** The items of a query; an empty one between two '&' is one, too. */
function itemsOf(query: string): string[] {
  const items = query !== '' ? query.split('&') : [];
  if (items.length > 0 && items[items.length - 1] === '') {
    items.pop();
  }
  return items;
}

/** Keys are case-sensitive; "acl" and "acl=" both have the key. */
function hasKey(items: readonly string[], key: string): boolean {
  for (let i = 0; i < items.length; i++) {
    if (until(items[i] as string, '=') === key) {
      return true;
    }
  }
  return false;
}

/** How many keys and headers of the request the operation asks for; negative when it asks for one
 * that is not there. */
function rate(
  row: OperationRow,
  items: readonly string[],
  headers: HeadersLike | undefined,
): number {
  const query = row[8] || [];
  for (let i = 0; i < query.length; i++) {
    if (!hasKey(items, query[i] as string)) {
      return -1;
    }
  }
  if (row[9] === undefined) {
    return query.length;
  }
  return header(headers, lower(row[9])) !== undefined ? query.length + 1 : -1;
}

/** False when the request names a subresource, such as "?acl", that the operation does not ask for:
 * it is another operation. "imageMogr2/thumbnail/50x" is none: it processes an object on its way
 * out. */
function coversQuery(row: OperationRow, items: readonly string[]): boolean {
  for (let i = 0; i < items.length; i++) {
    const key = items[i] as string;
    if (/^[A-Za-z-]+$/.test(key) && (row[8] || []).indexOf(key) < 0) {
      return false;
    }
  }
  return true;
}

/**
 * The operation of a request of which only method, URL and headers are known. The URL is absolute,
 * or a path with a Host header. Null when no operation looks like it. The method is case-sensitive.
 */
export function operationOfRequest(
  method: string,
  url: string,
  headers?: HeadersLike,
): Operation | null {
  const parts = splitUrl(String(url));
  const host = parts.host !== '' ? parts.host : header(headers, 'host') || '';
  const level = levelOf({ host, path: parts.path, query: parts.query });
  const items = itemsOf(parts.query);
  const rows = getOperations().rows;
  let best = -1;
  let bestRate = -1;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as OperationRow;
    const rated = row[6] === method && row[7] === level ? rate(row, items, headers) : -1;
    if (rated > bestRate && coversQuery(row, items)) {
      best = i;
      bestRate = rated;
    }
  }
  return best >= 0 ? operationAt(best) : null;
}
